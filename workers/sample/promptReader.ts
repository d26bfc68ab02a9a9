import { vocabularyMismatch } from "../../src/core/compare/comparison";
import { ExpectedError } from "../../src/core/errors";
import type { LanguageModel, TokenId } from "../../src/core/model";
import { readPrompt } from "../readText";

/** A prompt of a sampled or measured answer. */
export interface PromptText {
  prompt: string;
  chat: boolean;
  system?: string;
}

/** A prompt as each model reads it. */
export interface PromptIds<Slot extends string> {
  ids: Partial<Record<Slot, TokenId[]>>;
  /** As the first of the models reads it. */
  rendered: string;
}

/** Models that read the same prompts. */
export type Readers<Slot extends string> = readonly (readonly [Slot, LanguageModel])[];

/**
 * The prompt as ids for each model. Models that share a tokenizer read the same: through the chat template of the first
 * of them that has one. Beside models with a template, one of another tokenizer that has none reads the prompt as it is.
 *
 * @param room tokens that each context must have left
 * @throws ExpectedError "too-long", "bad-input"
 */
export async function readPromptFor<Slot extends string>(
  readers: Readers<Slot>,
  { prompt: text, chat, system }: PromptText,
  room: number,
): Promise<PromptIds<Slot>> {
  const byTokenizer = new Map<string, TokenId[]>();
  const ids: Partial<Record<Slot, TokenId[]>> = {};
  let rendered: string | undefined;
  const templated = readers.map(([, model]) => model).filter(({ info }) => info.chat);
  for (const [slot, model] of readers) {
    const { tokenizer } = model.info;
    let prompt = byTokenizer.get(tokenizer);
    if (!prompt) {
      const teller = templated.find(({ info }) => info.tokenizer === tokenizer);
      const asked = { prompt: text, chat: chat && (teller !== undefined || templated.length === 0) };
      const read = await readPrompt(teller ?? model, system === undefined ? asked : { ...asked, system });
      rendered ??= read.rendered;
      prompt = read.prompt;
      byTokenizer.set(tokenizer, prompt);
    }
    requireRoom(model, prompt.length, room);
    ids[slot] = prompt;
  }
  return { ids, rendered: rendered ?? text };
}

/** Whether both models are there and can be compared token by token. */
export function comparable(a: LanguageModel | undefined, b: LanguageModel | undefined): boolean {
  return a !== undefined && b !== undefined && vocabularyMismatch(a.info, b.info) === undefined;
}

const WHOLE = new Intl.NumberFormat("en");

function requireRoom({ info }: LanguageModel, length: number, room: number): void {
  if (length === 0)
    throw new ExpectedError(
      "bad-input",
      "The prompt is empty: the first token would have nothing to follow.",
      "Choose another template, or leave the question out.",
    );
  if (length + room <= info.contextLength) return;
  throw new ExpectedError(
    "too-long",
    `The prompt has ${WHOLE.format(length)} tokens; ${info.id} reads at most ${WHOLE.format(info.contextLength)}, ` +
      `which leaves no room for ${room === 1 ? "an answer" : `the answer's ${WHOLE.format(room)}`}.`,
    "Shorten the prompt, or leave the question out.",
  );
}
