import type { RecordingAbout } from "../../src/core/compare/recording";

/** What is recorded: everything a recording says about itself, and the solution unless a model writes it. */
export interface RecordingRecipe extends RecordingAbout {
  /** For recipes without `written`. */
  solution?: string;
}
