import type { Token } from "../model";
import type { ArrayContent, ArrayPrecision } from "./writeDistributions";
import { utf8Length } from "../utf8Length";

/** What the size of the files of a comparison depends on. */
export interface SizedComparison {
  /** Tokens of the solution and of the prompt. */
  positions: number;
  promptTokens: number;
  /** Characters of what was asked, and of what the models read. */
  prompt: string;
  rendered: string;
  vocabSize: number;
  k: number;
  content: ArrayContent;
  precision: ArrayPrecision;
  /** How the tokens look that occur; with whole distributions, those of the whole vocabulary are written. */
  looks: Iterable<Token>;
}

/** Names, headers and directory entries of one array in the file. */
const OVERHEAD = 250;
const ARRAYS = { few: 23, whole: 25 };
/** Statistics, token and rests of one position. */
const POSITION = 92;
/** What stands around the texts of `distributions.json`, and around one token in it. */
const FRAME = 800;
const AROUND_TOKEN = '{"id":,"text":,"kind":"text"},'.length;

/** About how many bytes `distributions.npz` and `distributions.json` will have. */
export function arraysSize(written: SizedComparison): { npz: number; json: number } {
  const { positions, promptTokens, vocabSize, k, content, precision } = written;
  const width = precision === "float16" ? 2 : 4;
  const whole = content !== "top-k";
  const json = jsonSize(written, whole);
  const top = positions * (k * (4 * width + 16) + POSITION) + 4 * promptTokens;
  const rows = whole ? 2 * positions * vocabSize * width : 0;
  return { npz: json + top + rows + OVERHEAD * (whole ? ARRAYS.whole : ARRAYS.few), json };
}

function jsonSize({ prompt, rendered, looks, vocabSize }: SizedComparison, whole: boolean): number {
  let tokens = 0;
  let bytes = 0;
  for (const { id, text } of looks) {
    tokens++;
    bytes += AROUND_TOKEN + String(id).length + utf8Length(JSON.stringify(text));
  }
  const all = whole && tokens > 0 ? (bytes / tokens) * Math.max(tokens, vocabSize) : bytes;
  return Math.round(FRAME + utf8Length(JSON.stringify(prompt)) + utf8Length(JSON.stringify(rendered)) + all);
}
