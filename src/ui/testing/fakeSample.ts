import type {
  MeasureEvent,
  MeasureRequest,
  SampleEvent,
  SamplePrompt,
  SampleRequest,
} from "../../core/experiment/sample/events";
import { measureAlone, measurePair } from "../../core/experiment/sample/measureAnswer";
import { sampleCoordinate, type Author } from "../../core/experiment/sample/sampleRun";
import { SwitchedWriter } from "../../core/experiment/sample/switchedWriter";
import { generateBatch, type BatchQuestion } from "../../core/generation/generateBatch";
import { endingsOf } from "../../core/generation/switching/endings";
import type { LanguageModel, TokenId } from "../../core/model";
import type { Side } from "../../core/side";
import { modelOf, type FakeSwitchParts } from "./fakeSwitch";

/** What a fake laboratory has for sampling and measuring. */
export type FakeSampleParts = Omit<FakeSwitchParts, "prompt" | "rendered"> & {
  read: (prompt: Pick<SamplePrompt, "prompt" | "chat">) => { prompt: readonly TokenId[]; rendered: string };
  encode: (text: string) => TokenId[];
};

function modelsOf(parts: FakeSampleParts): Record<Side, LanguageModel> {
  const more = { ...parts, prompt: [], rendered: "" };
  return { a: modelOf("a", more), b: modelOf("b", more) };
}

/**
 * The answers to one question after another by the real core, author by author; a question that holds "?!" is one that
 * cannot be asked.
 */
export async function* fakeSampleEvents(
  run: number,
  request: SampleRequest,
  parts: FakeSampleParts,
): AsyncGenerator<SampleEvent, void, void> {
  const models = modelsOf(parts);
  const { a, b } = models;
  yield { type: "sample-start", run, a: a.info, b: b.info };
  let tokens = 0;
  const end = (reason: "done" | "stopped"): SampleEvent => ({
    type: "sample-end",
    run,
    reason,
    tokens,
    milliseconds: 1,
  });
  for (const asked of request.prompts) {
    await parts.pause();
    const { index } = asked;
    if (asked.prompt.includes("?!")) {
      const failure = { code: "too-long", message: "The prompt has 9999 tokens." } as const;
      yield { type: "sample-skipped", run, index, failure };
      continue;
    }
    const { prompt: prefix, rendered } = parts.read(asked);
    yield { type: "sample-prompt", run, index, rendered };
    const samples = Array.from({ length: request.samples }, (_, sample) => sampleCoordinate(index, sample));
    const endings = endingsOf(models, prefix.length, { ...request, maxTokens: request.maxNewTokens });
    for (const author of request.authors) {
      for await (const answer of answersOf(models, author, { prefix, samples, endings }, request, parts)) {
        await parts.pause();
        const failure = parts.lost();
        if (failure) return yield { type: "sample-failed", run, failure };
        tokens += answer.ids.length;
        const shown = answer.end === "end-of-text" ? answer.ids.slice(0, -1) : answer.ids;
        const text = await a.decode(shown);
        yield { type: "sample-answer", run, answer: { ...answer, index, author, text } };
        yield { type: "sample-progress", run, tokens, milliseconds: 1 };
      }
      if (parts.stopped()) return yield end("stopped");
    }
  }
  yield end("done");
}

async function* answersOf(
  models: Record<Side, LanguageModel>,
  author: Author,
  question: BatchQuestion,
  request: SampleRequest,
  { stopped: stop }: FakeSampleParts,
) {
  if (author !== "switched") {
    async function* one(): AsyncGenerator<BatchQuestion> {
      yield question;
    }
    for await (const event of generateBatch(models[author], one(), { ...request, stop })) {
      if (event.type === "step") continue;
      const { question: _, ...answer } = event.answer;
      yield answer;
    }
    return;
  }
  const writer = new SwitchedWriter(models, {
    ...request,
    clock: () => 0,
    stop,
    wrote: async () => undefined,
  });
  for (const [sample, coordinate] of question.samples.entries()) {
    const answer = await writer.write(question.prefix, coordinate, question.endings);
    if (answer) yield { sample, ...answer };
  }
}

/** Answers read by the real core; C reads as B does. */
export async function* fakeMeasureEvents(
  run: number,
  { items, models: slots }: MeasureRequest,
  parts: FakeSampleParts,
): AsyncGenerator<MeasureEvent, void, void> {
  const { a, b } = modelsOf(parts);
  for (const [item, answer] of items.entries()) {
    await parts.pause();
    if (parts.stopped()) return yield { type: "measure-end", run, reason: "stopped", milliseconds: 1 };
    const failure = parts.lost();
    if (failure) return yield { type: "measure-failed", run, failure };
    const { prompt } = parts.read(answer);
    const ids = [...prompt, ...(answer.ids ?? parts.encode(answer.text))];
    const tokens = parts.looks(ids.slice(prompt.length)).map(({ text }) => text);
    const readings: Partial<
      Record<"a" | "b" | "c", { tokens: string[]; nll: Float64Array; entropy: Float64Array }>
    > = {};
    for (const slot of slots) {
      const reading = await measureAlone(slot === "a" ? a : b, ids, prompt.length);
      if (reading) readings[slot] = { tokens, ...reading };
    }
    const both = slots.includes("a") && slots.includes("b");
    const pair = both ? await measurePair(a, b, ids, prompt.length) : undefined;
    yield { type: "measure-item", run, item, readings, ...(pair ? { js: pair.js } : {}) };
  }
  yield { type: "measure-end", run, reason: "done", milliseconds: 1 };
}
