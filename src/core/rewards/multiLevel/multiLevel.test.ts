import fc from "fast-check";
import { describe, expect, test } from "vitest";
import golden from "../../../../tests/golden/multiLevel.json";
import type { AnswerLikelihood } from "../reward";
import { aggregate, improvement, sameWeights, WEIGHT_PRESETS, type WeightPreset } from "./aggregate";
import { multiLevelLayers } from "./layers";
import { levels, phrasePerplexities } from "./levels";
import { DEFAULT_TIERS, formatTiers, linearReward, parseTiers, stepReward, type Tiers } from "./tiers";
import { sentenceStarts, tokensOfUnits, wordStarts } from "./units";

/** Relative agreement with the golden values. */
const EXACT = 1e-12;

function expectClose(computed: number | undefined, expected: number): void {
  expect(Math.abs((computed ?? NaN) - expected) / (1 + Math.abs(expected))).toBeLessThan(EXACT);
}

const anyLikelihood = fc
  .array(
    fc.tuple(
      fc.constantFrom("a", " b", ".", "\n", " The", "é", " 中", ". N", ""),
      fc.double({ min: 0, max: 20, noNaN: true }),
    ),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((pairs): AnswerLikelihood => ({
    tokens: pairs.map(([token]) => token),
    nll: pairs.map(([, nll]) => nll),
  }));

/** The text between two borders, one after the other. */
function pieces(text: string, starts: readonly number[]): string[] {
  return starts.map((start, at) => text.slice(start, starts[at + 1]));
}

function tiersOf(text: string): Tiers {
  const read = parseTiers(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.tiers;
}

describe("levels", () => {
  test.each(golden.answers)("give the golden values: $name", (answer) => {
    const computed = levels(answer)!;
    expectClose(computed.word, answer.levels.word);
    expectClose(computed.phrase, answer.levels.phrase);
    expectClose(computed.sentence, answer.levels.sentence);
    for (const [preset, expected] of Object.entries(answer.aggregates))
      expectClose(aggregate(computed, WEIGHT_PRESETS[preset as WeightPreset].weights), expected);
  });

  test("of an answer without tokens are none", () => {
    expect(levels({ tokens: [], nll: [] })).toBeUndefined();
  });

  test("are all the same where every token surprises alike", () => {
    const { word, phrase, sentence } = levels({
      tokens: ["It", " is.", " No.", " Yes."],
      nll: [2, 2, 2, 2],
    })!;
    for (const level of [word, phrase, sentence]) expect(level).toBeCloseTo(Math.exp(2), 12);
  });

  test("are infinite where a token was impossible, and so is the aggregate unless that level does not count", () => {
    const found = levels({ tokens: ["a", "b"], nll: [1, Infinity] })!;
    expect(found).toEqual({ word: Infinity, phrase: Infinity, sentence: Infinity });
    expect(aggregate({ ...found, word: 3 }, { word: 1, phrase: 0, sentence: 0 })).toBe(3);
  });

  test("lie between the least and the greatest perplexity of a token", () => {
    fc.assert(
      fc.property(anyLikelihood, (likelihood) => {
        const least = Math.exp(Math.min(...likelihood.nll)) * (1 - 1e-9);
        const most = Math.exp(Math.max(...likelihood.nll)) * (1 + 1e-9);
        for (const level of Object.values(levels(likelihood)!)) {
          expect(level).toBeGreaterThanOrEqual(least);
          expect(level).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  test("windows of n tokens are T − n + 1, none where the answer is shorter", () => {
    expect(phrasePerplexities([0, 0, 0], 2)).toEqual([1, 1]);
    expect(phrasePerplexities([0, 0, 0], 3)).toEqual([1]);
    expect(phrasePerplexities([0, 0, 0], 4)).toEqual([]);
  });
});

describe("units", () => {
  test.each([
    ["", []],
    ["  \n", ["  \n"]],
    ["One. Two!\n\nThree?", ["One.", " Two!", "\n\nThree?"]],
    ["  One. Two.  ", ["  One.", " Two.  "]],
    ["It costs 3.50 euro. Really", ["It costs 3.50 euro.", " Really"]],
  ])("sentences of %j", (text, expected) => {
    expect(pieces(text, sentenceStarts(text))).toEqual(expected);
  });

  test.each([
    ["", []],
    [" \n", [" \n"]],
    ["so, x = \\boxed{42}.", ["so,", " x", " =", " \\boxed{42}."]],
    ["don't  stop ", ["don't", "  stop "]],
    ["我喜欢数学。", ["我", "喜欢", "数学。"]],
  ])("words of %j", (text, expected) => {
    expect(pieces(text, wordStarts(text))).toEqual(expected);
  });

  test("a token belongs to the unit in which it begins; units in which none begins are left out", () => {
    expect(tokensOfUnits(["ab", "", "cdef", "g"], [0, 3, 4, 6])).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 4 },
    ]);
  });

  test("every token is in one unit, in order, and borders are the text's own", () => {
    fc.assert(
      fc.property(anyLikelihood, ({ tokens }) => {
        const text = tokens.join("");
        for (const starts of [sentenceStarts(text), wordStarts(text)]) {
          expect(pieces(text, starts).join("")).toBe(text);
          expect(starts).toEqual([...new Set(starts)].sort((x, y) => x - y));
          const covered = tokensOfUnits(tokens, starts).flatMap(({ from, to }) =>
            tokens.slice(from, to).map((_, at) => from + at),
          );
          expect(covered).toEqual([...tokens.keys()]);
        }
      }),
    );
  });

  test("a sentence of 100 000 characters, and 25 000 sentences, are read in one go", () => {
    expect(sentenceStarts("a".repeat(100_000))).toEqual([0]);
    expect(sentenceStarts("A b. ".repeat(25_000))).toHaveLength(25_000);
  });
});

describe("layers", () => {
  test("say of every token, word, phrase and sentence how surprising it is", () => {
    const layers = multiLevelLayers({ tokens: ["It", " is", " so", ".", " Yes"], nll: [0, 1, 2, 3, 4] });
    const e = Math.exp;
    expect(layers.tokens).toEqual([0, 1, 2, 3, 4].map((nll) => e(nll)));
    expect(layers.words.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
      [2, 4],
      [4, 5],
    ]);
    expect(layers.sentences).toEqual([
      { from: 0, to: 4, perplexity: e(1.5) },
      { from: 4, to: 5, perplexity: e(4) },
    ]);
    // The last token stands in one window of each length.
    expectClose(layers.phrases[4], (e(3.5) + e(3) + e(2.5)) / 3);
    // The second in two of 2, two of 3 and two of 4.
    expectClose(layers.phrases[1], ((e(0.5) + e(1.5)) / 2 + (e(1) + e(2)) / 2 + (e(1.5) + e(2.5)) / 2) / 3);
  });

  test("of no token are empty, of one token are that token", () => {
    expect(multiLevelLayers({ tokens: [], nll: [] })).toEqual({
      tokens: [],
      words: [],
      phrases: [],
      sentences: [],
    });
    const { words, phrases, sentences } = multiLevelLayers({ tokens: ["Yes"], nll: [0] });
    const only = [{ from: 0, to: 1, perplexity: 1 }];
    expect({ words, phrases, sentences }).toEqual({ words: only, phrases: [1], sentences: only });
  });
});

describe("the reward of an improvement", () => {
  const tiers = tiersOf(DEFAULT_TIERS);

  test.each(golden.rewards)(
    "$baseline → $aggregate",
    ({ baseline, aggregate: value, percent, step, linear }) => {
      const computed = 100 * improvement(baseline, value);
      expect(computed).toBeCloseTo(percent, 9);
      expect(stepReward(tiers, computed)).toBe(step);
      expect(linearReward(tiers, computed)).toBeCloseTo(linear, 9);
    },
  );

  test.each([-Infinity, -1, 0, NaN])("of %d %% is 0", (percent) => {
    expect([stepReward(tiers, percent), linearReward(tiers, percent)]).toEqual([0, 0]);
  });

  test("on lines meets the steps at every tier, and never falls where rewards do not", () => {
    for (const { percent, reward } of tiers) expect(linearReward(tiers, percent)).toBeCloseTo(reward, 12);
    const all = Array.from({ length: 500 }, (_, at) => linearReward(tiers, at / 100));
    expect(all).toEqual([...all].sort((x, y) => x - y));
  });

  test("a first tier at 0 % is given at 0 %, also on lines", () => {
    const [step, line] = [stepReward, linearReward].map((reward) => reward(tiersOf("0:0.5, 2:1"), 0));
    expect([step, line, linearReward(tiersOf("0:0.5, 2:1"), -0.1)]).toEqual([0.5, 0.5, 0]);
  });
});

describe("tiers as text", () => {
  test("come back as they were", () => {
    expect(formatTiers(tiersOf(DEFAULT_TIERS))).toBe(DEFAULT_TIERS);
    expect(formatTiers(tiersOf(" 1 : 0.50,2:1 "))).toBe("1:0.5, 2:1");
  });

  test.each([
    ["", { type: "shape" }],
    ["1:0.5,", { type: "shape" }],
    ["-1:0.5", { type: "shape" }],
    ["1:0.5; 2:1", { type: "shape" }],
    ["1e2:1", { type: "shape" }],
    [Array.from({ length: 21 }, (_, at) => `${at}:1`).join(), { type: "shape" }],
    ["101:1", { type: "percent", percent: 101 }],
    ["1:1.5", { type: "reward", reward: 1.5 }],
    ["1:0.5, 1:0.7", { type: "order", percent: 1 }],
    ["2:0.5, 1:0.7", { type: "order", percent: 1 }],
  ])("%j is refused", (text, problem) => {
    expect(parseTiers(text)).toEqual({ ok: false, problem });
  });

  test("no text makes them throw", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseTiers(text)));
    expect(parseTiers("1:1,".repeat(100_000)).ok).toBe(false);
  });
});

test("weights are the same up to a factor", () => {
  const { weights } = WEIGHT_PRESETS.default;
  expect(sameWeights(weights, { word: 2, phrase: 3, sentence: 5 })).toBe(true);
  expect(sameWeights(weights, WEIGHT_PRESETS.story.weights)).toBe(false);
});
