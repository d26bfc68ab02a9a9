import type { ChoiceSetting, FlagSetting, NumberSetting, TextSetting } from "../config/settings";
import type { QuestionBaseline } from "./baseline";
import type { Sandbox } from "./sandbox";

/** The models whose likelihood of an answer a reward can ask for. */
export type ScoringModel = "a" | "b" | "c";

/** What a model thinks of an answer, token by token. */
export interface AnswerLikelihood {
  /** The tokens as they look, in order; together they are the answer's text. */
  tokens: readonly string[];
  /** Negative log-likelihood of each, in nats, conditioned on prompt and answer before it. */
  nll: readonly number[];
}

/** Everything a reward may look at. */
export interface RewardInput {
  /** What was asked, as the dataset has it. */
  question: string;
  /** What the model read, template included. */
  prompt: string;
  /** What the model wrote, without the token that ended it. */
  answer: string;
  /** What the task's answer format found in it; undefined where it found nothing. */
  extracted: string | undefined;
  /** Undefined where the dataset has none. */
  reference: string | undefined;
  /** Tokens of the answer, the one that ended it included. */
  tokens: number;
  /** The dataset's row. */
  row: Readonly<Record<string, unknown>>;
  /** There for the models that `needs` names. */
  likelihoods: Partial<Record<ScoringModel, AnswerLikelihood>>;
  /** Number of the dataset's row. */
  index: number;
  /** What this question is held against (`baselineOf` of baseline.ts), by the name that a term gives; "" is the newest. */
  baselines?: Readonly<Record<string, QuestionBaseline>>;
}

/** A reward, or why there is none, with what was measured on the way. Numbers are finite. */
export type RewardOutcome =
  | { ok: true; value: number; details?: Readonly<Record<string, number | string>> }
  | {
      ok: false;
      why: RewardProblem;
      detail?: string;
      at?: CodePlace;
      details?: Readonly<Record<string, number | string>>;
    };

export type RewardProblem =
  | "no-reference" // it needs a reference and the row has none
  | "no-likelihood" // it needs a model's likelihoods, which are not there
  | "no-baseline" // it needs a baseline that fits
  | "time-limit" // it was stopped
  | "error" // it threw: `detail` says what, and where
  | "not-a-number"; // what it returned is no finite number

/** A place in code that a person wrote, both from 1. */
export interface CodePlace {
  line: number;
  column: number;
}

/** A thing that can be set of a reward; its control, its default and its check follow from it, as for settings. */
export type RewardOption = (
  | Omit<NumberSetting, "url">
  | Omit<FlagSetting, "url">
  | Omit<ChoiceSetting<string>, "url">
  /** `code`: shown in an editor, and run only after a click where it came with a link or a file. */
  | (Omit<TextSetting, "url"> & { readonly code?: true })
) & {
  /** It has an effect only where another option is one of these. */
  readonly when?: { readonly option: string; readonly is: readonly string[] };
};

export type RewardOptions = Readonly<Record<string, number | boolean | string>>;

/** What a reward needs beside the answer. */
export interface RewardNeeds {
  reference?: true;
  likelihoods?: readonly ScoringModel[];
  baseline?: true;
}

/** What the place that scores brings along. */
export interface RewardTools {
  /** Where foreign code is run; there for guarded rewards. */
  sandbox?: Sandbox;
  /** Milliseconds after which the place stops waiting for one reward of one answer. */
  limit?: number;
}

/** A reward: one file, one line in `rewards.ts`. */
export interface Reward {
  /** In links and files; never reused. */
  readonly id: string;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  /** Smallest and largest value, where there are such. */
  readonly range: readonly [low: number, high: number];
  /** It tells right answers from wrong ones: 1 is right. */
  readonly correctness?: true;
  readonly options: Readonly<Record<string, RewardOption>>;
  needs(options: RewardOptions): RewardNeeds;
  /** "bounded": quick whatever the answer; "guarded": may take long, or run foreign code, and is run where it can be stopped. */
  readonly cost: "bounded" | "guarded";
  /** Loads what scoring needs, so that loading is not counted as scoring; awaited once, before the first `score`. */
  prepare?(tools?: RewardTools): Promise<void>;
  /** Options are whole and valid: `readOptions` saw to it. */
  score(
    input: RewardInput,
    options: RewardOptions,
    tools?: RewardTools,
  ): RewardOutcome | Promise<RewardOutcome>;
}

/** A reward as part of a task. */
export interface RewardTerm {
  id: string;
  weight: number;
  options: RewardOptions;
}
