import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerOf, questionOf, runOf } from "../../../../tests/support/sampleRuns";
import { ExpectedError } from "../../errors";
import { readTask } from "../../tasks/taskShape";
import { importedRun, parseResults, resultsJson } from "./resultsFile";
import { parseSampleRun, sampleRunJson } from "./sampleRunFile";
import { authorStatistics } from "./statistics";
import { parseStatistics, statisticsJson } from "./statisticsFile";
import { authorsVersus } from "./versus";

const RUN = runOf(
  [
    questionOf(0, {
      a: [answerOf(1), answerOf(0, { text: "nein „3“\n", extracted: null, tokens: 7 })],
      b: [answerOf(1), answerOf(null)],
    }),
    questionOf(5, { a: [answerOf(0.5, { end: "max-tokens" }), answerOf(0)] }, { slices: { level: "hard" } }),
    questionOf(6, {}, { skipped: "too long" }),
  ],
  { task: readTask(undefined).task },
);

describe("a sample run as a file", () => {
  test("comes back as it was", () => {
    expect(parseSampleRun(sampleRunJson(RUN))).toEqual({ run: RUN, problems: [] });
    expect(parseSampleRun(sampleRunJson({ ...RUN, asked: [] })).run).toEqual(RUN);
  });

  test.each([
    ["no JSON", "{"],
    ["another format", "{}"],
    ["another version", sampleRunJson(RUN).replace('"version":1', '"version":2')],
    ["no settings", sampleRunJson(RUN).replace('"settings":{', '"settings":{"samples":-1,"x":{')],
    ["a question that is none", sampleRunJson(RUN).replace('"index":5', '"index":"5"')],
    ["more questions than it says", sampleRunJson({ ...RUN, total: 1 })],
  ])("is refused by name: %s", (_, text) => {
    expect(() => parseSampleRun(text)).toThrow(ExpectedError);
  });

  test("with any character changed is read or refused", () => {
    const text = sampleRunJson(RUN);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 2 }), (at, put) => {
        try {
          parseSampleRun(text.slice(0, at) + put + text.slice(at + 1));
        } catch (error) {
          expect(error).toBeInstanceOf(ExpectedError);
        }
      }),
    );
  });
});

describe("results.json", () => {
  test("has the keys of the pipeline, and comes back", () => {
    const json = resultsJson(RUN, "a");
    const [first] = JSON.parse(json) as Record<string, unknown>[];
    expect(Object.keys(first!)).toEqual(["question", "reference", "samples", "rewards", "extracted_answers"]);
    const { results, unknown, uneven } = parseResults(json);
    expect([unknown, uneven]).toEqual([[], []]);
    expect(results[0]).toEqual({
      question: "Question 0?",
      reference: "4",
      samples: ["so \\boxed{4}", "nein „3“\n"],
      rewards: [1, 0],
      extracted: ["4", null],
    });
    expect(results.length).toBe(2);
  });

  test("gives the same numbers when it is imported, but for lengths, which it does not say", () => {
    const files = {
      a: parseResults(resultsJson(RUN, "a")).results,
      b: parseResults(resultsJson(RUN, "b")).results,
    };
    const imported = importedRun(files, RUN, "results.json");
    for (const author of ["a", "b"] as const) {
      const { tokens, ...live } = authorStatistics(RUN, author, { resamples: 20 });
      const { tokens: unknown, ...read } = authorStatistics(imported, author, { resamples: 20 });
      expect(unknown.mean).toBeNaN();
      expect(tokens.mean).toBeGreaterThan(0);
      for (const key of ["accuracy", "passAtK", "majority", "spread", "failed", "notFound"] as const)
        expect(read[key]).toEqual(live[key]);
      expect(read.reward.value).toBe(live.reward.value);
    }
    expect(authorsVersus(imported, "a", "b").questions).toBe(1);
  });

  test("tells right from wrong where its rewards are 1 and 0 only", () => {
    const judgeOf = (...rewards: (number | null)[]) => {
      const samples = rewards.map(String);
      const file = [
        { question: "Q", reference: undefined, samples, rewards, extracted: rewards.map(() => null) },
      ];
      return authorStatistics(importedRun({ a: file }, RUN, "results.json"), "a").judge;
    };
    expect(judgeOf(1, 0, null)).toBe(0);
    expect(judgeOf(1, 0.5)).toBeUndefined();
  });

  test("of Python is read: an object around it, NaN, numbers as answers, missing and unknown keys", () => {
    const read = parseResults(
      '{"results": [{"question": "Q", "reference": 4, "samples": ["a", "b", "c"], "rewards": [1.0, NaN, true], ' +
        '"extracted_answers": [4, null], "latency": 3}, {}], "seed": 1}',
    );
    expect(read.unknown).toEqual(["seed", "results[].latency"]);
    expect(read.uneven).toEqual([0]);
    expect(read.results[0]).toEqual({
      question: "Q",
      reference: "4",
      samples: ["a", "b", "c"],
      rewards: [1, null, 1],
      extracted: ["4", null, null],
    });
    expect(read.results[1]).toMatchObject({ question: "", samples: [], rewards: [] });
  });

  test("of any JSON is read or refused by name", () => {
    for (const text of ["", "3", "null", '[{"samples": 3}]', '[{"samples": [3]}]', "[[]]"])
      expect(() => parseResults(text)).toThrow(ExpectedError);
    fc.assert(
      fc.property(fc.json(), (text) => {
        for (const parse of [parseResults, parseStatistics, parseSampleRun]) {
          try {
            parse(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ExpectedError);
          }
        }
      }),
    );
  });
});

describe("statistics.json", () => {
  test("has the numbers by the pipeline's names, and comes back", () => {
    const { statistics, unknown } = parseStatistics(statisticsJson(RUN, "a"));
    expect(unknown).toEqual([]);
    expect(statistics).toMatchObject({
      accuracy: 0.25,
      avg_sampling_length: 4,
      num_questions: 2,
      num_samples_per_question: 4,
      mean_reward: 0.375,
      pass_at_k: { "1": 0.25, "2": 0.5 },
      author: "a",
      model: "base",
    });
    expect(parseStatistics(statisticsJson(runOf([]), "switched")).statistics).toMatchObject({
      accuracy: null,
      model: ["base", "rl"],
    });
  });

  test("of Python is read with what it has, and unknown keys are named", () => {
    const { statistics, unknown } = parseStatistics('{"accuracy": NaN, "num_questions": 3, "gpu": "H100"}');
    expect(statistics).toEqual({ accuracy: null, num_questions: 3 });
    expect(unknown).toEqual(["gpu"]);
  });
});

function pythonIsHere(): boolean {
  try {
    execFileSync("python3", ["-c", ""], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const here = pythonIsHere();

describe.skipIf(!here)(here ? "python" : "python (skipped: there is no python3 here)", () => {
  const python = (script: string, input: string): string =>
    execFileSync("python3", ["-c", script], { input, encoding: "utf8" });

  test("reads results.json, and the page reads what it writes", () => {
    const script = [
      "import json, sys",
      "results = json.load(sys.stdin)",
      "right = [r >= 1 for q in results for r in q['rewards'] if r is not None]",
      "results[0]['rewards'] = [float('nan'), sum(right) / len(right)]",
      "json.dump(results, sys.stdout)",
    ].join("\n");
    const back = parseResults(python(script, resultsJson(RUN, "a"))).results;
    expect(back[0]!.rewards).toEqual([null, 0.25]);
    expect(back[0]!.samples[1]).toBe("nein „3“\n");
  });
});
