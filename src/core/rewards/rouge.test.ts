import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { rewardGolden } from "../../../tests/support/rewardGolden";
import { outcomeOf, valueOf } from "../../../tests/support/rewardInput";
import { rouge } from "./rouge";

const VARIANTS = ["rouge1", "rouge2", "rougeL", "rougeLsum"] as const;
const MEASURES = ["precision", "recall", "fmeasure"] as const;

const anyText = fc
  .array(fc.constantFrom("red", "green", "blue", "runs", "running", "\n", "é"), { maxLength: 25 })
  .map((words) => words.join(" "));

describe("the ROUGE reward", () => {
  test.each(rewardGolden.cases)("gives the golden values: $name", ({ answer, reference, rouge: golden }) => {
    for (const stemmer of [false, true])
      for (const variant of VARIANTS)
        for (const [at, measure] of MEASURES.entries()) {
          const goal = (stemmer ? golden.stems : golden.words)[variant][at]!;
          expect(valueOf(rouge, { answer, reference }, { variant, measure, stemmer })).toBeCloseTo(goal, 12);
        }
  });

  it("is 1 for a text and itself, and 0 for one without words", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const variant of VARIANTS) {
          const words = text.match(/[a-z]+/g)?.length ?? 0;
          const goal = words >= (variant === "rouge2" ? 2 : 1) ? 1 : 0;
          expect(valueOf(rouge, { answer: text, reference: text }, { variant })).toBeCloseTo(goal, 12);
        }
      }),
    );
  });

  it("gives precision and recall to each other when the texts change places", () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        for (const variant of ["rouge1", "rouge2", "rougeL"])
          expect(valueOf(rouge, { answer: one, reference: other }, { variant, measure: "recall" })).toBe(
            valueOf(rouge, { answer: other, reference: one }, { variant, measure: "precision" }),
          );
      }),
    );
  });

  it("is at most ROUGE-1 where order counts", () => {
    fc.assert(
      fc.property(anyText, anyText, (answer, reference) => {
        const of = (variant: string): number => valueOf(rouge, { answer, reference }, { variant }) ?? NaN;
        expect(of("rougeL")).toBeLessThanOrEqual(of("rouge1"));
        expect(of("rougeLsum")).toBeLessThanOrEqual(of("rouge1"));
      }),
    );
  });

  it("has no value without a reference", () => {
    expect(outcomeOf(rouge, { answer: "a" })).toEqual({ ok: false, why: "no-reference" });
  });

  it.each(["rouge1", "rouge2", "rougeL"])("%s is bounded for two texts of 100 000 characters", (variant) => {
    const text = "a ".repeat(50_000);
    expect(valueOf(rouge, { answer: text, reference: text }, { variant })).toBe(1);
  });

  it("Lsum refuses two texts of 100 000 characters, and takes one beside a usual reference", () => {
    const text = "a ".repeat(50_000);
    const options = { variant: "rougeLsum" };
    expect(outcomeOf(rouge, { answer: text, reference: text }, options)).toMatchObject({ why: "time-limit" });
    const reference = "a b c\n".repeat(60);
    expect(valueOf(rouge, { answer: text, reference }, { ...options, measure: "recall" })).toBeCloseTo(1 / 3);
  });

  it.each(["\n", "a\n", " \n"])("Lsum is bounded for 100 000 characters of %j", (piece) => {
    const text = piece.repeat(100_000 / piece.length);
    const { ok } = outcomeOf(rouge, { answer: text, reference: text }, { variant: "rougeLsum" });
    expect(ok).toBe(!piece.includes("a"));
  });
});
