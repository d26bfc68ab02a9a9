import type { View } from "../config/link";
import type { Settings } from "../config/settings";
import type { AnswerRole } from "../generation/switching/run";

export type Side = "a" | "b";

/** The switched answer when it has ended, and what is known of the answers beside it. */
export interface SwitchedOutcome {
  readonly tokens: number;
  readonly fromB: number;
  /** Of answers that have ended, where the right one is known. */
  readonly right: Readonly<Partial<Record<AnswerRole, boolean>>>;
}

/** What a lesson's conditions may look at: the page at one moment. Positions count from 0, as everywhere but in texts. */
export interface LessonSnapshot {
  readonly settings: Settings;
  /** Whether each model is loaded. */
  readonly ready: Readonly<Record<Side, boolean>>;
  /** Where the numbers of the text in the fields come from; "none" while there are none for it, or not all. */
  readonly numbers: "none" | "recorded" | "live";
  /** Who wrote the shown solution, or its end after a forced token. */
  readonly writtenBy: Side | undefined;
  /** How many versions of the solution there are. */
  readonly versions: number;
  /** Position where the chosen measure is largest. */
  readonly mostDifferent: number | undefined;
  /** Whether the solution's boxed answer is right; undefined where nobody knows. */
  readonly right: boolean | undefined;
  readonly view: View;
  /** Of the Switch view; undefined until its answer has ended, and when another question is asked. */
  readonly switched: SwitchedOutcome | undefined;
  /** Whether a point of the figure over many problems is chosen. */
  readonly pointChosen: boolean;
}
