import { expect, test } from "vitest";
import type { FailureCode } from "../../core/errors";
import type { ModelPhase } from "../state/models.svelte";
import { replacementFor } from "./replacement";

const OFFERED = [
  { id: "base", label: "Base" },
  { id: "rl", label: "RL" },
];
const failed = (code: FailureCode): ModelPhase => ({ phase: "failed", failure: { code, message: "No." } });

test("for a model that cannot be had, the side's usual one is offered", () => {
  expect(replacementFor("a", failed("model-missing"), "nobody/nothing", OFFERED)?.label).toBe("Base");
  expect(replacementFor("b", failed("not-allowed"), "nobody/nothing", OFFERED)?.label).toBe("RL");
});

test("not where trying again may help, nor for the usual model itself, nor while none is known", () => {
  expect(replacementFor("a", failed("network"), "nobody/nothing", OFFERED)).toBeUndefined();
  expect(replacementFor("a", failed("worker-crashed"), "nobody/nothing", OFFERED)).toBeUndefined();
  expect(replacementFor("a", failed("model-missing"), "base", OFFERED)).toBeUndefined();
  expect(replacementFor("a", failed("model-missing"), "nobody/nothing", [])).toBeUndefined();
  expect(replacementFor("a", { phase: "absent" }, "nobody/nothing", OFFERED)).toBeUndefined();
});
