import { LETTERS } from "../config/letters";
import { MAX_COMPARED_TOKENS } from "../config/limits";
import type { ModelInfo, TokenId } from "../model";
import { idHash, letterOf, wordLetters, type IdHash } from "./idHash";

/**
 * What a link says of its result, so that whoever opens it learns whether the same came out: letters for the token ids,
 * three coarse numbers for every position, and what each model ran on. Short rather than safe: it tells accidents
 * apart (another device, dtype, revision, tokenizer), not forgeries.
 *
 * `35.AAAABBBBcccccccccccccccc.xyzxyz….wasm:fp32:4dfeaa3c.wasm:fp32:72f0853c.t1`: tokens of the solution · prompt,
 * solution and its stretches by hash · numbers · A · B · temperature. After it, where models wrote the text, `.sAAAA`: the settings that decided what.
 */
export interface ComparisonDigest {
  /** Tokens of the solution, at least 1. */
  readonly count: number;
  /** 4 letters: hash of the prompt's ids. */
  readonly prompt: string;
  /** 4 letters: hash of the solution's ids. */
  readonly solution: string;
  /** One letter a stretch of the solution: hash of all ids up to the stretch's end. */
  readonly ids: string;
  /** One letter for each of DIGEST_MEASURES, stretch after stretch. */
  readonly numbers: string;
  readonly a: MadeWith;
  readonly b: MadeWith;
  /** What the numbers were computed at; older digests do not say. */
  readonly temperature?: number;
  /** 4 letters: hash of the settings that decide what is written, where models wrote the text. */
  readonly settings?: string;
}

/** What a model ran on, in the letters that a link can hold; an unknown revision is empty. */
export interface MadeWith {
  readonly device: string;
  readonly dtype: string;
  readonly revision: string;
}

/** What a digest is taken of: a finished comparison. Columns hold one number per token of the solution. */
export interface DigestedComparison {
  prompt: readonly TokenId[];
  solution: readonly TokenId[];
  js: ArrayLike<number>;
  entropyA: ArrayLike<number>;
  entropyB: ArrayLike<number>;
  /** Temperature the numbers were computed at. */
  temperature: number;
  a: ModelInfo;
  b: ModelInfo;
  /** All settings that decide what is written, where models wrote the text. */
  settings?: string;
}

/** At most so many stretches; a text of no more tokens has one for each. */
export const ID_STRETCHES = 16;
export const NUMBER_STRETCHES = 96;

interface DigestMeasure {
  readonly id: "js" | "entropyA" | "entropyB";
  /** The scale on which an error of the logits makes about the same error everywhere. */
  readonly of: (value: number) => number;
  /** Width of one letter on that scale, at temperature 1. */
  readonly step: number;
}
export type DigestMeasureId = DigestMeasure["id"];

/**
 * The numbers of a position. The root of JS is a metric: it moves by no more than the distributions do, near 0 too,
 * where JS itself loses all its digits. 64 steps on, the letters begin anew.
 */
export const DIGEST_MEASURES: readonly DigestMeasure[] = [
  { id: "js", of: (js) => Math.sqrt(Math.max(0, js)), step: 0.004 },
  { id: "entropyA", of: (entropy) => entropy, step: 0.01 },
  { id: "entropyB", of: (entropy) => entropy, step: 0.01 },
];

/** Beyond the half step that rounding takes, in steps: what two devices may differ by and still agree. */
const TOLERANCE = 0.5;

/** A low temperature stretches the errors of the logits, and so the steps. */
function stepAt({ step }: DigestMeasure, temperature: number): number {
  return step * Math.max(1, 1 / temperature);
}

/** The digest of a finished comparison; undefined where there is nothing to digest, or a number that is none. */
export function digestOf(comparison: DigestedComparison): ComparisonDigest | undefined {
  const { solution, temperature, settings } = comparison;
  const count = solution.length;
  if (count === 0) return undefined;
  let numbers = "";
  for (const [from, to] of stretches(count, NUMBER_STRETCHES)) {
    for (const measure of DIGEST_MEASURES) {
      const mean = meanOf(measure, comparison, from, to);
      if (!Number.isFinite(mean)) return undefined;
      const steps = Math.round(mean / stepAt(measure, temperature));
      numbers += LETTERS[modulo(steps, LETTERS.length)];
    }
  }
  return {
    count,
    prompt: wordLetters(hashOf(comparison.prompt)),
    solution: wordLetters(hashOf(solution)),
    ids: [...stretches(count, ID_STRETCHES)].map(([, to]) => letterOf(hashOf(solution, to))).join(""),
    numbers,
    a: madeWith(comparison.a),
    b: madeWith(comparison.b),
    temperature,
    ...(settings === undefined ? {} : { settings: wordLetters(textHash(settings)) }),
  };
}

function textHash(text: string): IdHash {
  return idHash(Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)));
}

/** What a model runs on, as a digest says it. */
export function madeWith({ device, dtype, revision = "" }: ModelInfo): MadeWith {
  const plain = (text: string, length: number): string => text.replace(/[^\w-]/g, "").slice(0, length);
  return { device: plain(device, 12), dtype: plain(dtype, 16), revision: plain(revision, 8) };
}

/** The digest as text that stands in a link as it is. */
export function formatDigest({
  count,
  prompt,
  solution,
  ids,
  numbers,
  a,
  b,
  temperature,
  settings,
}: ComparisonDigest): string {
  const made = ({ device, dtype, revision }: MadeWith): string => `${device}:${dtype}:${revision}`;
  const at = temperature === undefined ? [] : [`t${temperature}`];
  const written = settings === undefined ? [] : [`s${settings}`];
  return [count, `${prompt}${solution}${ids}`, numbers, made(a), made(b), ...at, ...written].join(".");
}

const MADE = String.raw`([\w-]{1,12}):([\w-]{1,16}):([\w-]{0,8})`;
const SHAPE = new RegExp(
  String.raw`^([1-9]\d{0,4})\.([\w-]{4})([\w-]{4})([\w-]+)\.([\w-]+)\.${MADE}\.${MADE}(?:\.t(\d{1,4}(?:\.\d{1,20})?))?(?:\.s([\w-]{4}))?$`,
);
/** No digest is longer. */
const MAX_LENGTH = 500;

/** The digest of `formatDigest`; undefined for any other text. Never throws. */
export function parseDigest(text: string): ComparisonDigest | undefined {
  const parts = text.length > MAX_LENGTH ? null : SHAPE.exec(text);
  if (parts === null) return undefined;
  const [, number, prompt = "", solution = "", ids = "", numbers = "", ...rest] = parts;
  const [made, at, settings] = [rest.slice(0, 6), rest[6], rest[7]];
  const count = Number(number);
  const whole =
    count <= MAX_COMPARED_TOKENS &&
    ids.length === Math.min(count, ID_STRETCHES) &&
    numbers.length === Math.min(count, NUMBER_STRETCHES) * DIGEST_MEASURES.length &&
    (at === undefined || (Number(at) > 0 && String(Number(at)) === at));
  if (!whole) return undefined;
  const [a, b] = [made.slice(0, 3), made.slice(3)].map(([device = "", dtype = "", revision = ""]) => {
    return { device, dtype, revision };
  }) as [MadeWith, MadeWith];
  const temperature = at === undefined ? {} : { temperature: Number(at) };
  const written = settings === undefined ? {} : { settings };
  return { count, prompt, solution, ids, numbers, a, b, ...temperature, ...written };
}

/** What came of a link's digest once its text was compared here. Positions within the solution, both ends inclusive. */
export type Reproduction =
  | { type: "reproduced" }
  /** The models read another prompt, so no number can be the same. */
  | { type: "differs"; what: "prompt" }
  /** From a token of this stretch on the solution has other tokens. */
  | { type: "differs"; what: "tokens"; from: number; to: number }
  /** The same tokens, and from this stretch on other numbers. */
  | { type: "differs"; what: "numbers"; from: number; to: number; measures: DigestMeasureId[] };

/** Holds a finished comparison against the digest of another one. */
export function reproduce(digest: ComparisonDigest, comparison: DigestedComparison): Reproduction {
  if (wordLetters(hashOf(comparison.prompt)) !== digest.prompt) return { type: "differs", what: "prompt" };
  const numbers = differingNumbers(digest, comparison);
  const tokens = differingTokens(digest, comparison);
  if (tokens !== undefined) {
    // The numbers of a position depend on the tokens before it: the first other token shows one position later.
    const before = numbers?.from === numbers?.to ? (numbers?.from ?? 0) - 1 : -1;
    const exact = before >= tokens.from && before <= tokens.to;
    return { type: "differs", what: "tokens", ...(exact ? { from: before, to: before } : tokens) };
  }
  return numbers === undefined ? { type: "reproduced" } : { type: "differs", what: "numbers", ...numbers };
}

/** The first stretch whose numbers are others. */
function differingNumbers(digest: ComparisonDigest, comparison: DigestedComparison) {
  const { temperature } = comparison;
  let at = 0;
  for (const [from, to] of stretches(digest.count, NUMBER_STRETCHES)) {
    if (to > comparison.solution.length) return undefined;
    const measures = DIGEST_MEASURES.filter((measure) => {
      const letter = LETTERS.indexOf(digest.numbers[at++] ?? "");
      return !agrees(letter, meanOf(measure, comparison, from, to) / stepAt(measure, temperature));
    });
    if (measures.length > 0) return { from, to: to - 1, measures: measures.map(({ id }) => id) };
  }
  return undefined;
}

/** Whether a number, in steps, may have been rounded to this letter on another device. */
function agrees(letter: number, steps: number): boolean {
  const away = modulo(steps - letter, LETTERS.length);
  return Math.min(away, LETTERS.length - away) <= 0.5 + TOLERANCE;
}

/** The first stretch with another token in it. */
function differingTokens(digest: ComparisonDigest, { solution }: DigestedComparison) {
  if (solution.length === digest.count && wordLetters(hashOf(solution)) === digest.solution) return undefined;
  let at = 0;
  for (const [from, to] of stretches(digest.count, ID_STRETCHES)) {
    const known = digest.ids[at++];
    if (to > solution.length) return { from: Math.min(from, solution.length), to: to - 1 };
    if (letterOf(hashOf(solution, to)) !== known) return { from, to: to - 1 };
  }
  // The solution only goes on where the digest's one ends; or other tokens happen to have the same letters.
  const from = solution.length > digest.count ? digest.count : 0;
  return { from, to: solution.length - 1 };
}

/** Ways in which two models ran differently; revisions only where both are known. */
export function madeDifferently(x: MadeWith, y: MadeWith): (keyof MadeWith)[] {
  return (["revision", "dtype", "device"] as const).filter(
    (key) => x[key] !== y[key] && (key !== "revision" || (x.revision !== "" && y.revision !== "")),
  );
}

/** Cuts `count` positions into at most `most` stretches of nearly one length; ends are exclusive. */
function* stretches(count: number, most: number): Generator<[from: number, to: number], void, void> {
  const parts = Math.min(count, most);
  for (let part = 0; part < parts; part++) {
    yield [Math.floor((part * count) / parts), Math.floor(((part + 1) * count) / parts)];
  }
}

/** A mean errs by no more than its numbers do. */
function meanOf({ id, of }: DigestMeasure, comparison: DigestedComparison, from: number, to: number): number {
  let sum = 0;
  for (let position = from; position < to; position++) sum += of(comparison[id][position] ?? NaN);
  return sum / (to - from);
}

function hashOf(ids: readonly TokenId[], length = ids.length): IdHash {
  return idHash(ids, length);
}

/** In [0, modulus), for negative numbers too. */
function modulo(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}
