import { beforeEach, describe, expect, test } from "vitest";
import { FakeLab, fakeModels } from "../testing/fakeLab";
import { ModelsState } from "./models.svelte";
import { WaitingState } from "./waiting.svelte";

const [MODEL] = fakeModels();

let models: ModelsState;
let insisted: number;
let waiting: WaitingState;

beforeEach(() => {
  models = new ModelsState(new FakeLab({ pieces: [..."abc"] }));
  insisted = 0;
  waiting = new WaitingState(models, () => insisted++);
});

describe("a wish", () => {
  test("waits for both models, or for its writer only, and is taken once", async () => {
    await models.load("a", MODEL!);
    expect(waiting.readyFor({ type: "write", writer: "a" })).toBe(true);
    expect(waiting.readyFor({ type: "compare" })).toBe(false);
    expect([waiting.pending, waiting.over, waiting.forOne]).toEqual([{ type: "compare" }, false, false]);
    await models.load("b", MODEL!);
    expect(waiting.over).toBe(true);
    expect([waiting.take(), waiting.take()]).toEqual([{ type: "compare" }, undefined]);
  });

  test("gives way to a later one", () => {
    waiting.readyFor({ type: "compare" });
    waiting.readyFor({ type: "write", writer: "b" });
    expect([waiting.pending, waiting.forOne]).toEqual([{ type: "write", writer: "b" }, true]);
  });

  test("of a model that is not coming is refused, and that is insisted on", () => {
    models.fail("b", { code: "model-missing", message: "None." });
    expect(waiting.readyFor({ type: "compare" })).toBe(false);
    expect([waiting.pending, waiting.missing, insisted]).toEqual([undefined, ["b"], 1]);
    waiting.forget();
    expect(waiting.missing).toEqual([]);
  });

  test("to compare leaves what was written to be compared as what it is", () => {
    const written = { type: "compare-written", waitsFor: "b", onCompared: () => undefined } as const;
    waiting.pending = written;
    waiting.readyFor({ type: "compare" });
    expect(waiting.pending).toBe(written);
  });
});
