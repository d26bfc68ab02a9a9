import type { TemplateChoice } from "../task";

/** What a template is given. Texts are put in as they are: spellings of special tokens in them count as such. */
export interface TemplateInput {
  /** What the user says: the question, and the task's instruction after it. */
  message: string;
  /** The question alone. */
  question: string;
  system: string | undefined;
}

/** A template whose rendering is known beforehand: one file, one line in `templates.ts`. */
export interface PromptTemplate {
  /** In links and files; never reused. */
  readonly id: Exclude<TemplateChoice["id"], "model" | "custom">;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  /** The text that the model goes on from. */
  render(input: TemplateInput): string;
}
