import { wrap, type Remote } from "comlink";
import { browserWorkers } from "../../src/client/browserWorkers";
import { Laboratory } from "../../src/client/laboratory";
import type { ModelSpec } from "../../src/contract/model";
import { statisticsAt } from "../../src/core/compare/block";
import type { SwitchChoice } from "../../src/core/generation/switching/choice";
import { standingOf } from "../../src/core/generation/switching/choice";
import type { SwitchEnd, SwitchRequest } from "../../src/core/generation/switching/events";
import { replay, type DecidedPosition } from "../../src/core/generation/switching/replay";
import type { TokenId } from "../../src/core/model";
import { Draws } from "../../src/core/random";
import type { SamplingSettings } from "../../src/core/sampling/settings";
import type { Side } from "../../src/core/side";
import type { ForwardApi } from "./forward.worker";
import type { GenerateApi } from "./generate.worker";

/** Two models and what they write. */
export interface SwitchCase {
  /** Addresses of the models' folders, below the server's root. */
  folders: Record<Side, string>;
  device: "wasm" | "webgpu";
  prompt: string;
  chat: boolean;
  sampling: SamplingSettings;
  seed: number;
  /** Each way of writing writes so many. */
  tokens: number;
  choice: SwitchChoice;
}

/**
 * Ways of writing: transformers.js alone, ours alone, both models in turn; and the bare forward passes of each and of
 * both at once (WASM only), in which nothing is drawn, sent or shown.
 */
export type Way =
  "generate" | "alone-a" | "alone-b" | "plain" | "block" | "auto" | "steps-a" | "steps-b" | "steps-both";

export interface Timed {
  /** From asking to the end, the reading of the prompt included. */
  milliseconds: number;
  tokens: number;
  /** Of a switched answer: positions at which another model took over. */
  switches?: number;
  end?: SwitchEnd;
}

export interface Dragged {
  threshold: number;
  /** From the changed threshold to the new text's end. */
  milliseconds: number;
  /** The first position with another token; undefined where the text stayed as it was. */
  firstDifference?: number;
  tokens: number;
}

export interface SwitchBenchPage {
  load(of: SwitchCase): Promise<void>;
  run(way: Way): Promise<Timed>;
  /** Writes the answer, then sets each threshold over it. */
  drag(thresholds: readonly number[]): Promise<Dragged[]>;
}

declare global {
  interface Window {
    switchBench: SwitchBenchPage;
  }
}

const BLOCK = 8;
const CANDIDATES = 20;

interface Loaded extends SwitchCase {
  laboratory: Laboratory;
  generator: Remote<GenerateApi>;
  steppers: Record<Side, Remote<ForwardApi>> | undefined;
  prompted: TokenId[];
}

let loaded: Loaded | undefined;

function current(): Loaded {
  if (!loaded) throw new Error("The bench page ran before it loaded.");
  return loaded;
}

async function load(of: SwitchCase): Promise<void> {
  const { device, prompt, chat } = of;
  const folders = {
    a: new URL(of.folders.a, location.href).href,
    b: new URL(of.folders.b, location.href).href,
  };
  const laboratory = new Laboratory(browserWorkers);
  for (const side of ["a", "b"] as const) {
    const spec: ModelSpec = { id: side, folder: folders[side], dtype: "fp32", device };
    const outcome = await laboratory.load(side, spec, () => undefined);
    if (!outcome.ok) throw new Error(outcome.failure.message);
  }
  const generator = wrap<GenerateApi>(
    new Worker(new URL("./generate.worker.ts", import.meta.url), { type: "module" }),
  );
  await generator.load(folders.a, device, 1);
  const stepper = async (side: Side): Promise<Remote<ForwardApi>> => {
    const worker = new Worker(new URL("./forward.worker.ts", import.meta.url), { type: "module" });
    const api = wrap<ForwardApi>(worker);
    await api.load(folders[side], 1);
    return api;
  };
  const steppers = device === "wasm" ? { a: await stepper("a"), b: await stepper("b") } : undefined;
  const read = await laboratory.tokenize({ prompt, chat, solution: { ids: [] } });
  if (!read.ok) throw new Error(read.failure.message);
  loaded = { ...of, laboratory, generator, steppers, prompted: read.value.prompt.map(({ id }) => id) };
}

async function run(way: Way): Promise<Timed> {
  const { generator, prompted, tokens, sampling, laboratory } = current();
  switch (way) {
    case "generate":
      return timed(() => generator.generate(prompted, tokens, sampling));
    case "alone-a":
    case "alone-b":
      return timed(() => writeAlone(way === "alone-a" ? "a" : "b"));
    case "steps-a":
    case "steps-b":
      return step([way === "steps-a" ? "a" : "b"]);
    case "steps-both":
      return step(["a", "b"]);
    case "plain":
    case "block":
    case "auto": {
      // Of another prompt, so that no run finds its own read by the one before.
      for await (const event of laboratory.switch({ ...request(), prompt: "=", chat: false, maxTokens: 1 }))
        if (event.type === "switch-failed") throw new Error(event.failure.message);
      const start = performance.now();
      const { positions, switches, end } = await writeSwitched({
        pace: way === "auto" ? "auto" : way === "block" ? BLOCK : 1,
      });
      return { milliseconds: performance.now() - start, tokens: positions.length, switches, end };
    }
  }
}

async function timed(write: () => Promise<number>): Promise<Timed> {
  const start = performance.now();
  const tokens = await write();
  return { milliseconds: performance.now() - start, tokens };
}

async function writeAlone(writer: Side): Promise<number> {
  const { laboratory, prompt, chat, sampling, seed, tokens } = current();
  const run = laboratory.write({ writer, prompt, chat, kept: [], sampling, seed, maxNewTokens: tokens });
  let written = 0;
  for await (const event of run) {
    if (event.type === "write-failed") throw new Error(event.failure.message);
    if (event.type === "write-token") written++;
  }
  return written;
}

/** The time of the slowest; the last token that is written is never read. */
async function step(sides: readonly Side[]): Promise<Timed> {
  const { steppers, prompted, tokens } = current();
  if (!steppers) throw new Error("Bare steps are measured on WASM only.");
  const draws = new Draws(1, "test", 0);
  const ids = [...prompted, ...Array.from({ length: tokens - 1 }, () => draws.integer(4, 511))];
  const times = await Promise.all(sides.map((side) => steppers[side].steps(ids, prompted.length)));
  return { milliseconds: Math.max(...times), tokens };
}

function request(): SwitchRequest {
  const { prompt, chat, choice, sampling, seed, tokens } = current();
  return {
    prompt,
    chat,
    choice,
    forced: [],
    sampling,
    seed,
    sample: 0,
    maxTokens: tokens,
    stopStrings: [],
    endRepetition: false,
    pace: 1,
    kept: [],
    k: CANDIDATES,
  };
}

async function writeSwitched(
  wish: Partial<SwitchRequest>,
): Promise<{ positions: DecidedPosition[]; switches: number; end: SwitchEnd }> {
  const positions: DecidedPosition[] = [];
  let switches = 0;
  for await (const event of current().laboratory.switch({ ...request(), ...wish })) {
    if (event.type === "switch-failed") throw new Error(event.failure.message);
    if (event.type === "switch-end") return { positions, switches, end: event };
    if (event.type === "switch-start") continue;
    const { block, columns } = event;
    switches += event.switches.length;
    for (let index = 0; index < block.count; index++) {
      positions.push({
        token: block.tokens[index]!,
        statistics: statisticsAt(block, index),
        drawA: columns.drawsA[index]!,
        drawB: columns.drawsB[index]!,
      });
    }
  }
  throw new Error("The switched answer did not end.");
}

async function drag(thresholds: readonly number[]): Promise<Dragged[]> {
  const { choice: before, seed } = current();
  const { positions: finished } = await writeSwitched({ pace: "auto" });
  const dragged: Dragged[] = [];
  for (const threshold of thresholds) {
    const start = performance.now();
    const choice = { ...before, threshold };
    const { firstDifference } = replay(finished, standingOf(choice, { seed, sample: 0 }), choice.kind, []);
    let tokens = finished.length;
    if (firstDifference !== undefined) {
      const kept = finished.slice(0, firstDifference + 1);
      tokens = kept.length + (await writeSwitched({ choice, kept, pace: "auto" })).positions.length;
    }
    dragged.push({
      threshold,
      milliseconds: performance.now() - start,
      ...(firstDifference === undefined ? {} : { firstDifference }),
      tokens,
    });
  }
  return dragged;
}

window.switchBench = { load, run, drag };
