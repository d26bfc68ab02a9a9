import { describe, expect, test } from "vitest";
import type { Outcome } from "../../core/errors";
import type { ModelInfo } from "../../core/model";
import type { SelfCheckResult } from "../../core/selfCheck/selfCheck";
import { FakeLab, fakeModels, type FakeLabOptions } from "../testing/fakeLab";
import type { EmbeddedModel } from "../../client/embedded";
import { ModelsState } from "./models.svelte";
import { SelfChecksState } from "./selfChecks.svelte";

const [base] = fakeModels() as [EmbeddedModel];

function result(passed: boolean): Outcome<SelfCheckResult> {
  const differences = { probability: passed ? 1e-6 : 0.3, logprob: 1e-5, js: 1e-12 };
  return {
    ok: true,
    value: {
      passed,
      made: "by hand",
      texts: 1,
      distributions: 2,
      dtype: "fp32",
      tolerance: { probability: 1e-3, logprob: 5e-3, js: 3e-6 },
      largest: differences,
      at: { text: "How many?", position: 3, way: "whole" },
      milliseconds: 5,
    },
  };
}

/** A page whose models run on WebGPU. */
async function opened(options: Partial<FakeLabOptions> = {}) {
  class GpuLab extends FakeLab {
    override info(side: "a" | "b"): ModelInfo {
      return { ...super.info(side), device: side === "a" ? "webgpu" : "wasm" };
    }
  }
  const lab = new GpuLab({ pieces: [" one"], ...options });
  const models = new ModelsState(lab);
  const checks = new SelfChecksState(models, lab);
  await Promise.all([models.load("a", base), models.load("b", base)]);
  return { lab, models, checks };
}

describe("the self-checks", () => {
  test("know nothing of a model that is not loaded", () => {
    const lab = new FakeLab({ pieces: [] });
    expect(new SelfChecksState(new ModelsState(lab), lab).of("a")).toBeUndefined();
  });

  test("say passed or failed, and name the failed side", async () => {
    const { checks } = await opened({ selfCheck: (side) => result(side === "a") });
    await Promise.all([checks.check("a"), checks.check("b")]);
    expect(checks.of("a")).toMatchObject({ type: "checked", result: { passed: true } });
    expect(checks.of("b")).toMatchObject({ type: "checked", result: { passed: false } });
    expect(checks.failed.map(({ side }) => side)).toEqual(["b"]);
  });

  test("of a model without reference values offer a copy on WASM, unless it runs there itself", async () => {
    const { checks, lab } = await opened({ againstWasm: () => result(true) });
    await Promise.all([checks.check("a"), checks.check("b")]);
    expect(checks.of("a")).toEqual({ type: "unchecked", possible: true });
    expect(checks.of("b")).toEqual({ type: "unchecked", possible: false });
    const checking = checks.checkAgainstWasm("a");
    expect(checks.of("a")).toEqual({ type: "checking", against: "wasm" });
    await checking;
    expect(checks.of("a")).toMatchObject({ type: "checked", result: { passed: true } });
    expect(lab.asked.againstWasm).toEqual(["a"]);
  });

  test("that do not come to an end say why, and can be asked again", async () => {
    const { checks } = await opened();
    await checks.checkAgainstWasm("a");
    expect(checks.of("a")).toMatchObject({
      type: "unchecked",
      possible: true,
      failure: { code: "out-of-memory" },
    });
  });

  test("of a model that was replaced meanwhile are forgotten", async () => {
    const { checks, models, lab } = await opened({ selfCheck: () => result(false) });
    await checks.check("a");
    expect(checks.failed).toHaveLength(1);
    const slow = checks.check("a");
    await models.load("a", base);
    await slow;
    expect(checks.of("a")).toBeUndefined();
    expect(checks.failed).toEqual([]);
    checks.checkNew();
    checks.checkNew();
    expect(lab.asked.selfCheck).toEqual(["a", "a", "a", "b"]);
  });
});
