import type { FormatChoice } from "../task";

/** A way to find the answer proper in what a model wrote: one file, one line in `formats.ts`. */
export interface AnswerFormat {
  /** In links and files; never reused. */
  readonly id: FormatChoice["id"];
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  /** "guarded": may take long, whatever the answer's length, and is run where it can be stopped. */
  readonly cost: "bounded" | "guarded";
  /** The answer, trimmed; undefined where there is none. `pattern` is of "regex" only. */
  find(text: string, pattern: string): string | undefined;
}
