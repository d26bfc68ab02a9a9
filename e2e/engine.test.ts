import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SMALL_MODEL_BYTES } from "../src/backends/onnx/device";
import type { ModelSpec } from "../src/contract/model";
import { CONFORMANCE } from "../tests/conformance/suite";
import { openEnginePage, type EnginePage } from "./engineServer";

/** Log-probabilities of two ways through one graph in float32 agree to this, in nats. */
const TOLERANCE = 1e-4;

describe("the model worker on WASM", () => {
  let engine: EnginePage;
  beforeAll(async () => {
    engine = await openEnginePage("none");
  });
  afterAll(() => engine.close());

  const spec = (folder = "whole", change: Partial<ModelSpec> = {}): ModelSpec => {
    return { id: "random", folder: engine.folder(folder), dtype: "fp32", device: "wasm", ...change };
  };
  const load = (what: ModelSpec) => engine.page.evaluate((given) => window.conformance.load(given), what);

  test.each(CONFORMANCE.map(({ title }) => title))("conformance: %s", async (title) => {
    expect(await runCase(engine, title, spec())).toBeUndefined();
  });

  test("downloads once and reads its own cache from then on, wherever the bytes came from", async () => {
    const fresh = await openEnginePage("none");
    const again = () =>
      fresh.page.evaluate((given) => window.conformance.load(given), {
        ...spec(),
        folder: fresh.folder("whole"),
      });
    const [first, second] = [await again(), await again()];
    await fresh.close();
    const sources = ({ events }: typeof first) => [
      ...new Set(events.flatMap((event) => (event.type === "load-download" ? [event.fromCache] : []))),
    ];
    expect([sources(first), sources(second)]).toEqual([[false], [true]]);
    const types = [...new Set(first.events.map(({ type }) => type))];
    expect(types).toEqual(["load-download", "load-start-runtime", "load-warm-up"]);
  });

  test("auto chooses WASM for a small model", async () => {
    const { outcome } = await load(spec("whole", { device: "auto" }));
    expect(outcome).toMatchObject({ ok: true, value: { device: "wasm" } });
    expect(SMALL_MODEL_BYTES).toBeGreaterThan(8 * 1024 ** 2);
  });

  test.each([
    ["missing", {}, "model-missing", /onnx\/model\.onnx/],
    ["cut", {}, "model-corrupt", /random/],
    ["lost", {}, "model-corrupt", /config\.json.*not JSON/],
    ["whole", { dtype: "q4" as const }, "model-missing", /model_q4\.onnx/],
    [
      "whole",
      { files: [{ path: "config.json", bytes: 1, sha256: "" }] },
      "model-corrupt",
      /config\.json.*instead of 1/,
    ],
  ])("a folder that is %s fails by name (%o)", async (folder, change, code, message) => {
    const { outcome } = await load(spec(folder, change));
    expect(outcome).toMatchObject({ ok: false, failure: { code } });
    expect(!outcome.ok && outcome.failure.message).toMatch(message);
  });

  test("a file that was wrong once does not stay wrong", async () => {
    expect((await load(spec("cut"))).outcome.ok).toBe(false);
    const { events } = await load(spec("cut"));
    expect(events.some((event) => event.type === "load-download" && event.fromCache)).toBe(false);
  });

  test("twenty replacements of a side's model leave no more memory in use than two", async () => {
    const after = (rounds: number) =>
      engine.page.evaluate(([given, n]) => window.conformance.replaceModels(given, n), [
        spec(),
        rounds,
      ] as const);
    const [few, many] = [await after(2), await after(20)];
    // Every model that stayed would add its WASM heap, 16 MiB and more.
    expect(many - few).toBeLessThan(16 * 1024 ** 2);
  }, 300_000);
});

describe("the model worker on WebGPU (software adapter)", () => {
  let engine: EnginePage;
  beforeAll(async () => {
    engine = await openEnginePage("software");
  });
  afterAll(() => engine.close());

  const spec = (): ModelSpec => {
    return { id: "random", folder: engine.folder("whole"), dtype: "fp32", device: "webgpu" };
  };

  test.each([
    "score gives one distribution per position, whatever the chunk",
    "append one by one = append in blocks = score",
    "rewind then append = fresh",
    "two sessions and a score do not disturb each other",
    "batch = each row alone: prefixes of unequal length, rows that go, copies and rows that come later",
    "dispose then reload gives the same numbers",
  ])("conformance, of the cases that depend on the device: %s", async (title) => {
    expect(await runCase(engine, title, spec())).toBeUndefined();
  });

  test("sessions give their GPU buffers back", async () => {
    const buffers = await engine.page.evaluate((given) => window.conformance.useSessions(given, 8), spec());
    expect(buffers[0]).toBeGreaterThan(0);
    expect(buffers.at(-1)).toBeLessThanOrEqual(buffers[2] as number);
  });

  test("a GPU process that crashes is a failure in words, and a reload works", async () => {
    const losing = engine.page.evaluate((given) => window.conformance.loadAndLose(given), spec());
    await engine.page.waitForFunction(() => document.title === "loaded", undefined, { timeout: 60_000 });
    await engine.crashGpu();
    const { lost, after, again } = await losing;
    expect(lost).toMatchObject({ code: "device-lost" });
    expect(after).toMatchObject({ ok: false, failure: { code: "device-lost" } });
    expect(again).toMatchObject({ ok: true, value: { device: "webgpu" } });
  });
});

async function runCase(engine: EnginePage, title: string, spec: ModelSpec): Promise<string | undefined> {
  return engine.page.evaluate(
    ([name, given, tolerance]) => window.conformance.runCase(name, given, tolerance),
    [title, spec, TOLERANCE] as const,
  );
}
