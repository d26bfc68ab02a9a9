import type { ReadEvent, ReadRequest, Side } from "../src/contract/lab";
import type { ReadSide } from "../src/core/compare/readEvents";
import { readAlone } from "../src/core/compare/readAlone";
import { ExpectedError } from "../src/core/errors";
import type { LanguageModel, StopCheck, Token, TokenId } from "../src/core/model";
import { readPrompt, readSolution } from "./readText";

/** A `ReadEvent` without the number of its run. */
type Numberless<Event> = Event extends { run: number } ? Omit<Event, "run"> : never;

export interface ReadBothOptions {
  /** How ids look. */
  look: (model: LanguageModel, ids: readonly TokenId[]) => Promise<Token[]>;
  stop: StopCheck;
  /** Milliseconds from any fixed moment on. */
  clock: () => number;
}

interface Reading {
  model: LanguageModel;
  prompt: TokenId[];
  solution: TokenId[];
  shown: ReadSide;
}

/**
 * Both models over the same text at the same time, each as its own tokenizer cuts it and after the prompt as its own
 * chat template renders it. A model without a template reads the prompt as it is.
 *
 * @throws ExpectedError
 */
export async function readBoth(
  models: Readonly<Record<Side, LanguageModel>>,
  request: ReadRequest,
  onEvent: (event: Numberless<ReadEvent>) => void | Promise<void>,
  options: ReadBothOptions,
): Promise<void> {
  const [a, b] = await Promise.all([
    reading(models.a, request, options.look),
    reading(models.b, request, options.look),
  ]);
  await onEvent({ type: "read-start", a: a.shown, b: b.shown });
  const began = options.clock();
  let failed = false;
  const stop: StopCheck = () => failed || options.stop();
  const sides = [follow("a", a, onEvent, stop), follow("b", b, onEvent, stop)];
  for (const side of sides) side.catch(() => (failed = true));
  const ends = await Promise.allSettled(sides);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  if (ends.some((end) => end.status === "fulfilled" && !end.value)) await onEvent({ type: "read-stopped" });
  else await onEvent({ type: "read-end", milliseconds: options.clock() - began });
}

async function reading(
  model: LanguageModel,
  { prompt: text, chat, solution: solutionText }: ReadRequest,
  look: ReadBothOptions["look"],
): Promise<Reading> {
  const templated = chat && model.info.chat;
  const { prompt } = await readPrompt(model, { prompt: text, chat: templated });
  const solution = await readSolution(model, { text: solutionText });
  requireTexts(model.info.id, prompt, solution);
  const shown: ReadSide = {
    info: model.info,
    prompt: await look(model, prompt),
    templated,
    solution: await look(model, solution),
  };
  return { model, prompt, solution, shown };
}

/** True where the side was read to its end. */
async function follow(
  side: Side,
  { model, prompt, solution }: Reading,
  onEvent: (event: Numberless<ReadEvent>) => void | Promise<void>,
  stop: StopCheck,
): Promise<boolean> {
  let read = 0;
  for await (const { from, logprobs, ranks } of readAlone(model, [...prompt, ...solution], prompt.length, {
    stop,
  })) {
    read += logprobs.length;
    await onEvent({ type: "read-block", side, from: from - prompt.length, logprobs, ranks });
  }
  return read === solution.length;
}

function requireTexts(id: string, prompt: readonly TokenId[], solution: readonly TokenId[]): void {
  if (prompt.length === 0)
    throw new ExpectedError(
      "bad-input",
      `The prompt is empty: the first token would have nothing to follow in ${id}.`,
      "Type a prompt, or turn the chat template on.",
    );
  if (solution.length === 0)
    throw new ExpectedError(
      "bad-input",
      "The solution is empty: there is nothing to read.",
      "Type a solution, or let a model write one.",
    );
}
