import { afterEach } from "vitest";
import type { SwitchEvent, SwitchRequest } from "../../src/contract/lab";
import type { ModelSpec } from "../../src/contract/model";
import { unpackBlock } from "../../src/core/compare/block";
import type { DecidedPosition } from "../../src/core/generation/switching/replay";
import type { LanguageModel } from "../../src/core/model";
import type { LabOptions } from "../../workers/labService";
import { fakeLaboratory, type FakeLaboratory } from "../conformance/fakeWorkers";
import { CHOICE, pair, SAMPLING, write } from "./switchedPair";

/** A switched answer of the table pair. */
export const REQUEST: SwitchRequest = {
  prompt: "abba",
  chat: true,
  choice: CHOICE,
  forced: [],
  sampling: SAMPLING,
  seed: 7,
  sample: 0,
  maxTokens: 30,
  stopStrings: [],
  endRepetition: true,
  pace: 1,
  kept: [],
  k: 4,
};

/** Its prompt as ids. */
export const PROMPT = pair().a.encode("<|user|>abba<|end|><|assistant|>", { special: true });

/** What the core writes for a request, without a worker in between. */
export function written(request: Partial<SwitchRequest> = {}) {
  const { choice, forced, seed, sample, maxTokens, stopStrings, kept } = { ...REQUEST, ...request };
  return write({ prompt: PROMPT, choice, forced, seed, sample, kept, endings: { maxTokens, stopStrings } });
}

let open: FakeLaboratory | undefined;
afterEach(() => {
  open?.laboratory.dispose();
  open = undefined;
});

const spec = (id: string): ModelSpec => ({
  id,
  folder: "https://example.org/",
  dtype: "fp32",
  device: "auto",
});

/** A laboratory with the table pair on its sides, or what `models` makes instead; asked for at every loading. */
export async function loaded(
  models: () => { a: LanguageModel; b: LanguageModel } = pair,
  lab: Partial<LabOptions> = {},
): Promise<FakeLaboratory> {
  open?.laboratory.dispose();
  open = fakeLaboratory(async ({ id }) => models()[id as "a" | "b"], lab);
  for (const side of ["a", "b"] as const) await open.laboratory.load(side, spec(side), () => undefined);
  return open;
}

export async function all(events: AsyncIterable<SwitchEvent>): Promise<SwitchEvent[]> {
  const list: SwitchEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

/** The positions of a run, put together from its columns. */
export function positionsOf(events: readonly SwitchEvent[]) {
  return events.flatMap((event) => {
    if (event.type !== "switch-positions") return [];
    const { authors, forced, luck, drawsA, drawsB } = event.columns;
    return unpackBlock(event.block).map((compared, index) => ({
      ...compared,
      position: event.block.from + index,
      author: authors[index]!,
      forced: forced[index],
      luck: luck[index]!,
      drawA: drawsA[index]!,
      drawB: drawsB[index]!,
    }));
  });
}

export const idsOf = (events: readonly SwitchEvent[]) => positionsOf(events).map(({ token }) => token);
export const keptOf = (events: readonly SwitchEvent[]): DecidedPosition[] =>
  positionsOf(events).map(({ token, statistics, drawA, drawB }) => ({ token, statistics, drawA, drawB }));
export const tokensOf = (positions: readonly { token: number }[]) => positions.map(({ token }) => token);

export function endOf(events: readonly SwitchEvent[]) {
  const end = events.at(-1);
  if (end?.type !== "switch-end") throw new Error(`expected an end, not ${JSON.stringify(end)}`);
  return end;
}

export function failureOf(events: readonly SwitchEvent[]) {
  const end = events.at(-1);
  if (end?.type !== "switch-failed") throw new Error(`expected a failure, not ${JSON.stringify(end)}`);
  return end.failure;
}
