import type { MeasureEvent, MeasureRequest, Slot } from "../../src/contract/lab";
import { ExpectedError, type FailureCode } from "../../src/core/errors";
import type { MeasuredAnswer, MeasureItem } from "../../src/core/experiment/sample/events";
import { measureAlone, measurePair, type TokenReading } from "../../src/core/experiment/sample/measureAnswer";
import type { LanguageModel, StopCheck, Token, TokenId } from "../../src/core/model";
import { settled, unwrap } from "../outcome";
import { readSolution } from "../readText";
import { comparable, readPromptFor, type Readers } from "./promptReader";

/** What is wrong with one answer only: the others are read. */
const OF_ONE_ITEM: readonly FailureCode[] = ["too-long", "bad-input"];

/** What the lab has for reading answers. */
export interface MeasureParts {
  clock: () => number;
  stop: StopCheck;
  look: (model: LanguageModel, ids: readonly TokenId[]) => Promise<Token[]>;
  /** Positions per chunk asked of a model. */
  chunkFor: (vocabSize: number) => number;
}

type Emit = (event: MeasureEvent) => void | Promise<void>;
type Measured = Omit<Extract<MeasureEvent, { type: "measure-item" }>, "type" | "run" | "item">;

/**
 * Models read answers, one answer after another, all models at the same time.
 *
 * @throws ExpectedError; what was told until then stands
 */
export async function runMeasure(
  run: number,
  models: Partial<Record<Slot, LanguageModel>>,
  { items }: MeasureRequest,
  onEvent: Emit,
  parts: MeasureParts,
): Promise<void> {
  const readers = (["a", "b", "c"] as const).flatMap((slot) => {
    const model = models[slot];
    return model ? [[slot, model] as const] : [];
  });
  const began = parts.clock();
  for (const [item, answer] of items.entries()) {
    if (parts.stop()) break;
    const measured = await settled(() => measureItem(readers, answer, parts));
    if (!measured.ok && OF_ONE_ITEM.includes(measured.failure.code)) {
      await onEvent({ type: "measure-skipped", run, item, failure: measured.failure });
      continue;
    }
    const whole = unwrap(measured);
    if (whole) await onEvent({ type: "measure-item", run, item, ...whole });
  }
  const reason = parts.stop() ? "stopped" : "done";
  await onEvent({ type: "measure-end", run, reason, milliseconds: parts.clock() - began });
}

/** Undefined when stopped in the middle. */
async function measureItem(
  readers: Readers<Slot>,
  item: MeasureItem,
  { stop, look, chunkFor }: MeasureParts,
): Promise<Measured | undefined> {
  const answers = await answerIds(readers, item);
  const longest = Math.max(0, ...[...answers.values()].map(({ length }) => length));
  const prompts = await readPromptFor(readers, item, Math.max(1, longest));
  const bySlot = new Map(readers);
  const texts = new Map(
    readers.map(([slot, model]) => {
      const prompt = prompts.ids[slot]!;
      const answer = answers.get(model.info.tokenizer)!;
      return [slot, { ids: [...prompt, ...answer], from: prompt.length, answer }] as const;
    }),
  );
  const readings: Partial<Record<Slot, MeasuredAnswer>> = {};
  const keep = async (slot: Slot, reading: TokenReading): Promise<void> => {
    const tokens = await look(bySlot.get(slot)!, texts.get(slot)!.answer);
    readings[slot] = { tokens: tokens.map(({ text }) => text), ...reading };
  };
  const optionsFor = ({ info }: LanguageModel) => ({ chunk: chunkFor(info.vocabSize), stop });
  const [a, b] = [bySlot.get("a"), bySlot.get("b")];
  const together = comparable(a, b);
  let js: Float64Array | undefined;
  const pair = async (): Promise<boolean> => {
    const { ids, from } = texts.get("a")!;
    const reading = await measurePair(a!, b!, ids, from, optionsFor(a!));
    if (!reading) return false;
    await Promise.all([keep("a", reading.a), keep("b", reading.b)]);
    js = reading.js;
    return true;
  };
  const alone = async (slot: Slot, model: LanguageModel): Promise<boolean> => {
    const { ids, from } = texts.get(slot)!;
    const reading = await measureAlone(model, ids, from, optionsFor(model));
    if (reading) await keep(slot, reading);
    return reading !== undefined;
  };
  const apart = readers.filter(([slot]) => !together || slot === "c");
  const reads = [...(together ? [pair()] : []), ...apart.map(([slot, model]) => alone(slot, model))];
  const ends = await Promise.allSettled(reads);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  if (!ends.every((end) => end.status === "fulfilled" && end.value)) return undefined;
  return js ? { readings, js } : { readings };
}

/**
 * The answer as ids, by tokenizer: those given are of the first model's, every other tokenizer cuts the text.
 *
 * @throws ExpectedError "bad-input" for ids that are none
 */
async function answerIds(
  readers: Readers<Slot>,
  { ids, text }: MeasureItem,
): Promise<Map<string, TokenId[]>> {
  const answers = new Map<string, TokenId[]>();
  for (const [index, [, model]] of readers.entries()) {
    const { tokenizer, vocabSize } = model.info;
    if (answers.has(tokenizer)) continue;
    const given = index === 0 ? ids : undefined;
    const wrong = given?.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabSize);
    if (wrong !== undefined)
      throw new ExpectedError(
        "bad-input",
        `Token ${wrong} of the answer is not in the vocabulary of ${model.info.id} (0 to ${vocabSize - 1}).`,
        "The answer was written with another model; load that one.",
      );
    answers.set(tokenizer, await readSolution(model, given ? { ids: given } : { text }));
  }
  return answers;
}
