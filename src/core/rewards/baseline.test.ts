import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExpectedError } from "../errors";
import { baselineOf, makeBaseline, readBaseline, writeBaseline } from "./baseline";
import { WEIGHT_PRESETS } from "./multiLevel/aggregate";

const ABOUT = {
  name: "before training",
  model: "base",
  dataset: "letters",
  weights: WEIGHT_PRESETS.default.weights,
  created: "2026-11-21T10:00:00.000Z",
};

const BASELINE = makeBaseline(ABOUT, [
  { index: 7, aggregate: 4 },
  { index: 2, aggregate: 10 },
  { index: 7, aggregate: 6 },
  { index: 2, aggregate: Infinity },
])!;

describe("a baseline", () => {
  test("is the mean of each question's answers, and overall the mean of the questions", () => {
    expect(BASELINE).toEqual({
      ...ABOUT,
      overall: 7.5,
      questions: [
        { index: 2, aggregate: 10, answers: 1 },
        { index: 7, aggregate: 5, answers: 2 },
      ],
    });
  });

  test("of nothing finite is none", () => {
    expect(makeBaseline(ABOUT, [])).toBeUndefined();
    expect(makeBaseline(ABOUT, [{ index: 0, aggregate: Infinity }])).toBeUndefined();
  });

  test("gives a question its own aggregate, and the overall one where it has none", () => {
    const of = baselineOf(BASELINE);
    expect(of(7)).toEqual({ name: ABOUT.name, weights: ABOUT.weights, aggregate: 5 });
    expect(of(3)).toMatchObject({ aggregate: 7.5, overall: true });
    expect(of(undefined).aggregate).toBe(7.5);
  });

  test("comes back from its file", () => {
    expect(readBaseline(writeBaseline(BASELINE))).toEqual(BASELINE);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ index: fc.nat(20), aggregate: fc.double({ min: 1, max: 1e300, noNaN: true }) }),
          {
            minLength: 1,
          },
        ),
        (answers) => {
          const made = makeBaseline(ABOUT, answers)!;
          if (Number.isFinite(made.overall)) expect(readBaseline(writeBaseline(made))).toEqual(made);
        },
      ),
    );
  });
});

describe("a baseline file is refused", () => {
  const file = JSON.parse(writeBaseline(BASELINE)) as Record<string, unknown>;
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["of another format", { format: "rl-on-off/run" }, /format/],
    ["of a later version", { version: 2 }, /version/],
    ["without questions", { questions: [] }, /questions/],
    ["with a perplexity below 1", { questions: [{ index: 0, aggregate: 0.5, answers: 1 }] }, /aggregate/],
    ["with an infinite one", { overall: null }, /overall/],
    [
      "with a question twice",
      { questions: [1, 1].map((index) => ({ index, aggregate: 7.5, answers: 1 })) },
      /order/,
    ],
    ["with weights of 0", { weights: { word: 0, phrase: 0, sentence: 0 } }, /weights/],
    ["that contradicts itself", { overall: 8 }, /contradicts/],
    ["without a name", { name: "" }, /name/],
    ["made at no time", { created: "yesterday" }, /created/],
  ])("%s", (_, change, why) => {
    const refused = (() => {
      try {
        return readBaseline(JSON.stringify({ ...file, ...change }));
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(ExpectedError);
    const { code, message, detail } = (refused as ExpectedError).failure;
    expect([code, `${message} ${detail}`]).toEqual(["bad-input", expect.stringMatching(why)]);
  });

  test("that is anything else", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => readBaseline(text)).toThrow(ExpectedError);
      }),
    );
    const whole = writeBaseline(BASELINE);
    for (let end = 0; end < whole.length - 2; end += 7)
      expect(() => readBaseline(whole.slice(0, end))).toThrow(ExpectedError);
  });
});
