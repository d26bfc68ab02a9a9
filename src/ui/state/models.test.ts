import { describe, expect, test } from "vitest";
import type { LoadEvent } from "../../contract/model";
import type { Failure, Outcome } from "../../core/errors";
import type { ModelInfo } from "../../core/model";
import { FakeLab, fakeModels } from "../testing/fakeLab";
import type { Loader } from "./lab";
import { ModelsState } from "./models.svelte";

const [base, rl] = fakeModels() as [ReturnType<typeof fakeModels>[0], ReturnType<typeof fakeModels>[0]];
const info = new FakeLab({ pieces: [] }).info("a");

/** A loader whose loads end when the test says so. */
class HeldLoader implements Loader {
  readonly loads: { onEvent: (event: LoadEvent) => void; end: (outcome: Outcome<ModelInfo>) => void }[] = [];
  readonly cancelled: string[] = [];
  trouble: (trouble: { where: "a" | "b" | "lab"; failure: Failure }) => void = () => undefined;

  load(_side: "a" | "b", _spec: unknown, onEvent: (event: LoadEvent) => void): Promise<Outcome<ModelInfo>> {
    return new Promise((end) => this.loads.push({ onEvent, end }));
  }
  cancelLoad(side: string): void {
    this.cancelled.push(side);
  }
  onTrouble(listener: typeof this.trouble): void {
    this.trouble = listener;
  }
}

const download = (file: string, loaded: number, total?: number): LoadEvent => ({
  type: "load-download",
  file,
  loaded,
  total,
  fromCache: false,
});

describe("ModelsState", () => {
  test("adds up the bytes of all files, out of the model's known size however few files have begun", () => {
    const loader = new HeldLoader();
    const models = new ModelsState(loader);
    void models.load("a", { ...base, bytes: 3_600_000 });
    loader.loads[0]?.onEvent(download("a.json", 24_000, 24_000));
    expect(models.a.state).toMatchObject({ phase: "loading", loaded: 24_000, total: 3_600_000 });
    loader.loads[0]?.onEvent(download("b.onnx", 5));
    expect(models.a.state).toMatchObject({ phase: "loading", loaded: 24_005, total: 3_600_000 });
    loader.loads[0]?.onEvent(download("b.onnx", 5, 4_000_000));
    expect(models.a.state).toMatchObject({ phase: "loading", loaded: 24_005, total: 4_024_000 });
  });

  test("knows the total of a model of unknown size once every file's is known", () => {
    const loader = new HeldLoader();
    const models = new ModelsState(loader);
    void models.load("a", { ...base, bytes: 0 });
    loader.loads[0]?.onEvent(download("a.json", 10, 10));
    loader.loads[0]?.onEvent(download("b.onnx", 5));
    expect(models.a.state).toMatchObject({ phase: "loading", loaded: 15, total: undefined });
    loader.loads[0]?.onEvent(download("b.onnx", 50, 200));
    expect(models.a.state).toMatchObject({ phase: "loading", step: "download", loaded: 60, total: 210 });
    loader.loads[0]?.onEvent({ type: "load-warm-up" });
    expect(models.a.state).toMatchObject({ phase: "loading", step: "warm-up" });
  });

  test("is ready when both are", async () => {
    const loader = new HeldLoader();
    const models = new ModelsState(loader);
    const loads = [models.load("a", base), models.load("b", rl)];
    loader.loads[0]?.end({ ok: true, value: info });
    expect(await loads[0]).toBe(true);
    expect([models.ready, models.missing]).toEqual([false, []]);
    loader.loads[1]?.end({ ok: true, value: info });
    await loads[1];
    expect(models.ready).toBe(true);
  });

  test("a cancelled load stays cancelled, whatever its end brings", async () => {
    const loader = new HeldLoader();
    const models = new ModelsState(loader);
    const load = models.load("a", base);
    models.cancel("a");
    loader.loads[0]?.onEvent(download("a.json", 1, 2));
    loader.loads[0]?.end({ ok: true, value: info });
    expect(await load).toBe(false);
    expect([models.a.state, loader.cancelled, models.missing]).toEqual([
      { phase: "cancelled" },
      ["a"],
      ["a"],
    ]);
  });

  test("the end of a replaced load does not disturb the one that replaced it", async () => {
    const loader = new HeldLoader();
    const models = new ModelsState(loader);
    const first = models.load("a", base);
    const second = models.load("a", rl);
    loader.loads[0]?.end({ ok: false, failure: { code: "stopped", message: "Replaced." } });
    expect(await first).toBe(false);
    expect(models.a.state.phase).toBe("loading");
    loader.loads[1]?.end({ ok: true, value: info });
    expect(await second).toBe(true);
  });

  test("a failed load says why, and can be tried again", async () => {
    const loader = new HeldLoader();
    const models = new ModelsState(loader);
    const load = models.load("b", rl);
    const failure: Failure = { code: "model-corrupt", message: "model.onnx is cut." };
    loader.loads[0]?.end({ ok: false, failure });
    await load;
    expect([models.b.state, models.missing]).toEqual([{ phase: "failed", failure }, ["b"]]);
    const again = models.reload("b");
    loader.loads[1]?.end({ ok: true, value: info });
    expect(await again).toBe(true);
  });

  test("a model that cannot be had is not the one that was there before", async () => {
    const loader = new HeldLoader();
    const models = new ModelsState(loader);
    const load = models.load("a", rl);
    loader.loads[0]?.end({ ok: true, value: info });
    await load;
    models.fail("a", { code: "model-missing", message: "No embedded model is called “nobody”." });
    expect([models.a.model, models.a.state.phase]).toEqual([undefined, "failed"]);
    expect(await models.reload("a")).toBe(false);
  });

  test("a model that dies while in use fails with its reason", async () => {
    const loader = new HeldLoader();
    const models = new ModelsState(loader);
    const failure: Failure = { code: "device-lost", message: "The GPU went away." };
    loader.trouble({ where: "a", failure });
    loader.trouble({ where: "lab", failure });
    expect([models.a.state, models.labFailure]).toEqual([{ phase: "failed", failure }, failure]);
  });
});
