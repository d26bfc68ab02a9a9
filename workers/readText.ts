import type { TextRequest } from "../src/contract/lab";
import { ExpectedError } from "../src/core/errors";
import type { ChatMessage, LanguageModel, TokenId } from "../src/core/model";

/** Texts longer than this are refused before a tokenizer sees them. */
export const MAX_CHARACTERS = 1_000_000;

export interface ReadPrompt {
  prompt: TokenId[];
  /** The template's rendering when one was used, else the prompt as it is. */
  rendered: string;
}

/**
 * The prompt as ids. Through the chat template it is the user's message, after the system's where there is one; without, spellings of special tokens in it
 * count, so that a rendered template can be pasted.
 *
 * @throws ExpectedError "too-long" above MAX_CHARACTERS, "bad-input" where a template is asked for and there is none
 */
export async function readPrompt(
  model: LanguageModel,
  { prompt, chat, system }: Pick<TextRequest, "prompt" | "chat"> & { system?: string },
): Promise<ReadPrompt> {
  checkCharacters("prompt", prompt);
  const told: ChatMessage[] = system === undefined ? [] : [{ role: "system", content: system }];
  const rendered = chat ? await model.render([...told, { role: "user", content: prompt }]) : prompt;
  return { prompt: await model.encode(rendered, { special: true }), rendered };
}

/** The solution as ids: those given, or the text's, in which spellings of special tokens are plain text. */
export async function readSolution(
  model: LanguageModel,
  solution: TextRequest["solution"],
): Promise<TokenId[]> {
  if ("ids" in solution) return [...solution.ids];
  checkCharacters("solution", solution.text);
  return model.encode(solution.text);
}

function checkCharacters(what: string, text: string): void {
  if (text.length <= MAX_CHARACTERS) return;
  throw new ExpectedError(
    "too-long",
    `The ${what} has ${text.length} characters; at most ${MAX_CHARACTERS} are read.`,
    "Paste a shorter text.",
  );
}
