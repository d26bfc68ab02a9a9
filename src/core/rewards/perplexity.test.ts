import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { perplexity, perplexityReward as reward, type PerplexityUnit } from "./perplexity";
import { readOptions } from "./readOptions";
import type { RewardInput } from "./reward";

/** Numbers made by others lie beside the repository where they are there at all; they are read, never copied. */
const FILE = new URL("../../../../shared/oracles/rl_losses.json", import.meta.url);
const HAS_ORACLE = existsSync(FILE);
const ORACLE = HAS_ORACLE ? "oracle" : "oracle (skipped: ../shared/oracles/rl_losses.json is not here)";

interface OracleCase {
  nll: number[];
  n_bytes: number;
  n_chars: number;
  n_words: number;
  ppl_token: number;
  ppl_word: number;
  ppl_char: number;
  ppl_byte: number;
}

/** A text with as many words, characters and bytes, cut into as many tokens. */
function textWith({ nll, n_words: words, n_chars: characters, n_bytes: bytes }: OracleCase): string[] {
  const wide = bytes - characters;
  const first = "é".repeat(wide) + "x".repeat(characters - wide - 2 * (words - 1));
  const text = first + " x".repeat(words - 1);
  return nll.map((_, at) => text.slice(at, at === nll.length - 1 ? undefined : at + 1));
}

function cases(): OracleCase[] {
  if (!HAS_ORACLE) return [];
  const file = JSON.parse(readFileSync(FILE, "utf8")) as { perplexity: { cases: OracleCase[] } };
  return file.perplexity.cases;
}

describe.skipIf(!HAS_ORACLE)(`perplexity against the ${ORACLE}`, () => {
  test("agrees on all of its cases, per token, word, character and byte", () => {
    expect(cases()).toHaveLength(3);
    for (const row of cases()) {
      const of = (unit: PerplexityUnit) => perplexity({ tokens: textWith(row), nll: row.nll }, unit);
      const expected = [row.ppl_token, row.ppl_word, row.ppl_char, row.ppl_byte];
      (["token", "word", "character", "byte"] as const).forEach((unit, at) => {
        expect(of(unit)! / expected[at]!).toBeCloseTo(1, 11);
      });
    }
  });
});

const INPUT: RewardInput = {
  question: "q",
  prompt: "q",
  answer: "é 😀",
  extracted: undefined,
  reference: undefined,
  tokens: 2,
  row: {},
  likelihoods: { b: { tokens: ["é", " 😀"], nll: [1, 3] } },
  index: 0,
};

function score(options: Record<string, unknown>, likelihoods = INPUT.likelihoods) {
  return reward.score({ ...INPUT, likelihoods }, readOptions(reward, { model: "b", ...options }).options);
}

describe("the perplexity reward", () => {
  test.each([
    ["token", 2],
    ["word", 2],
    ["character", 3],
    ["byte", 7],
  ])("per %s divides the surprise by %i", (unit, count) => {
    const value = expect.closeTo(Math.exp(4 / count), 12) as number;
    expect(score({ unit, value: "raw" })).toEqual({ ok: true, value, details: { perplexity: value } });
  });

  test("is 1/perplexity, −ln perplexity or perplexity", () => {
    expect(score({})).toMatchObject({ value: expect.closeTo(Math.exp(-2), 12) as number });
    expect(score({ value: "negative-log" })).toMatchObject({ value: expect.closeTo(-2, 12) as number });
    expect(score({ value: "negative-log" }, { b: { tokens: ["a"], nll: [0] } })).toMatchObject({ value: 0 });
  });

  test("of an impossible token is 0, and no number where it would be infinite", () => {
    const impossible = { b: { tokens: ["a"], nll: [Infinity] } };
    expect(score({}, impossible)).toEqual({ ok: true, value: 0, details: {} });
    expect(score({ value: "raw" }, impossible)).toEqual({
      ok: false,
      why: "not-a-number",
      detail: "Infinity",
    });
    expect(score({ value: "negative-log" }, impossible)).toMatchObject({ detail: "-Infinity" });
  });

  test("says why there is none", () => {
    expect(score({ model: "a" })).toEqual({ ok: false, why: "no-likelihood" });
    expect(score({}, { b: { tokens: [], nll: [] } })).toEqual({
      ok: false,
      why: "no-likelihood",
      detail: "empty-answer",
    });
    expect(reward.needs(readOptions(reward, { model: "c" }).options)).toEqual({ likelihoods: ["c"] });
  });
});
