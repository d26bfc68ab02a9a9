import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openEnginePage, type EnginePage } from "./engineServer";
import type { RewardInput, RewardTerm } from "../src/core/rewards/reward";

const custom = (code: string): RewardTerm => ({
  id: "custom",
  weight: 1,
  options: { code, milliseconds: 300 },
});

const inputOf = (answer: string, index: number): RewardInput => {
  const rest = { extracted: answer, reference: "42", tokens: 1, row: {}, likelihoods: {} };
  return { question: "q", prompt: "q", answer, index, ...rest };
};

describe("the reward worker", () => {
  let engine: EnginePage;
  beforeAll(async () => {
    engine = await openEnginePage("none");
    await engine.page.goto(new URL("/tests/scoring/page.html", engine.page.url()).href);
    await engine.page.waitForFunction(() => "scoring" in window);
  });
  afterAll(() => engine.close());

  const score = (terms: readonly RewardTerm[], answers: readonly string[]) =>
    engine.page.evaluate(([given, inputs]) => window.scoring.score(given, inputs), [
      terms,
      answers.map(inputOf),
    ] as const);

  test("runs a person's code where it finds neither network nor page, and says where it is wrong", async () => {
    const code =
      "(p, answer) => {\n  if (answer === 'x') x();\n  return typeof fetch + typeof self === 'undefinedundefined' ? 1 : 0;\n}";
    expect(
      await score([{ id: "exact-match", weight: 1, options: {} }, custom(code)], ["42", "x"]),
    ).toMatchObject({
      ok: true,
      value: [
        [{ value: 1 }, { value: 1 }],
        [{ value: 0 }, { why: "error", at: { line: 2 } }],
      ],
    });
    const checked = await engine.page.evaluate(() => window.scoring.check("(p) => {\n  return (\n}"));
    expect(checked).toMatchObject({ ok: true, value: { type: "threw", at: { line: 3 } } });
  });

  test("interrupts what loops, ends the worker under what cannot be interrupted, and goes on", async () => {
    const code =
      "(p, answer) => { if (answer === 'loop') for (;;); if (answer === 'stuck') new Array(2 ** 32 - 1).indexOf(5); return 1 }";
    expect(await score([custom(code)], ["1", "loop", "3", "stuck", "5"])).toEqual({
      ok: true,
      value: [
        [{ ok: true, value: 1 }],
        [{ ok: false, why: "time-limit" }],
        [{ ok: true, value: 1 }],
        [{ ok: false, why: "time-limit" }],
        [{ ok: true, value: 1 }],
      ],
    });
  });

  test("a regular expression that backtracks without end costs its own text only, and never the page", async () => {
    const { ticks, found } = await engine.page.evaluate(async () => {
      const texts = ["x = aaa!", `${"a".repeat(60)}?`, "aa!"];
      let found: unknown;
      const ticks = await window.scoring.ticksDuring(async () => {
        found = await window.scoring.extract({ id: "regex", pattern: "((?:a+)+)!" }, texts);
      });
      return { ticks, found };
    });
    expect(found).toEqual({
      ok: true,
      value: [
        { ok: true, value: "aaa" },
        { ok: false, why: "time-limit" },
        { ok: true, value: "aa" },
      ],
    });
    // Two seconds in which a page that waits for a regular expression would hear of none.
    expect(ticks).toBeGreaterThan(5);
  });
});
