import type { View } from "../config/link";
import type { Settings } from "../config/settings";
import type { Side } from "./snapshot";

/** What a lesson's actions may do: things a person could do by hand on the page. Positions count from 0. */
export interface LessonStage {
  /** Sets settings, as their controls would. */
  set(settings: Partial<Settings>): void;
  openExample(id: string): Promise<void>;
  choose(position: number | "most-different"): void;
  pin(position: number): void;
  /** Types a text into a field. */
  type(field: "prompt" | "solution", text: string): void;
  compare(): Promise<void>;
  write(side: Side): Promise<void>;
  /** Forces the first choice of a model at a position. */
  force(position: number, firstChoiceOf: Side): Promise<void>;
  /** Turns to a view, as its tab does. */
  turn(view: View): Promise<void>;
  /** Writes the answers of the Switch view. */
  switch(): Promise<void>;
  /** Chooses the point that the sentence over many problems speaks of. */
  choosePoint(): Promise<void>;
}
