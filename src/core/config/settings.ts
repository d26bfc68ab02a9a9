import { MEASURES, type MeasureId } from "../compare/measures";
import { LESSON_PATTERN, MAX_PACKED_LESSON } from "../lesson/lessonLink";
import { DIVERGENCES, type DivergenceKind } from "../generation/switching/divergenceKind";
import { POLICIES, POLICY_SETTINGS, type PolicyId } from "../generation/switching/policies";
import type { BranchTree } from "./branchTree";
import { HIDEABLE, type HideableId } from "./hideable";
import { FORCED_LISTS_PATTERN, FORCED_PATTERN } from "../generation/switching/forcedText";
import type { Author } from "../experiment/sample/sampleRun";
import type { Mixture } from "../generation/mixing/mixture";
import { DTYPES, type Dtype } from "../models/dtypes";
import { MOST_PROBLEMS } from "../study/limits";
import type { StudyFamily } from "../study/studyProblems";
import { SWEEP_PATTERN, SWEEPS, type SweepSetting } from "../study/sweeps";
import { FAMILIES } from "../tasks/problems/families";
import { TASK_PATTERN } from "../tasks/taskPattern";
import { MAX_COMPARED_TOKENS, MAX_TEXT_LENGTH, MOST_BATCH, MOST_QUESTIONS, MOST_SAMPLES } from "./limits";

/**
 * Everything a person can set, one row a thing. Types, defaults, controls, link keys and their validation follow from
 * the row; nothing else lists settings.
 */

interface Row<T> {
  /** Key in links: short, readable, never reused for another meaning. */
  readonly url: string;
  readonly label: string;
  /** One sentence for tooltips and the documentation. */
  readonly help: string;
  readonly default: T;
}

export interface NumberSetting extends Row<number> {
  readonly kind: "number";
  /** Both inclusive. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly integer?: true;
}

export interface ChoiceSetting<T extends string> extends Row<T> {
  readonly kind: "choice";
  readonly choices: readonly { readonly value: T; readonly label: string }[];
}

export interface FlagSetting extends Row<boolean> {
  readonly kind: "flag";
}

export interface TextSetting extends Row<string> {
  readonly kind: "text";
  /** In UTF-16 units; longer values are cut. */
  readonly maxLength: number;
  /** What the whole value must match; anything else is refused. */
  readonly pattern?: RegExp;
  /** What the pattern asks for, in words; there wherever a pattern is. */
  readonly expected?: string;
}

/** A list of unsigned integers: positions or token ids. */
export interface NumbersSetting extends Row<readonly number[]> {
  readonly kind: "numbers";
  readonly maxLength: number;
  /** They are positions: each is there once. */
  readonly unique?: true;
}

/** A stretch of positions, both ends inclusive, the smaller first; null for none. */
export interface RangeSetting extends Row<readonly [from: number, to: number] | null> {
  readonly kind: "range";
  /** Largest position. */
  readonly max: number;
}

/** The versions of a solution. */
export interface TreeSetting extends Row<BranchTree> {
  readonly kind: "tree";
}

/** Some of the names there are, in any order. */
export interface NamesSetting<T extends string> extends Row<readonly T[]> {
  readonly kind: "names";
  readonly names: readonly T[];
}

export type Setting =
  | NumberSetting
  | ChoiceSetting<string>
  | FlagSetting
  | TextSetting
  | NumbersSetting
  | RangeSetting
  | NamesSetting<string>
  | TreeSetting;

function choice<const T extends string>(row: Omit<ChoiceSetting<T>, "kind">): ChoiceSetting<T> {
  return { kind: "choice", ...row };
}

function names<const T extends string>(row: Omit<NamesSetting<T>, "kind">): NamesSetting<T> {
  return { kind: "names", ...row };
}

/** Of the page ("base"), of the Hub ("owner/name"), or of a folder on somebody's disk ("disk:name"). */
const MODEL_ID = /^(?:(?:disk:)?[\w.-]+|[\w.-]+\/[\w.-]+)$/;

const MODEL_ID_WORDS = "base, rl, or owner/name of a model of the Hub, of letters, digits and . _ -";

const REVISION = /^[\w./-]*$/;

const PLAIN_LINE = /^[^\u0000-\u001f\u007f]*$/;

export const SETTINGS = {
  modelA: {
    kind: "text",
    url: "a",
    label: "Model A",
    help: "The first model.",
    default: "base",
    maxLength: 200,
    pattern: MODEL_ID,
    expected: MODEL_ID_WORDS,
  },
  modelB: {
    kind: "text",
    url: "b",
    label: "Model B",
    help: "The second model.",
    default: "rl",
    maxLength: 200,
    pattern: MODEL_ID,
    expected: MODEL_ID_WORDS,
  },
  device: choice({
    url: "device",
    label: "Device",
    help: "Where the models run; automatic takes WASM for small models and WebGPU for larger ones where there is a GPU.",
    default: "auto",
    choices: [
      { value: "auto", label: "automatic" },
      { value: "webgpu", label: "WebGPU" },
      { value: "wasm", label: "WASM" },
    ],
  }),
  revisionA: {
    kind: "text",
    url: "reva",
    label: "Revision of A",
    help: "Branch, tag or commit of a model of the Hub; empty for main.",
    default: "",
    maxLength: 100,
    pattern: REVISION,
    expected: "a branch, tag or commit, of letters, digits and . _ - /",
  },
  revisionB: {
    kind: "text",
    url: "revb",
    label: "Revision of B",
    help: "Branch, tag or commit of a model of the Hub; empty for main.",
    default: "",
    maxLength: 100,
    pattern: REVISION,
    expected: "a branch, tag or commit, of letters, digits and . _ - /",
  },
  dtype: choice<Dtype | "auto">({
    url: "dtype",
    label: "Number format",
    help: "Of both models' weights; automatic takes the one with the least rounding that both offer and that fits. The embedded models are fp32.",
    default: "auto",
    choices: [
      { value: "auto", label: "automatic" },
      ...DTYPES.map(({ dtype, label }) => ({ value: dtype, label })),
    ],
  }),
  dtypeB: choice<Dtype | "same">({
    url: "dtypeb",
    label: "Number format of B",
    help: "As A's unless the two formats themselves are to be compared.",
    default: "same",
    choices: [
      { value: "same", label: "as A" },
      ...DTYPES.map(({ dtype, label }) => ({ value: dtype, label })),
    ],
  }),
  recording: {
    kind: "text",
    url: "r",
    label: "Example",
    help: "The recorded comparison that is open; empty for a text of one's own.",
    default: "",
    maxLength: 100,
    pattern: /^[\w-]*$/,
    expected: "the name of an example, of letters, digits, _ and -",
  },
  prompt: {
    kind: "text",
    url: "q",
    label: "Prompt",
    help: "What both models read first.",
    default: "",
    maxLength: MAX_TEXT_LENGTH,
  },
  solution: {
    kind: "text",
    url: "s",
    label: "Solution",
    help: "The text whose tokens are compared.",
    default: "",
    maxLength: MAX_TEXT_LENGTH,
  },
  solutionIds: {
    kind: "numbers",
    url: "ids",
    label: "Solution tokens",
    help: "The solution as token ids, where a model wrote it or a token was forced: text alone could be cut otherwise.",
    default: [],
    maxLength: MAX_COMPARED_TOKENS,
  },
  branches: {
    kind: "tree",
    url: "tree",
    label: "Versions",
    help: "What came of forced tokens: the other versions of the solution, and where each leaves the one before it.",
    default: [],
  },
  chat: {
    kind: "flag",
    url: "chat",
    label: "Chat template",
    help: "Render the prompt through the models' chat template.",
    default: true,
  },
  measure: choice<MeasureId>({
    url: "m",
    label: "Measure",
    help: "What colours the tokens.",
    default: "js",
    choices: MEASURES.map(({ id, label }) => ({ value: id, label })),
  }),
  threshold: {
    kind: "number",
    url: "th",
    label: "Threshold",
    help: "Tokens whose measure lies above are counted and marked; in the measure's own unit (nats). −1 is the measure's usual threshold.",
    default: -1,
    min: -100_000,
    max: 100_000,
    step: 0.00001,
  },
  temperature: {
    kind: "number",
    url: "t",
    label: "Temperature",
    help: "Divides both models' logits before they are compared; 1 is the models as they are.",
    default: 1,
    min: 0.05,
    max: 5,
    step: 0.05,
  },
  k: {
    kind: "number",
    url: "k",
    label: "Candidates",
    help: "How many of each model's most probable tokens are listed.",
    default: 10,
    min: 1,
    max: 50,
    step: 1,
    integer: true,
  },
  unit: choice({
    url: "unit",
    label: "Unit",
    help: "Unit of entropies, divergences and surprise.",
    default: "nats",
    choices: [
      { value: "nats", label: "nats" },
      { value: "bits", label: "bits" },
    ],
  }),
  chosen: {
    kind: "number",
    url: "at",
    label: "Chosen token",
    help: "Position whose details are open; −1 for none.",
    default: -1,
    min: -1,
    max: MAX_COMPARED_TOKENS - 1,
    step: 1,
    integer: true,
  },
  pins: {
    kind: "numbers",
    url: "pins",
    label: "Pinned tokens",
    help: "Positions whose details stay open.",
    default: [],
    maxLength: 50,
    unique: true,
  },
  range: {
    kind: "range",
    url: "range",
    label: "Selection",
    help: "The stretch of positions that is selected along the text, first and last.",
    default: null,
    max: MAX_COMPARED_TOKENS - 1,
  },
  writer: choice({
    url: "w",
    label: "Writer",
    help: "The model that goes on writing after a forced token.",
    default: "b",
    choices: [
      { value: "a", label: "A" },
      { value: "b", label: "B" },
    ],
  }),
  samplingTemperature: {
    kind: "number",
    url: "st",
    label: "Sampling temperature",
    help: "0 always takes the most probable token.",
    default: 1,
    min: 0,
    max: 5,
    step: 0.01,
  },
  topK: {
    kind: "number",
    url: "topk",
    label: "Top-k",
    help: "Draw among the k most probable tokens; 0 is off.",
    default: 0,
    min: 0,
    max: 1000,
    step: 1,
    integer: true,
  },
  topP: {
    kind: "number",
    url: "topp",
    label: "Top-p",
    help: "Draw among the most probable tokens that together reach this mass; 1 is off.",
    default: 1,
    min: 0.01,
    max: 1,
    step: 0.01,
  },
  minP: {
    kind: "number",
    url: "minp",
    label: "Min-p",
    help: "Draw among tokens at least this fraction as probable as the most probable one; 0 is off.",
    default: 0,
    min: 0,
    max: 1,
    step: 0.01,
  },
  seed: {
    kind: "number",
    url: "seed",
    label: "Seed",
    help: "The same seed draws the same tokens.",
    default: 1,
    min: 0,
    max: 2 ** 32 - 1,
    step: 1,
    integer: true,
  },
  sample: {
    kind: "number",
    url: "i",
    label: "Sample",
    help: "Samples of one seed have independent luck; the problems of a study are its samples 0, 1, 2 …",
    default: 0,
    min: 0,
    max: 2 ** 32 - 1,
    step: 1,
    integer: true,
  },
  maxNewTokens: {
    kind: "number",
    url: "n",
    label: "Most new tokens",
    help: "Writing stops after this many tokens.",
    default: 96,
    min: 1,
    max: 4096,
    step: 1,
    integer: true,
  },
  expected: {
    kind: "text",
    url: "ans",
    label: "Right answer",
    help: "What an answer's last box must hold to be rewarded; empty for no reward.",
    default: "",
    maxLength: 400,
  },
  stopStrings: {
    kind: "text",
    url: "stop",
    label: "Stop strings",
    help: "An answer ends with the token that completes one of these; one a line.",
    default: "",
    maxLength: 400,
  },
  endRepetition: {
    kind: "flag",
    url: "loops",
    label: "End repetitions",
    help: "An answer ends where it only repeats itself: a stretch of at most 64 tokens four times or more, 32 tokens in all.",
    default: true,
  },
  policy: choice<PolicyId>({
    url: "p",
    label: "Policy",
    help: "Who writes the next token.",
    default: "hysteresis",
    choices: POLICIES.map(({ id, label }) => ({ value: id, label })),
  }),
  divergence: choice<DivergenceKind>({
    url: "div",
    label: "Divergence",
    help: "What is compared with the thresholds at every position.",
    default: "js",
    choices: DIVERGENCES.map(({ id, label }) => ({ value: id, label })),
  }),
  switchThreshold: {
    kind: "number",
    url: "sth",
    label: "Take over above",
    help: "B takes over where the divergence lies above, in nats (total variation: probability). −1 is the usual threshold of what is compared.",
    default: -1,
    min: -1,
    max: 100,
    step: 0.00001,
  },
  switchBack: {
    kind: "number",
    url: "sb",
    label: "Hand back below",
    help: "B hands back to A where the divergence lies below; −1 is half the threshold.",
    default: -1,
    min: -1,
    max: 100,
    step: 0.00001,
  },
  start: choice({
    url: "start",
    label: "Start with",
    help: "The model that is active before the first token.",
    default: "a",
    choices: [
      { value: "a", label: "A" },
      { value: "b", label: "B" },
    ],
  }),
  ...POLICY_SETTINGS,
  draftLength: {
    kind: "number",
    url: "draft",
    label: "Draft",
    help: "Tokens that the active model drafts before the other judges them in one pass; 1 judges every token, 0 measures both and takes the faster. The text is the same.",
    default: 0,
    min: 0,
    max: 64,
    step: 1,
    integer: true,
  },
  forced: {
    kind: "text",
    url: "force",
    label: "By hand",
    help: "Positions whose writer or token the person chose: 12b (B writes position 12), 20:345 (token 345 stands at 20), joined by dots.",
    default: "",
    maxLength: 4000,
    pattern: FORCED_PATTERN,
    expected: "positions with a writer or a token, such as 12b or 20:345, joined by dots",
  },
  switchBranches: {
    kind: "text",
    url: "sv",
    label: "Versions of the switched answer",
    help: "What else was tried by hand: lists as of “force”, joined by commas; a bare 0 is the answer without any.",
    default: "",
    maxLength: 8000,
    pattern: FORCED_LISTS_PATTERN,
    expected: "lists of positions with a writer or a token, joined by commas",
  },
  answerToken: {
    kind: "text",
    url: "on",
    label: "Chosen token of an answer",
    help: "The token whose details are open: s (switched), a, b or c (random control), and its position.",
    default: "",
    maxLength: 6,
    pattern: /^(?:[abcs]\d{1,5})?$/,
    expected: "s, a, b or c and a position, such as s12",
  },
  showControl: {
    kind: "flag",
    url: "rc",
    label: "Random control",
    help: "Also write an answer with as many tokens from B at random positions.",
    default: false,
  },
  showMix: {
    kind: "flag",
    url: "mx",
    label: "Mix instead of switching",
    help: "Also write an answer whose every token is drawn from a mixture of the models.",
    default: false,
  },
  mixture: choice<Mixture["type"]>({
    url: "mix",
    label: "Mixture",
    help: "How two models’ log-probabilities become one distribution.",
    default: "interpolate",
    choices: [
      { value: "interpolate", label: "between A and B" },
      { value: "proxy", label: "proxy-tuning" },
    ],
  }),
  alpha: {
    kind: "number",
    url: "alpha",
    label: "Weight α",
    help: "0 is A alone, 1 is B in place of A; beyond 1 what B does differently is exaggerated, below 0 it is turned round.",
    default: 0.5,
    min: -1,
    max: 3,
    step: 0.01,
  },
  modelC: {
    kind: "text",
    url: "c",
    label: "Model C",
    help: "What B is held against in proxy-tuning; empty for A itself.",
    default: "",
    maxLength: 200,
    pattern: new RegExp(`^$|${MODEL_ID.source}`),
    expected: MODEL_ID_WORDS,
  },
  studyFamily: choice<StudyFamily>({
    url: "sf",
    label: "Problems",
    help: "What the problems of a study are about.",
    default: "both",
    choices: [
      { value: "both", label: "all kinds" },
      ...FAMILIES.map(({ id, label }) => ({ value: id, label })),
    ],
  }),
  studyProblems: {
    kind: "number",
    url: "sn",
    label: "How many",
    help: "Problems of a study; each is answered by A, by B, and switched at every value.",
    default: 200,
    min: 1,
    max: MOST_PROBLEMS,
    step: 1,
    integer: true,
  },
  studySweep: choice<SweepSetting>({
    url: "sw",
    label: "Sweep",
    help: "What a study varies.",
    default: "threshold",
    choices: SWEEPS.map(({ setting, label }) => ({ value: setting, label })),
  }),
  studyValues: {
    kind: "text",
    url: "sx",
    label: "Values",
    help: "The values that a study varies it over; empty for the usual ones.",
    default: "",
    maxLength: 400,
    pattern: SWEEP_PATTERN,
    expected: "numbers with spaces, commas or _ between them",
  },
  studyControl: {
    kind: "flag",
    url: "sc",
    label: "Random control in a study",
    help: "Also give every switched answer one with as many tokens from B at random positions.",
    default: true,
  },
  dataset: {
    kind: "text",
    url: "ds",
    label: "Dataset",
    help: "Where the questions come from: problems of the page's own, a preset, hub:owner/name/config/split, url:https://…, or a file by its name. Nothing is fetched before a click.",
    default: "both",
    maxLength: 2000,
    pattern: PLAIN_LINE,
    expected: "a name without line breaks",
  },
  questionColumn: {
    kind: "text",
    url: "dq",
    label: "Question",
    help: "Column of the question, as question, a.b or messages[0].content; empty guesses.",
    default: "",
    maxLength: 300,
    pattern: PLAIN_LINE,
    expected: "a column's name",
  },
  referenceColumn: {
    kind: "text",
    url: "dr",
    label: "Reference",
    help: "Column of the right answer, or what rewards hold answers against; empty guesses, - is none.",
    default: "",
    maxLength: 300,
    pattern: PLAIN_LINE,
    expected: "a column's name",
  },
  sliceColumns: {
    kind: "text",
    url: "dl",
    label: "Slices",
    help: "Columns whose values make rows of the table of slices, with commas between.",
    default: "",
    maxLength: 600,
    pattern: PLAIN_LINE,
    expected: "names of columns with commas between",
  },
  firstQuestion: {
    kind: "number",
    url: "d0",
    label: "From row",
    help: "The first row of the dataset that is asked, from 0.",
    default: 0,
    min: 0,
    max: 2 ** 32 - 1,
    step: 1,
    integer: true,
  },
  questions: {
    kind: "number",
    url: "nq",
    label: "How many",
    help: "Rows of the dataset that are asked.",
    default: 20,
    min: 1,
    max: MOST_QUESTIONS,
    step: 1,
    integer: true,
  },
  samples: {
    kind: "number",
    url: "ns",
    label: "Answers each",
    help: "Answers that every author gives to every question.",
    default: 4,
    min: 1,
    max: MOST_SAMPLES,
    step: 1,
    integer: true,
  },
  authors: names<Author>({
    url: "by",
    label: "Written by",
    help: "Who answers: A, B, or both by the policy of the Switch view.",
    default: ["a", "b"],
    names: ["a", "b", "switched"],
  }),
  batch: {
    kind: "number",
    url: "nb",
    label: "At once",
    help: "Answers that a model writes at once, where it can.",
    default: 8,
    min: 1,
    max: MOST_BATCH,
    step: 1,
    integer: true,
  },
  readAnswers: {
    kind: "flag",
    url: "dj",
    label: "Both read every answer",
    help: "Let both models read every answer, whoever wrote it: where they diverge over it stands beside its reward.",
    default: true,
  },
  task: {
    kind: "text",
    url: "task",
    label: "Task",
    help: "Template, answer format and rewards, packed; empty is the usual task.",
    default: "",
    maxLength: 64_000,
    pattern: TASK_PATTERN,
    expected: "the name of a task, or ~ and a packed one",
  },
  passAt: {
    kind: "number",
    url: "ok",
    label: "Counts as right from",
    help: "An answer is right where exact match, math or a function of one’s own gives it at least this, or its whole reward is at least this where none of them is asked.",
    default: 1,
    min: -1000,
    max: 1000,
    step: 0.05,
  },
  results: {
    kind: "text",
    url: "results",
    label: "Results",
    help: "Address of a run bundle; it is fetched after a click only.",
    default: "",
    maxLength: 2000,
    pattern: /^(https?:\/\/[^\s<>"]+)?$/,
    expected: "an address that begins with https:// or http://",
  },
  hidden: names<HideableId>({
    url: "hide",
    label: "Hidden controls",
    help: "Controls that the link hides; what only shows something is never hidden.",
    default: [],
    names: HIDEABLE.map(({ id }) => id),
  }),
  lesson: {
    kind: "text",
    url: "lesson",
    label: "Lesson",
    help: "The lesson beside the text: its name, or ~ and its packed text.",
    default: "",
    maxLength: 64_000,
    pattern: LESSON_PATTERN,
    expected: `the name of a lesson, or ~ and at most ${MAX_PACKED_LESSON} characters of packed text`,
  },
  step: {
    kind: "number",
    url: "step",
    label: "Step",
    help: "The open step of the lesson.",
    default: 1,
    min: 1,
    max: 60,
    step: 1,
    integer: true,
  },
  look: choice({
    url: "look",
    label: "Look",
    help: "Large type and strong lines, for a projector.",
    default: "page",
    choices: [
      { value: "page", label: "page" },
      { value: "projector", label: "projector" },
    ],
  }),
  embed: {
    kind: "flag",
    url: "embed",
    label: "Embedded",
    help: "Only the view, for a frame in slides or a notebook.",
    default: false,
  },
} as const satisfies Record<string, Setting>;

export type SettingId = keyof typeof SETTINGS;

type ValueOf<S> =
  S extends ChoiceSetting<infer T>
    ? T
    : S extends NumberSetting
      ? number
      : S extends FlagSetting
        ? boolean
        : S extends TextSetting
          ? string
          : S extends NamesSetting<infer T>
            ? readonly T[]
            : S extends RangeSetting
              ? RangeSetting["default"]
              : S extends TreeSetting
                ? BranchTree
                : readonly number[];

/** One value per row. */
export type Settings = { -readonly [Id in SettingId]: ValueOf<(typeof SETTINGS)[Id]> };

/** The rows in order, with their ids. */
export const SETTING_ROWS = Object.entries(SETTINGS) as readonly [SettingId, Setting][];

/** A fresh copy of all defaults. */
export function defaultSettings(): Settings {
  return Object.fromEntries(SETTING_ROWS.map(([id, row]) => [id, row.default])) as Settings;
}
