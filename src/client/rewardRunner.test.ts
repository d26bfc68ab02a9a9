import { afterEach, describe, expect, test } from "vitest";
import { FakeWorker } from "../../tests/conformance/fakeWorkers";
import { nodeSandbox } from "../../tests/support/nodeSandbox";
import { RewardService } from "../../workers/rewardService";
import type { RewardInput, RewardOutcome, RewardTerm } from "../core/rewards/reward";
import type { Sandbox, SandboxOutcome } from "../core/rewards/sandbox";
import { RewardRunner } from "./rewardRunner";

const CUSTOM: RewardTerm = { id: "custom", weight: 1, options: { code: "" } };
const EXACT: RewardTerm = { id: "exact-match", weight: 1, options: {} };

/** An answer; what the fake sandbox does with it is its text. */
function input(answer: string, index = 0): RewardInput {
  return {
    question: "q",
    prompt: "q",
    answer,
    extracted: answer,
    reference: "1",
    tokens: 1,
    row: {},
    likelihoods: {},
    index,
  };
}

/** Does what the answer says: returns that number, never ends, or takes the worker down. */
class ActingSandbox implements Sandbox {
  constructor(private readonly worker: () => FakeWorker) {}

  async load(): Promise<void> {}

  async check(code: string): Promise<undefined> {
    if (code === "hang") await new Promise(() => undefined);
  }

  async call(_: string, [, answer]: readonly [string, string, ...unknown[]]): Promise<SandboxOutcome> {
    if (answer === "hang") await new Promise(() => undefined);
    if (answer === "crash") {
      setTimeout(() => this.worker().crash("out of memory"), 5);
      await new Promise(() => undefined);
    }
    return { type: "number", value: Number(answer) };
  }
}

const runners: RewardRunner[] = [];
afterEach(() => runners.splice(0).forEach((runner) => runner.close()));

function fakeRunner(
  sandboxOf: (worker: () => FakeWorker) => Sandbox = (worker) => new ActingSandbox(worker),
  limit = 20,
) {
  const workers: FakeWorker[] = [];
  const runner = new RewardRunner({
    worker: () => {
      const worker: FakeWorker = new FakeWorker(
        () => new RewardService({ sandbox: sandboxOf(() => worker), clock: () => performance.now() }),
      );
      workers.push(worker);
      return worker;
    },
    limit,
  });
  runners.push(runner);
  return { runner, workers };
}

const ok = (value: number): RewardOutcome => ({ ok: true, value });
const LATE: RewardOutcome = { ok: false, why: "time-limit" };
const value = (row: readonly RewardOutcome[]) =>
  row.map((outcome) => (outcome.ok ? outcome.value : outcome.why));

describe("scoring", () => {
  test("gives the outcomes of every answer in the order of the terms, and tells of each answer once", async () => {
    const { runner, workers } = fakeRunner();
    const told: number[] = [];
    const outcome = await runner.score([EXACT, CUSTOM], [input("1"), input("2"), input("3")], {
      onScored: (at, outcomes) => told.push(at, outcomes.length),
    });
    if (!outcome.ok) throw new Error(outcome.failure.message);
    expect(outcome.value.map(value)).toEqual([
      [1, 1],
      [0, 2],
      [0, 3],
    ]);
    expect(told).toEqual([0, 2, 1, 2, 2, 2]);
    expect(workers).toHaveLength(1);
  });

  test("of nothing is nothing", async () => {
    const { runner } = fakeRunner();
    expect(await runner.score([CUSTOM], [])).toEqual({ ok: true, value: [] });
    expect(await runner.score([], [input("1")])).toEqual({ ok: true, value: [[]] });
  });

  test("ends what takes too long with its worker, and goes on after it in a fresh one", async () => {
    const { runner, workers } = fakeRunner();
    const answers = ["1", "hang", "3", "hang", "hang", "6"].map((answer) => input(answer));
    const outcome = await runner.score([CUSTOM], answers);
    expect(outcome).toEqual({ ok: true, value: [[ok(1)], [LATE], [ok(3)], [LATE], [LATE], [ok(6)]] });
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, true, false]);
  });

  test("blames the term that hangs, not the answer's others", async () => {
    const { runner } = fakeRunner();
    const outcome = await runner.score([EXACT, CUSTOM, EXACT], [input("hang"), input("1")]);
    expect(outcome.ok && outcome.value.map(value)).toEqual([
      [0, "time-limit", 0],
      [1, 1, 1],
    ]);
  });

  test("says what took the worker down, and goes on", async () => {
    const { runner } = fakeRunner();
    const outcome = await runner.score([CUSTOM], [input("1"), input("crash"), input("3")]);
    expect(outcome.ok && outcome.value.map(value)).toEqual([[1], ["error"], [3]]);
    expect(outcome.ok && outcome.value[1]).toMatchObject([
      { detail: expect.stringMatching(/out of memory/) as string },
    ]);
  });

  test("stops at once when it is told to, and can be used again", async () => {
    const { runner } = fakeRunner();
    const control = new AbortController();
    const stopped = runner.score([CUSTOM], [input("1"), input("hang")], {
      onScored: () => control.abort(),
      signal: control.signal,
    });
    expect(await stopped).toMatchObject({ ok: false, failure: { code: "stopped" } });
    expect(await runner.score([CUSTOM], [input("1")], { signal: control.signal })).toMatchObject({
      ok: false,
    });
    expect(await runner.score([CUSTOM], [input("5")])).toEqual({ ok: true, value: [[ok(5)]] });
  });

  test("fails where the worker cannot even start", async () => {
    const { runner, workers } = fakeRunner((worker) => {
      const sandbox = new ActingSandbox(worker);
      sandbox.load = async () => worker().crash("no script");
      return sandbox;
    });
    const outcome = await runner.score([CUSTOM], [input("1")]);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { message: expect.stringMatching(/no script/) as string },
    });
    expect(workers).toHaveLength(2);
  });

  test("does one job after another", async () => {
    const { runner } = fakeRunner();
    const ended: string[] = [];
    const slow = runner.score([CUSTOM], [input("hang")]).then(() => ended.push("score"));
    const quick = runner.extract({ id: "raw" }, ["a"]).then(() => ended.push("extract"));
    await Promise.all([slow, quick]);
    expect(ended).toEqual(["score", "extract"]);
  });

  test("runs a person's code, and says where it is wrong", async () => {
    const { runner } = fakeRunner(() => nodeSandbox(), 5000);
    const code =
      "(p, answer) => {\n  if (answer === 'loop') for (;;);\n  return answer.length / (answer ? 1 : 0);\n}";
    const term: RewardTerm = { ...CUSTOM, options: { code, milliseconds: 50 } };
    const inputs = ["four", "loop", ""].map((answer) => input(answer));
    expect(await runner.score([term], inputs)).toEqual({
      ok: true,
      value: [[ok(4)], [LATE], [{ ok: false, why: "not-a-number", detail: "NaN" }]],
    });
    expect(await runner.check(code)).toEqual({ ok: true, value: undefined });
    expect(await runner.check("(p) =>\n  }")).toMatchObject({
      ok: true,
      value: { type: "threw", at: { line: 2 } },
    });
  });
});

describe("a check", () => {
  test("that never ends is ended, and the next one is made", async () => {
    const { runner } = fakeRunner();
    const checks = [runner.check("hang"), runner.check("() => 1")];
    expect(await Promise.all(checks)).toEqual([
      { ok: true, value: { type: "time-limit" } },
      { ok: true, value: undefined },
    ]);
  });
});

describe("extraction", () => {
  test("finds what the format finds in every text", async () => {
    const { runner } = fakeRunner();
    const texts = ["so \\boxed{1}", "nothing", "\\boxed{2} \\boxed{3}"];
    expect(await runner.extract({ id: "boxed" }, texts)).toEqual({
      ok: true,
      value: ["1", undefined, "3"].map((found) => ({ ok: true, value: found })),
    });
    const pattern = "= (\\d+)";
    expect(await runner.extract({ id: "regex", pattern }, ["x = 1, y = 2"])).toMatchObject({
      value: [{ value: "2" }],
    });
  });
});
