import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerOf, questionOf, runOf } from "../../../../tests/support/sampleRuns";
import { passAtK } from "../../statistics/passAtK";
import { wilson } from "../../statistics/wilson";
import { answerPoints } from "./answerPoints";
import { runsSideBySide, settingDifferences } from "./runsSideBySide";
import type { Answer } from "./sampleRun";
import { sliceTables } from "./slices";
import { authorStatistics } from "./statistics";
import { statisticsJson } from "./statisticsFile";
import { authorsVersus } from "./versus";

interface GoldenAnswer {
  extracted: string | null;
  reward: number | null;
  tokens: number;
}

interface GoldenAuthor {
  questions: number;
  answers: number;
  failed: number;
  notFound: number;
  reward: number | null;
  accuracy: number | null;
  passAtK: number[];
  majority: number | null;
  spread: number | null;
  equalShare: number | null;
  tokens: Record<"mean" | "median" | "least" | "most", number | null>;
}

interface GoldenCase {
  name: string;
  questions: { index: number; slice: string; a: GoldenAnswer[]; b: GoldenAnswer[] }[];
  a: GoldenAuthor;
  b: GoldenAuthor;
  versus: Record<"questions" | "wins" | "ties" | "losses", number> &
    Record<"winRate" | "difference" | "lengthRatio", number | null> & { winInterval: [number, number] };
  slices: { value: string; questions: number; a: (number | null)[]; b: (number | null)[] }[];
}

/** Made by tools/goldens/sample_statistics.py. */
const golden = JSON.parse(
  readFileSync(new URL("../../../../tests/golden/sample_statistics.json", import.meta.url), "utf8"),
) as { cases: GoldenCase[] };

function near(value: number, wanted: number | null): void {
  if (wanted === null) expect(value).toBeNaN();
  else expect(value).toBeCloseTo(wanted, 12);
}

function runOfCase({ questions }: GoldenCase) {
  const answers = (list: GoldenAnswer[]): Answer[] =>
    list.map(({ extracted, reward, tokens }) => answerOf(reward, { extracted, tokens }));
  const list = questions.map(({ index, slice, a, b }) =>
    questionOf(index, { a: answers(a), b: answers(b) }, { slices: { level: slice } }),
  );
  const run = runOf(list);
  return { ...run, dataset: { ...run.dataset, slices: ["level"] } };
}

const QUICK = { resamples: 50 };

describe.each(golden.cases)("the numbers of a run: $name", (one) => {
  const run = runOfCase(one);

  test.each(["a", "b"] as const)("are the golden ones for %s", (author) => {
    const found = authorStatistics(run, author, QUICK);
    const wanted = one[author];
    for (const key of ["questions", "answers", "failed", "notFound"] as const)
      expect(found[key]).toBe(wanted[key]);
    for (const key of ["reward", "accuracy", "majority"] as const) near(found[key].value, wanted[key]);
    for (const key of ["spread", "equalShare"] as const) near(found[key], wanted[key]);
    for (const key of ["mean", "median", "least", "most"] as const)
      near(found.tokens[key], wanted.tokens[key]);
    expect(found.passAtK.map(({ k }) => k)).toEqual(wanted.passAtK.map((_, index) => index + 1));
    found.passAtK.forEach(({ value }, index) => near(value, wanted.passAtK[index]!));
    expect(found.rewards[0]!.failed).toEqual(wanted.failed > 0 ? { "time-limit": wanted.failed } : {});
  });

  test("are the golden ones for B against A", () => {
    const found = authorsVersus(run, "a", "b", QUICK);
    for (const key of ["questions", "wins", "ties", "losses"] as const)
      expect(found[key]).toBe(one.versus[key]);
    for (const key of ["winRate", "lengthRatio"] as const) near(found[key], one.versus[key]);
    near(found.difference.value, one.versus.difference);
    expect(found.winInterval.low).toBeCloseTo(one.versus.winInterval[0], 9);
    expect(found.winInterval.high).toBeCloseTo(one.versus.winInterval[1], 9);
    const back = authorsVersus(run, "b", "a", QUICK);
    expect([back.wins, back.losses]).toEqual([found.losses, found.wins]);
  });

  test("are the golden ones for every slice", () => {
    const [table] = sliceTables(run);
    expect(table!.rows.map(({ value, questions }) => [value, questions])).toEqual(
      one.slices.map(({ value, questions }) => [value, questions]),
    );
    table!.rows.forEach(({ authors }, row) => {
      for (const author of ["a", "b"] as const) {
        const [reward = null, accuracy = null] = one.slices[row]![author];
        near(authors[author]?.reward ?? NaN, reward);
        near(authors[author]?.accuracy ?? NaN, accuracy);
      }
    });
  });

  test("hold every answer as a point", () => {
    const points = answerPoints(run);
    expect(points.length).toBe(one.a.answers + one.b.answers);
    expect(points.filter(({ reward }) => Number.isNaN(reward)).length).toBe(one.a.failed + one.b.failed);
  });
});

describe("authorStatistics", () => {
  test("has an interval that holds the mean, and one with a width where all are alike", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.5, 1), { minLength: 1, maxLength: 30 }), (rewards) => {
        const run = runOf(rewards.map((reward, index) => questionOf(index, { a: [answerOf(reward)] })));
        const { value, low, high } = authorStatistics(run, "a", QUICK).reward;
        expect(low).toBeLessThanOrEqual(value + 1e-12);
        expect(high).toBeGreaterThanOrEqual(value - 1e-12);
      }),
      { numRuns: 30 },
    );
    const run = runOf([0, 1, 2].map((index) => questionOf(index, { a: [answerOf(1)] })));
    expect(authorStatistics(run, "a").accuracy).toEqual({ value: 1, ...wilson(3, 3) });
  });

  test("gives pass@1 = accuracy, and pass@k that rises with k where all questions have as many answers", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(0, 1), { minLength: 5, maxLength: 5 }), { minLength: 1 }),
        (rows) => {
          const run = runOf(
            rows.map((rewards, index) => questionOf(index, { a: rewards.map((one) => answerOf(one)) })),
          );
          const { passAtK: passes, accuracy } = authorStatistics(run, "a", QUICK);
          expect(passes[0]!.value).toBeCloseTo(accuracy.value, 12);
          for (let k = 1; k < 5; k++)
            expect(passes[k]!.value).toBeGreaterThanOrEqual(passes[k - 1]!.value - 1e-12);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("counts a reward of weight 0 but does not add it, and adds others by weight", () => {
    const rewards: Answer["rewards"] = [
      { ok: true, value: 1 },
      { ok: true, value: 0.5 },
      { ok: false, why: "error" },
    ];
    const run = runOf([questionOf(0, { a: [answerOf(0, { rewards })] })], {
      task: {
        template: { id: "plain" },
        format: { id: "raw" },
        rewards: [
          { id: "one", weight: 2, options: {} },
          { id: "other", weight: -1, options: {} },
          { id: "shown", weight: 0, options: {} },
        ],
      },
    });
    const found = authorStatistics(run, "a", QUICK);
    expect(found.reward.value).toBe(1.5);
    expect(found.failed).toBe(0);
    expect(found.rewards.map(({ failed }) => failed)).toEqual([{}, {}, { error: 1 }]);
  });

  describe("what is right", () => {
    const ok = (value: number) => ({ ok: true, value }) as const;
    const weighed = (weights: Record<string, number>, ...values: Answer["rewards"][]) =>
      runOf(
        values.map((rewards, index) => questionOf(index, { a: [answerOf(0, { rewards })] })),
        {
          task: {
            template: { id: "plain" },
            format: { id: "raw" },
            rewards: Object.entries(weights).map(([id, weight]) => ({ id, weight, options: {} })),
          },
        },
      );

    test("is said by the term that checks it, whatever else is added or taken off", () => {
      const run = weighed({ math: 1, format: 1, length: -2 }, [ok(1), ok(1), ok(1)], [ok(0), ok(1), ok(0)]);
      const found = authorStatistics(run, "a", QUICK);
      expect([found.judge, found.reward.value, found.accuracy.value]).toEqual([0, 0.5, 0.5]);
      expect([found.passAtK[0]?.value, found.majority.value]).toEqual([0.5, 0.5]);
      const byTotal = authorStatistics(run, "a", { ...QUICK, byTotal: true });
      expect([byTotal.judge, byTotal.accuracy.value]).toEqual([undefined, 0.5]);
      const taken = weighed({ math: 1, format: 1, length: -2 }, [ok(1), ok(1), ok(1)]);
      expect(authorStatistics(taken, "a", QUICK).accuracy.value).toBe(1);
      expect(authorStatistics(taken, "a", { ...QUICK, byTotal: true }).accuracy.value).toBe(0);
      expect(JSON.parse(statisticsJson(taken, "a", QUICK))).toMatchObject({ accuracy: 0, mean_reward: 0 });
    });

    test("is known where another term has failed, and not where its own has", () => {
      const failed = { ok: false, why: "time-limit" } as const;
      const run = weighed({ "exact-match": 1, math: 1 }, [ok(1), failed], [failed, ok(1)]);
      const found = authorStatistics(run, "a", QUICK);
      expect([found.failed, found.reward.value, found.accuracy.value]).toEqual([2, NaN, 1]);
      expect(found.passAtK).toEqual([{ k: 1, value: 1, questions: 1 }]);
    });

    test("is the total from `rightFrom` on where no term checks it", () => {
      const run = weighed({ perplexity: 1, bleu: 0.5 }, [ok(0.9), ok(0.4)], [ok(-2), ok(1)]);
      const shares = [1, 2, -5].map((rightFrom) => authorStatistics(run, "a", { ...QUICK, rightFrom }));
      expect(shares.map(({ accuracy }) => accuracy.value)).toEqual([0.5, 0, 1]);
      expect(shares[1]).toMatchObject({ rightFrom: 2, judge: undefined });
    });

    test("is nothing where no reward counts and none checks it", () => {
      for (const run of [weighed({}, []), weighed({ bleu: 0 }, [ok(1)])]) {
        const { reward, accuracy, majority, failed, passAtK } = authorStatistics(run, "a", QUICK);
        expect([reward.value, accuracy.value, majority.value, failed]).toEqual([NaN, NaN, NaN, 1]);
        expect(passAtK).toEqual([]);
      }
    });

    test("does not depend on answers that the format could not look through", () => {
      const stopped = answerOf(null, { extracted: null, extractionFailed: "time-limit" });
      const run = runOf([questionOf(0, { a: [stopped, answerOf(1)] }), questionOf(1, { a: [stopped] })]);
      const found = authorStatistics(run, "a", QUICK);
      expect([found.accuracy.value, found.majority.value]).toEqual([1, 1]);
      expect([found.failed, found.notFound, found.extractionFailed]).toEqual([2, 0, { "time-limit": 2 }]);
      expect(JSON.parse(statisticsJson(run, "a", QUICK))).toMatchObject({ num_without_answer: 2 });
    });
  });

  test("has an interval of equal rewards between the ends that they can have, none where they have no ends", () => {
    const of = (id: string, weight: number, value: number) => {
      const run = runOf(
        [0, 1, 2].map((index) => questionOf(index, { a: [answerOf(value)] })),
        {
          task: {
            template: { id: "plain" },
            format: { id: "raw" },
            rewards: [{ id, weight, options: {} }],
          },
        },
      );
      return authorStatistics(run, "a", QUICK).reward;
    };
    const { low, high } = wilson(3, 3);
    expect(of("format", 1, 1)).toEqual({ value: 1, low, high });
    expect(of("repetition", 1, 0)).toEqual({ value: 0, low: low - 1, high: high - 1 });
    expect(of("format", -2, 1)).toEqual({ value: -2, low: -2, high: expect.closeTo(-2 * low, 12) as number });
    expect(of("perplexity", 1, 1)).toEqual({ value: 1, low: NaN, high: NaN });
  });

  test("says how answers ended and what B wrote of switched ones", () => {
    const switched = [
      answerOf(1, { tokens: 6, fromB: 3 }),
      answerOf(1, { tokens: 4, fromB: 0, end: "max-tokens" }),
    ];
    const found = authorStatistics(runOf([questionOf(0, { switched })]), "switched", QUICK);
    expect(found.shareFromB).toBeCloseTo(0.3, 12);
    expect(found.ends).toEqual({ "end-of-text": 1, "max-tokens": 1 });
    expect(authorStatistics(runOf([]), "a").shareFromB).toBeUndefined();
  });
});

describe("two runs side by side", () => {
  const question = (index: number, reward: number, tokens = 3) =>
    questionOf(index, { a: [answerOf(reward, { tokens })] });
  const left = runOf([question(0, 0), question(1, 1), question(2, 0)]);
  const right = runOf([question(2, 1), question(1, 1), question(0, 1, 4), question(9, 1)], {
    settings: { ...left.settings, seed: 8, batch: 1, stopStrings: ["\n\n"] },
  });

  test("name the settings that differ, and compare the questions that both have", () => {
    const { settings, authors } = runsSideBySide(left, right, QUICK);
    expect(settings).toEqual([
      { path: "settings.seed", left: 7, right: 8 },
      { path: "total", left: 3, right: 4 },
      { path: "settings.stopStrings[0]", left: undefined, right: "\n\n" },
    ]);
    expect(authors).toMatchObject([
      { author: "a", questions: 3, wins: 2, ties: 1, losses: 0, same: 2, compared: 3 },
    ]);
    expect(authors[0]!.difference.value).toBeCloseTo(2 / 3, 12);
  });

  test("of a run and itself differ in nothing", () => {
    const { settings, authors } = runsSideBySide(left, left, QUICK);
    expect(settings).toEqual([]);
    expect(authors[0]).toMatchObject({ ties: 3, same: 3, difference: { value: 0, low: 0, high: 0 } });
  });

  test("of other questions under the same number have nothing in common", () => {
    const other = runOf([questionOf(0, { a: [answerOf(1)] }, { question: "Another?" })]);
    expect(runsSideBySide(left, other, QUICK).authors[0]).toMatchObject({ questions: 0, compared: 0 });
  });

  test("settingDifferences finds nothing between equal values", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(settingDifferences(value, value)).toEqual([]);
      }),
    );
  });
});

const PATH = fileURLToPath(new URL("../../../../../shared/oracles/rl_losses.json", import.meta.url));
const there = existsSync(PATH);

describe.skipIf(!there)(
  there ? "oracle: win rates" : "oracle (skipped: ../shared/oracles/rl_losses.json is not here)",
  () => {
    interface WinRate {
      cases: {
        wins: number;
        losses: number;
        ties: number;
        win_rate_ties_half: number;
        win_rate_ties_excluded: number;
        ci95_wilson: [number, number];
      }[];
      paired: { a: number[]; b: number[]; wins: number; losses: number; ties: number };
      pass_at_k: { n: number; c: number; k: number; pass_at_k: number }[];
    }
    const read = () => (JSON.parse(readFileSync(PATH, "utf8")) as { win_rate: WinRate }).win_rate;

    const pairsRun = (a: readonly number[], b: readonly number[]) =>
      runOf(a.map((reward, index) => questionOf(index, { a: [answerOf(reward)], b: [answerOf(b[index]!)] })));

    test("agrees with scipy on rates and Wilson's interval, and on pairs", () => {
      const { cases, paired } = read();
      expect(cases.length).toBeGreaterThan(0);
      for (const one of cases) {
        const b = [
          ...Array<number>(one.wins).fill(1),
          ...Array<number>(one.losses).fill(-1),
          ...Array<number>(one.ties).fill(0),
        ];
        const found = authorsVersus(
          pairsRun(
            b.map(() => 0),
            b,
          ),
          "a",
          "b",
          QUICK,
        );
        expect(found.winRate).toBeCloseTo(one.win_rate_ties_half, 12);
        expect(found.winRateDecided).toBeCloseTo(one.win_rate_ties_excluded, 12);
        expect(found.winInterval.low).toBeCloseTo(one.ci95_wilson[0], 9);
        expect(found.winInterval.high).toBeCloseTo(one.ci95_wilson[1], 9);
      }
      const { a, b, ...wanted } = paired;
      // Its wins are those of “a”.
      expect(authorsVersus(pairsRun(a, b), "b", "a", QUICK)).toMatchObject(wanted);
    });

    test("agrees on pass@k", () => {
      for (const { n, c, k, pass_at_k } of read().pass_at_k)
        expect(passAtK(n, c, k)).toBeCloseTo(pass_at_k, 12);
    });
  },
);
