import { ANSWERS_FORMAT } from "../../../../core/experiment/answers/answersFormat";
import { BASELINE_FORMAT } from "../../../../core/rewards/baseline";
import { SAMPLE_RUN_FORMAT } from "../../../../core/experiment/sample/sampleRunFile";
import type { NamedFile } from "../../importing.svelte";
import { jsonHead } from "./jsonHead";

/** What a dropped file is, as far as its name and its first bytes tell. */
export type FileKind =
  | "run" // everything of a sampled run
  | "results" // questions with samples and rewards
  | "statistics"
  | "answers" // distributions.json of answers
  | "npz"
  | "experiment" // with a section 00_sample, 01_dist or 02_visualize
  | "config" // YAML without such a section: an experiment may refer to it
  | "task"
  | "baseline"
  | "table" // rows of a dataset
  | "rows?" // JSON that could hold rows
  | "other";

/** Bytes that are looked at. */
const HEAD = 256 * 1024;

const TABLE = /\.(csv|tsv|jsonl|ndjson|parquet)$/i;
const SECTION = /^["']?0\d_(sample|dist|visualize)\b/m;

/** Looks at the beginning of a file. */
export async function fileKind(file: NamedFile): Promise<FileKind> {
  if (/\.npz$/i.test(file.name)) return "npz";
  if (TABLE.test(file.name)) return "table";
  const yaml = /\.ya?ml$/i.test(file.name);
  if (!yaml && !/\.json$/i.test(file.name)) return "other";
  const bytes = await file.slice(0, Math.min(HEAD, file.size)).arrayBuffer();
  const text = new TextDecoder().decode(bytes);
  if (yaml) return SECTION.test(text) ? "experiment" : "config";
  return jsonKind(text);
}

/** What JSON of which this is the beginning is. */
export function jsonKind(head: string): FileKind {
  const { paths, format } = jsonHead(head);
  const any = (...wanted: readonly string[]) => wanted.some((path) => paths.has(path));
  if (format === SAMPLE_RUN_FORMAT) return "run";
  if (format === BASELINE_FORMAT) return "baseline";
  if (format !== undefined && format !== ANSWERS_FORMAT) return "other";
  if ([...paths].some((path) => /^0\d_(sample|dist|visualize)$/.test(path))) return "experiment";
  if (any("[].samples", "[].rewards", "[].extracted_answers")) return "results";
  if (any("results[].rewards", "results[].extracted_answers")) return "results";
  const answers = [...paths].some((path) => path.startsWith("results[].samples[]."));
  if (answers || (any("metadata", "prompts") && any("prompts", "samples", "results"))) return "answers";
  if (any("results[].samples")) return "results";
  if (any("accuracy", "avg_sampling_length", "num_samples_per_question")) return "statistics";
  if (any("template", "rewards") && !any("question")) return "task";
  return "rows?";
}
