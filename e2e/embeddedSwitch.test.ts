import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ModelSpec } from "../src/contract/model";
import type { SwitchRequest } from "../src/contract/lab";
import { POLICIES } from "../src/core/generation/switching/policies";
import { problemAt } from "../src/core/tasks/problems/families";
import { openEnginePage, type EnginePage } from "./engineServer";

const choiceOf = (policy: (typeof POLICIES)[number]["id"]): SwitchRequest["choice"] => ({
  policy,
  kind: "js",
  threshold: -1,
  switchBack: -1,
  start: "a",
  own: {},
});

const requestOf = (choice: SwitchRequest["choice"], seed: number, pace: number): SwitchRequest => ({
  prompt: problemAt(seed % 2 === 0 ? "letters" : "sums", "held-out", 4, seed).question,
  chat: true,
  choice,
  forced: [],
  sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
  seed,
  sample: 0,
  maxTokens: 60,
  stopStrings: [],
  endRepetition: true,
  pace,
  kept: [],
  k: 1,
});

/** Lengths of drafts begin with 1, which judges every token by both models and is the plain loop. */
describe.each([
  { name: "WASM", gpu: "none", device: "wasm", policies: POLICIES, seeds: [1, 2, 3], paces: [1, 2, 5, 16] },
  {
    name: "WebGPU (software adapter)",
    gpu: "software",
    device: "webgpu",
    policies: POLICIES.slice(0, 1),
    seeds: [1],
    paces: [1, 6],
  },
] as const)("the embedded pair on $name", ({ gpu, device, policies, seeds, paces }) => {
  let engine: EnginePage;
  beforeAll(async () => {
    engine = await openEnginePage(gpu);
  });
  afterAll(() => engine.close());

  test("drafted in blocks writes what it writes token by token, for every policy and seed", async () => {
    const spec = (id: string): ModelSpec => ({ id, folder: engine.embedded(id), dtype: "fp32", device });
    const asked = policies.flatMap(({ id }) =>
      seeds.flatMap((seed) => paces.map((pace) => requestOf(choiceOf(id), seed, pace))),
    );
    const answers = await engine.page.evaluate(
      ([pair, requests]) => window.conformance.answer(pair, requests),
      [{ a: spec("base"), b: spec("rl") }, asked] as const,
    );
    const written = answers.map(({ passes: _, ...answer }) => answer);
    for (const [index, { choice, seed, pace }] of asked.entries()) {
      const plain = written[index - (index % paces.length)];
      expect(written[index], `${choice.policy}, seed ${seed}, drafts of ${pace}`).toEqual(plain);
    }
    // What was compared are texts of some length, with switches in them, and drafts that saved passes.
    expect(written.every(({ ids }) => ids.length > 3)).toBe(true);
    expect(written.reduce((sum, { switches }) => sum + switches.length, 0)).toBeGreaterThan(
      policies.length / 2,
    );
    const passesAt = (pace: number): number =>
      answers.reduce((sum, { passes }, index) => sum + (asked[index]?.pace === pace ? passes : 0), 0);
    expect(passesAt(paces.at(-1) ?? 0)).toBeLessThan(passesAt(1));
  }, 300_000);
});
