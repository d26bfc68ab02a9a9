import { MOST_BATCH, MOST_QUESTIONS, MOST_SAMPLES } from "../../config/limits";
import { SETTINGS } from "../../config/settings";
import { datasetId, isHubDataset, parseDatasetName } from "../../datasets/names";
import type { SamplingSettings } from "../../sampling/settings";
import type { Task } from "../../tasks/task";
import { DEFAULT_TASK, readTask } from "../../tasks/taskShape";
import { unpackTask } from "../../tasks/taskText";
import type { AnswersContent } from "../answers/writeAnswers";
import type { ArrayPrecision } from "../writeDistributions";
import { ConfigReader, type ConfigProblem } from "./configReader";
import { readConfigTree, type ConfigTree } from "./configTree";

/** Where a model computes. Only "huggingface" does in the page. */
export type BackendType = "huggingface" | "vllm" | "sglang";

export interface ConfiguredModel {
  id: string;
  revision?: string;
  dtype?: string;
}

export interface ConfiguredBackend {
  type: BackendType;
  /** Undefined: the models that the page has. */
  a?: ConfiguredModel;
  b?: ConfiguredModel;
  /** Address of a server. */
  server?: string;
}

/** `00_sample`. What is undefined is as the page has it. */
export interface SampleSection {
  task: Task;
  dataset: {
    /** As in `DatasetName`. */
    id?: string;
    question?: string;
    reference?: string;
    slices?: readonly string[];
    from?: number;
    questions?: number;
  };
  backend: ConfiguredBackend;
  sampling: Partial<SamplingSettings> & {
    samples?: number;
    seed?: number;
    maxNewTokens?: number;
    stopStrings?: readonly string[];
    batch?: number;
  };
  /** Names of files that are written. */
  output: { results?: string; statistics?: string };
}

/** `01_dist`. */
export interface DistSection {
  backend: ConfiguredBackend;
  distribution: { content?: AnswersContent; precision?: ArrayPrecision; k?: number; temperature?: number };
  input: { results?: string };
  output: { json?: string; npz?: string };
}

/** `02_visualize`. */
export interface VisualizeSection {
  input: { json?: string; npz?: string; results?: string };
  output: { figure?: string };
}

/** A section is there where the file has it. */
export interface ExperimentConfig {
  sample?: SampleSection;
  dist?: DistSection;
  visualize?: VisualizeSection;
}

export interface ReadExperiment {
  config: ExperimentConfig;
  problems: readonly ConfigProblem[];
}

/** Files that were dropped together, by name. */
export type DroppedFiles = Readonly<Record<string, string>>;

const BACKENDS = ["huggingface", "vllm", "sglang"] as const;
const WHOLE = { integer: true } as const;

/**
 * Reads `experiment_config.yaml` (or JSON). `task_config` and `sampling_config` name other files of those that were
 * dropped; what stands in the section itself comes before what they say.
 *
 * @throws ExpectedError "bad-input" where it is no YAML, with the line
 */
export async function readExperiment(
  name: string,
  text: string,
  files: DroppedFiles = {},
): Promise<ReadExperiment> {
  const problems: ConfigProblem[] = [];
  const tree = await readConfigTree(name, text);
  const whole = new ConfigReader(tree, "", tree.value, problems);
  const config: ExperimentConfig = {};
  if (whole.has("00_sample"))
    config.sample = await readSample(whole.section("00_sample"), tree, files, problems);
  if (whole.has("01_dist")) config.dist = readDist(whole.section("01_dist"));
  if (whole.has("02_visualize")) config.visualize = readVisualize(whole.section("02_visualize"));
  whole.end();
  return { config, problems };
}

async function readSample(
  section: ConfigReader,
  tree: ConfigTree,
  files: DroppedFiles,
  problems: ConfigProblem[],
): Promise<SampleSection> {
  const taskFile = await referred(section, "task_config", tree, files);
  const samplingFile = await referred(section, "sampling_config", tree, files);
  const sampling = section.section("sampling", "sampling_params");
  const fromFile =
    samplingFile &&
    readSampling(new ConfigReader(samplingFile, "", unwrapped(samplingFile.value, "sampling"), problems));
  const dataset = section.section("dataset");
  const read: SampleSection = {
    task: readTaskOf(section, taskFile),
    dataset: readDataset(dataset),
    backend: readBackend(section),
    sampling: { ...fromFile, ...readSampling(sampling) },
    output: readFiles(section.section("output"), { results: ["results"], statistics: ["statistics"] }),
  };
  section.end();
  return read;
}

/** The file that a key names, by the last part of its path. */
async function referred(
  section: ConfigReader,
  key: string,
  tree: ConfigTree,
  files: DroppedFiles,
): Promise<ConfigTree | undefined> {
  const wanted = section.text(key);
  if (wanted === undefined) return undefined;
  const base = baseName(wanted);
  const name = Object.keys(files).find((one) => one !== tree.name && baseName(one) === base);
  if (name !== undefined) return readConfigTree(name, files[name] ?? "");
  section.say(key, "missing", base);
  return undefined;
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** A file may hold its section under the section's name. */
function unwrapped(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.keys(value).length === 1 && name in value
    ? (value as Record<string, unknown>)[name]
    : value;
}

/** The section's own task, else the file's, else the usual one. */
function readTaskOf(section: ConfigReader, file: ConfigTree | undefined): Task {
  const own = section.any("task");
  const given = own ?? (file && unwrapped(file.value, "task"));
  if (given === undefined) return readTask(DEFAULT_TASK).task;
  const { task, problems } = typeof given === "string" ? unpackTask(given) : readTask(spelledOut(given));
  const key = own === undefined ? "task_config" : "task";
  for (const { path, why, detail } of problems)
    section.say(
      path === "task" || typeof given === "string" ? key : `${key}.${path}`,
      why === "cut" ? "clamped" : why,
      detail,
    );
  return task;
}

/** `template: chatml`, `format: boxed` and `rewards: [math]` are short for objects with that id. */
function spelledOut(given: unknown): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const whole = (value: unknown) => (typeof value === "string" ? { id: value } : value);
  const { template, format, rewards, reward, ...rest } = given as Record<string, unknown>;
  const list = rewards ?? reward;
  return {
    ...rest,
    ...(template === undefined ? {} : { template: whole(template) }),
    ...(format === undefined ? {} : { format: whole(format) }),
    ...(list === undefined ? {} : { rewards: (Array.isArray(list) ? list : [list]).map(whole) }),
  };
}

function readDataset(dataset: ConfigReader): SampleSection["dataset"] {
  const name = dataset.text("name", "dataset_name");
  const file = dataset.text("path", "file");
  const url = dataset.text("url");
  const part = dataset.text("config", "subset");
  const split = dataset.text("split");
  const id = datasetIdOf({ url, file, name, part, split });
  if (id !== undefined && !parseDatasetName(id))
    dataset.say(url !== undefined ? "url" : file !== undefined ? "path" : "name", "refused", id);
  const read = {
    id: id !== undefined && parseDatasetName(id) ? id : undefined,
    question: dataset.text("question_column", "question_key", "question"),
    reference: dataset.text("reference_column", "reference_key", "solution_key", "answer_key", "reference"),
    slices: dataset.texts("slices", "slice_columns"),
    from: dataset.number({ min: 0, max: 2 ** 32 - 1, ...WHOLE }, "from", "start", "offset"),
    questions: dataset.number(
      { min: 1, max: MOST_QUESTIONS, ...WHOLE },
      "num_questions",
      "max_samples",
      "limit",
    ),
  };
  dataset.end();
  return defined(read);
}

function datasetIdOf(given: Record<"url" | "file" | "name" | "part" | "split", string | undefined>) {
  const { url, file, name, part: config = "default", split = "test" } = given;
  if (url !== undefined) return datasetId({ kind: "url", url });
  if (file !== undefined) return datasetId({ kind: "file", name: baseName(file) });
  return name !== undefined && isHubDataset(name)
    ? datasetId({ kind: "hub", dataset: name, config, split })
    : name;
}

function readBackend(section: ConfigReader): ConfiguredBackend {
  const backend = section.section("backend");
  const type = backend.choice(BACKENDS, "backend_type", "type") ?? "huggingface";
  const model = (side: "a" | "b", ...names: string[]): ConfiguredModel | undefined => {
    const id = backend.text(...names);
    const revision = backend.text(`revision_${side}`, "revision");
    const dtype = backend.text(`dtype_${side}`, "dtype", "torch_dtype");
    return id === undefined ? undefined : defined({ id, revision, dtype });
  };
  const a = model("a", "model_a", "model", "model_name", "model_path");
  const b = model("b", "model_b");
  const server = backend.text("server", "base_url", "url");
  if (type !== "huggingface") backend.say("backend_type", "needs-server", type);
  backend.end();
  return defined({ type, a, b, server });
}

function readSampling(sampling: ConfigReader): SampleSection["sampling"] {
  const greedy = sampling.flag("do_sample") === false;
  const temperature = sampling.number(SETTINGS.samplingTemperature, "temperature");
  const topK = sampling.number({ ...SETTINGS.topK, min: -1 }, "top_k");
  const read = {
    temperature: greedy ? 0 : temperature,
    // −1 is how servers write "off".
    topK: topK === -1 ? 0 : topK,
    topP: sampling.number(SETTINGS.topP, "top_p"),
    minP: sampling.number(SETTINGS.minP, "min_p"),
    samples: sampling.number(
      { min: 1, max: MOST_SAMPLES, ...WHOLE },
      "n",
      "num_samples",
      "num_samples_per_question",
    ),
    seed: sampling.number(SETTINGS.seed, "seed"),
    maxNewTokens: sampling.number(SETTINGS.maxNewTokens, "max_new_tokens", "max_tokens"),
    stopStrings: sampling.texts("stop", "stop_strings"),
    batch: sampling.number({ min: 1, max: MOST_BATCH, ...WHOLE }, "batch_size"),
  };
  sampling.end();
  return defined(read);
}

function readDist(section: ConfigReader): DistSection {
  const distribution = section.section("distribution");
  // The page's rows are log-probabilities: logits that differ from the model's by one number a row.
  const given = distribution.choice(
    ["probabilities", "probs", "logprobs", "logits", "top_k"],
    "type",
    "distribution_type",
  );
  const content = given === "probs" ? "probabilities" : given === "logits" ? "logprobs" : given;
  const read: DistSection = {
    backend: readBackend(section),
    distribution: defined({
      content,
      precision: distribution.choice(["float16", "float32"], "precision", "dtype"),
      k: distribution.number({ min: 1, max: 5000, ...WHOLE }, "k", "top_k"),
      temperature: distribution.number(SETTINGS.temperature, "temperature"),
    }),
    input: readFiles(section.section("input"), { results: ["results"] }),
    output: readFiles(section.section("output"), { json: ["json", "distributions"], npz: ["npz", "arrays"] }),
  };
  distribution.end();
  section.end();
  return read;
}

function readVisualize(section: ConfigReader): VisualizeSection {
  const read = {
    input: readFiles(section.section("input"), {
      json: ["json", "distributions"],
      npz: ["npz", "arrays"],
      results: ["results"],
    }),
    output: readFiles(section.section("output"), { figure: ["figure", "html"] }),
  };
  section.end();
  return read;
}

function readFiles<K extends string>(
  section: ConfigReader,
  names: Readonly<Record<K, readonly string[]>>,
): { [Key in K]?: string } {
  const entries = Object.entries<readonly string[]>(names).map(([key, keys]) => [key, section.text(...keys)]);
  section.end();
  return defined(Object.fromEntries(entries) as { [Key in K]: string | undefined });
}

/** Without what is undefined. */
function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
