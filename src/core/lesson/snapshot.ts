import type { Settings } from "../config/settings";

export type Side = "a" | "b";

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
}
