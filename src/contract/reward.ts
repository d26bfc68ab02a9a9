import type { Outcome } from "../core/errors";
import type { RewardInput, RewardOutcome, RewardTerm } from "../core/rewards/reward";
import type { CodeProblem } from "../core/rewards/sandbox";
import type { FormatChoice } from "../core/tasks/task";

/**
 * Work that consists of units, done in order. Scoring: every term of the first answer, then of the second …
 * Extraction: text by text.
 */
export type UnitWork =
  | {
      type: "score";
      terms: readonly RewardTerm[];
      inputs: readonly RewardInput[];
      /** Milliseconds that one unit may take; longer ones are ended by whoever asked. */
      limit: number;
    }
  | { type: "extract"; format: FormatChoice; texts: readonly string[] };

/** What comes of a unit. Of an extraction: the answer that was found, undefined for none. */
export interface UnitResults {
  score: RewardOutcome;
  extract: string | undefined;
}

export type UnitEvent<T> =
  /** This unit begins, and all before it are told of: if nothing more is heard, it is this one that hangs. */
  | { type: "unit-start"; unit: number }
  /** Results in order, the first of them of unit `first`. */
  | { type: "unit-results"; first: number; results: readonly T[] };

/** Which units are announced: those that may take for ever, or every one, to find out which it is. */
export type Announce = "guarded" | "every";

/** The worker that rewards and regular expressions run in, so that one that never ends takes nothing else along. */
export interface RewardWorkerApi {
  ping(): Promise<void>;
  /** Loads what the terms need. */
  prepare(terms: readonly RewardTerm[]): Promise<Outcome<void>>;
  /** Does the units from number `from` on; resolves after the last was told of. */
  work<Work extends UnitWork>(
    work: Work,
    from: number,
    announce: Announce,
    onEvent: (event: UnitEvent<UnitResults[Work["type"]]>) => void | Promise<void>,
  ): Promise<Outcome<void>>;
  /** Whether a person's code can be read and gives a function; undefined where all is well. */
  check(code: string, milliseconds: number): Promise<Outcome<CodeProblem | undefined>>;
}
