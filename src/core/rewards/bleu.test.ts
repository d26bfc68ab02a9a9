import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { rewardGolden } from "../../../tests/support/rewardGolden";
import { outcomeOf, valueOf } from "../../../tests/support/rewardInput";
import { bleu } from "./bleu";
import { CORPUS_BLEU, corpusBleu } from "./bleu/corpusBleu";

const anyText = fc
  .array(fc.constantFrom("the", "cat", "sat", "on", "3.5", ",", ".", "\n", "naïve", "👍"), { maxLength: 30 })
  .map((words) => words.join(" "));

describe("the BLEU reward", () => {
  test.each(rewardGolden.cases)("gives the golden values: $name", ({ answer, reference, ...golden }) => {
    const texts = { answer, reference };
    for (const { tokenizer, smoothing, value, score } of golden.bleu) {
      const options = { tokenizer, smoothing, smoothingValue: value ?? -1 };
      expect(valueOf(bleu, texts, options)).toBeCloseTo(score, 12);
    }
    expect(valueOf(bleu, texts, { effectiveOrder: false })).toBeCloseTo(golden.wholeOrder, 12);
    expect(valueOf(bleu, texts, { lowercase: true, maxOrder: 2 })).toBeCloseTo(golden.lowercasePairs, 12);
  });

  it("of a corpus is the golden value, and not the mean of its sentences", () => {
    const segments = rewardGolden.cases.map(({ answer, reference }) => ({
      hypothesis: answer,
      references: [reference],
    }));
    expect(corpusBleu(segments).score / 100).toBeCloseTo(rewardGolden.corpusBleu, 12);
  });

  it("takes the nearest length and each word from whichever of several references has it more often", () => {
    const references = ["red red", "red green blue", undefined, "blue"];
    const { score, brevityPenalty, precisions } = corpusBleu([{ hypothesis: "red red blue", references }], {
      ...CORPUS_BLEU,
      maxOrder: 1,
    });
    expect([score, brevityPenalty, precisions]).toEqual([expect.closeTo(100, 10), 1, [100]]);
  });

  it("of an empty corpus, and without any reference, is 0", () => {
    expect(corpusBleu([]).score).toBe(0);
    expect(corpusBleu([{ hypothesis: "a b c d", references: [undefined] }]).score).toBe(0);
  });

  it("stays from 0 to 1, and is 1 for a text and itself", () => {
    fc.assert(
      fc.property(anyText, anyText, (answer, reference) => {
        const value = valueOf(bleu, { answer, reference });
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        const same = valueOf(bleu, { answer, reference: answer });
        expect(same).toBeCloseTo(answer.trim() === "" ? 0 : 1, 12);
      }),
    );
  });

  it("looks at what was found, where asked to, and at nothing where nothing was found", () => {
    const texts = { answer: "I say: red green", reference: "red green" };
    expect(valueOf(bleu, { ...texts, extracted: "red green" }, { of: "extracted" })).toBeCloseTo(1, 12);
    expect(valueOf(bleu, texts, { of: "extracted" })).toBe(0);
  });

  it("has no value without a reference", () => {
    expect(outcomeOf(bleu, { answer: "a" })).toEqual({ ok: false, why: "no-reference" });
  });

  it("says what it was made of", () => {
    const outcome = outcomeOf(bleu, { answer: "the cat", reference: "the cat sat on the mat" });
    expect(outcome).toMatchObject({
      details: { precisions: "100.0 / 100.0 / 0.0 / 0.0", words: 2, referenceWords: 6 },
    });
  });

  it.each(["a ", ". ", "x", " ", "\n", "&amp;", "-\n"])(
    "is bounded for 100 000 characters of %j",
    (piece) => {
      const text = piece.repeat(100_000 / piece.length);
      for (const tokenizer of ["13a", "intl", "char", "none"])
        expect(outcomeOf(bleu, { answer: text, reference: `${text}.` }, { tokenizer }).ok).toBe(true);
    },
  );
});
