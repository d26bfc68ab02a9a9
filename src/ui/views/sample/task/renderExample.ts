import { ExpectedError } from "../../../../core/errors";
import {
  promptRenderer,
  type PromptRenderer,
  type RenderedPrompt,
} from "../../../../core/tasks/renderPrompt";
import type { TemplateChoice } from "../../../../core/tasks/task";
import { templatePlace, type LineSpan, type TemplateError } from "../../../state/sample/templatePlace";
import type { TaskExample } from "../../../state/sample/tryOut.svelte";

/** What is wrong with a template, and where, as far as that can be told. */
export interface TemplateProblem {
  message: string;
  place: LineSpan | undefined;
}

/** The example through a template, or why not. */
export async function renderExample(
  template: TemplateChoice,
  example: TaskExample,
): Promise<{ ok: true; rendered: RenderedPrompt } | { ok: false; problem: TemplateProblem }> {
  const made = await attempt(template, example);
  if ("rendered" in made) return { ok: true, ...made };
  const { error } = made;
  const place =
    template.id === "custom"
      ? await templatePlace(template.custom ?? "", error, async (custom) => {
          const part = await attempt({ ...template, custom }, example);
          return "error" in part ? part.error : undefined;
        })
      : undefined;
  return { ok: false, problem: { message: error.message, place } };
}

async function attempt(
  template: TemplateChoice,
  { question, row }: TaskExample,
): Promise<{ rendered: RenderedPrompt } | { error: TemplateError }> {
  let render: PromptRenderer | undefined;
  try {
    render = await promptRenderer(template);
    return { rendered: render(question, row) };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return { error: { message: error.message, when: render ? "running" : "reading" } };
  }
}
