import type { TemplateChoice } from "./task";
import { jinjaTemplate } from "./templates/jinja";
import { TEMPLATES } from "./templates/templates";

/** What a model goes on from. */
export interface RenderedPrompt {
  /** The text; where `chat` is set, the user's message to the models' own template, which the lab renders. */
  prompt: string;
  chat: boolean;
  /** What the system is told; there with `chat` only. */
  system?: string;
}

/** Renders one question of a dataset; `row` is for custom templates. Throws ExpectedError "bad-input". */
export type PromptRenderer = (question: string, row: Readonly<Record<string, unknown>>) => RenderedPrompt;

/**
 * A template that is ready to render. Of "custom" its Jinja source sees `question`, `system` (empty where there is
 * none), `messages` (system where there is one, then the user's, instruction included), `row` (all columns),
 * `add_generation_prompt` (true), `bos_token` and `eos_token` (empty: tokenizers add their own).
 *
 * @throws ExpectedError "bad-input" where a custom template is none
 */
export async function promptRenderer(template: TemplateChoice): Promise<PromptRenderer> {
  const system = template.system?.trim() ? template.system : undefined;
  const messageOf = (question: string) =>
    template.instruction?.trim() ? `${question}\n${template.instruction}` : question;
  if (template.id === "model") {
    return (question) => ({
      prompt: messageOf(question),
      chat: true,
      ...(system === undefined ? {} : { system }),
    });
  }
  if (template.id === "custom") {
    const render = await jinjaTemplate(template.custom ?? "");
    return (question, row) => {
      const user = { role: "user", content: messageOf(question) };
      const messages = system === undefined ? [user] : [{ role: "system", content: system }, user];
      const tokens = { bos_token: "", eos_token: "", add_generation_prompt: true };
      const variables = { question, system: system ?? "", messages, row: plainRow(row), ...tokens };
      return { prompt: render(variables), chat: false };
    };
  }
  const known = TEMPLATES.find(({ id }) => id === template.id);
  if (!known) throw new RangeError(`There is no template “${template.id}”`);
  return (question) => ({
    prompt: known.render({ message: messageOf(question), question, system }),
    chat: false,
  });
}

/** One question through a template; `promptRenderer` where there are many. */
export async function renderPrompt(
  template: TemplateChoice,
  question: string,
  row: Readonly<Record<string, unknown>> = {},
): Promise<RenderedPrompt> {
  return (await promptRenderer(template))(question, row);
}

/** A row as plain JSON: what Jinja values can be made of. */
function plainRow(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const text = JSON.stringify(row, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  return JSON.parse(text) as Record<string, unknown>;
}
