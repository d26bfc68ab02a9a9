import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExpectedError } from "../errors";
import { armsOf } from "./arms";
import type { Study } from "./study";
import { isStudy, parseStudy, readStudy, studyJson } from "./studyFile";

const model = (id: string) => ({ id, dtype: "fp32", device: "wasm" as const });

const STUDY: Study = {
  a: { ...model("base"), revision: "4dfeaa3c" },
  b: model("owner/rl"),
  settings: {
    chat: true,
    choice: { policy: "stay", kind: "js", threshold: -1, switchBack: -1, start: "a", own: { stayTokens: 3 } },
    sweep: { setting: "threshold", values: [0.5, 0.1] },
    control: true,
    sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
    seed: 7,
    maxTokens: 96,
    stopStrings: ["\n\n"],
    endRepetition: true,
  },
  problems: ["one", "two", "three"].map((question) => ({ question, answer: "4" })),
  results: [
    {
      outcomes: armsOf({ setting: "threshold", values: [0.5, 0.1] }, true).map((arm, index) => ({
        ...{ arm, reward: index % 2, tokens: 10 + index, fromB: index },
        text: 0xffffffff - index,
      })),
    },
    { outcomes: [], skipped: "The text has 9999 tokens." },
  ],
};

/** The file as an object whose parts a test can change. */
const file = () => JSON.parse(studyJson(STUDY)) as Record<string, unknown> & { tokens: number[][] };

function refusal(contents: unknown): string {
  try {
    parseStudy(contents);
  } catch (error) {
    if (error instanceof ExpectedError) return `${error.message} ${error.detail ?? ""}`;
    throw error;
  }
  return "";
}

describe("a study as a file", () => {
  test("comes back as it was, unfinished and with problems that were left out", () => {
    expect(readStudy(studyJson(STUDY))).toEqual(STUDY);
    const empty = { ...STUDY, results: [] };
    expect(readStudy(studyJson(empty))).toEqual(empty);
    expect([isStudy(file()), isStudy({}), isStudy(null), isStudy([])]).toEqual([true, false, false, false]);
  });

  test.each<[string, (contents: ReturnType<typeof file>) => void, RegExp]>([
    ["another format", (it) => (it.format = "rl-on-off/run"), /not the form/],
    ["a later version", (it) => (it.version = 2), /a version that this page does not read/],
    ["a field that is not known", (it) => (it.extra = 1), /extra/],
    ["fewer rows in one column", (it) => it.tokens.pop(), /1 rows of tokens beside 2 of rewards/],
    ["a row of other arms", (it) => it.tokens[0]?.pop(), /problem 1 has 5 tokens where 6 belong/],
    [
      "more tokens from B than tokens",
      (it) => (it.tokens[0] = [0, 0, 0, 0, 0, 0]),
      /1 tokens from B in an answer of 0/,
    ],
    ["results without problems", (it) => (it.problems = []), /2 results of 0 problems/],
    ["numbers of a problem left out", (it) => (it.skipped = []), /problem 2 has 0 rewards where 6 belong/],
    [
      "a problem left out that is not there",
      (it) =>
        (it.skipped = [
          { problem: 1, why: "" },
          { problem: 9, why: "" },
        ]),
      /problem 10 is said/,
    ],
    ["a negative count", (it) => (it.tokens[0] = [-1, 1, 1, 1, 1, 1]), /tokens/],
    ["a text where a number belongs", (it) => (it.rewards = [["1"]]), /rewards/],
  ])("refuses %s by name", (_, spoil, why) => {
    const contents = file();
    spoil(contents);
    expect(refusal(contents)).toMatch(why);
  });

  test("refuses what is no JSON, and an unknown policy", () => {
    expect(() => readStudy("{")).toThrow(/it is no JSON/);
    expect(() => readStudy("")).toThrow(ExpectedError);
    const unknown = studyJson(STUDY).replace('"stay"', '"toString"');
    expect(() => readStudy(unknown)).toThrow(ExpectedError);
  });

  test("refuses ten thousand damaged files without any other error, or reads what is written back alike", () => {
    const text = studyJson(STUDY);
    const pieces = [
      "null",
      "-1",
      "1e999",
      '"x"',
      "[]",
      "{}",
      "true",
      "",
      ",",
      "9".repeat(40),
      '"__proto__":1,',
    ];
    const change = fc.record({
      at: fc.nat(text.length - 1),
      length: fc.nat(30),
      put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const damaged = changes.reduce(
          (whole, { at, length, put }) => whole.slice(0, at) + put + whole.slice(at + length),
          text,
        );
        let study: Study;
        try {
          study = readStudy(damaged);
        } catch (error) {
          if (!(error instanceof ExpectedError)) throw error;
          expect(error.message.length).toBeLessThan(400);
          return;
        }
        expect(readStudy(studyJson(study))).toEqual(study);
      }),
      { numRuns: 10_000 },
    );
  });

  test("refuses damaged values inside a file that is JSON", () => {
    const values = fc.constantFrom<unknown>(null, -1, 1e300, 0.5, "", "x", [], {}, true, [[]], [[1]], [null]);
    const whole = file();
    const keys = (of: object, path: string[] = []): string[][] =>
      Object.entries(of).flatMap(([key, value]) => [
        [...path, key],
        ...(typeof value === "object" && value !== null ? keys(value as object, [...path, key]) : []),
      ]);
    fc.assert(
      fc.property(fc.constantFrom(...keys(whole)), values, (path, value) => {
        const contents = file();
        let place = contents as Record<string, unknown>;
        for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
        place[path.at(-1) as string] = value;
        refusal(contents);
      }),
      { numRuns: 2_000 },
    );
  });
});
