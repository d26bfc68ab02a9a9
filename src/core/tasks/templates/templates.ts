import type { TemplateChoice } from "../task";
import { chatml } from "./chatml";
import { llama3 } from "./llama3";
import { plain } from "./plain";
import type { PromptTemplate } from "./template";

/** The templates whose rendering is known beforehand, in the order in which they are offered. */
export const TEMPLATES: readonly PromptTemplate[] = [plain, chatml, llama3];

/** Every template there is, as it is offered. */
export const TEMPLATE_CHOICES: readonly {
  readonly id: TemplateChoice["id"];
  readonly label: string;
  readonly help: string;
}[] = [
  { id: "model", label: "The model's own", help: "The chat template that each model brings." },
  ...TEMPLATES.map(({ id, label, help }) => ({ id, label, help })),
  { id: "custom", label: "Custom", help: "A Jinja template over question, system, messages and row." },
];
