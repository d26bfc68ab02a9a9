import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { walkPolicy } from "../../../../../tests/support/walkPolicy";

const ALL = { budgetTokens: 4096, budgetShare: 1, budgetQuantile: 0.9 };
const budget = (own: Partial<typeof ALL>, sights: readonly number[]) =>
  walkPolicy({ policy: "budget", own: { ...ALL, ...own } }, sights);
const count = (authors: string) => authors.replaceAll("a", "").length;

const divergences = fc.array(
  fc.oneof(fc.constantFrom(0, 0.5, Infinity), fc.double({ min: 0, max: 3, noNaN: true })),
  { maxLength: 120 },
);
/** Shares and quantiles as the page's controls give them, in hundredths. */
const hundredths = fc.integer({ min: 0, max: 100 });

describe("budget", () => {
  test("spends on the highest so far, and says the bar and what was spent", () => {
    expect(budget({ budgetTokens: 3, budgetQuantile: 1 }, [0.2, 0.1, 0.3, 0.3, 0.9])).toMatchObject({
      authors: "babba",
      switches: [
        "0 a→b: KL A‖B 0.2 ≥ 0.2, 0 of 3 spent",
        "1 b→a: KL A‖B 0.1 < 0.2, 1 of 3 spent",
        "2 a→b: KL A‖B 0.3 ≥ 0.3, 1 of 3 spent",
        "4 b→a: KL A‖B 0.9 ≥ 0.9, 3 of 3 spent",
      ],
    });
  });

  test("the bar is the running quantile: the median of all seen, this one included", () => {
    expect(budget({ budgetQuantile: 0.5 }, [5, 1, 3, 2, 4, 3]).authors).toBe("bababb");
  });

  test("a quantile of 0 spends wherever the models differ, of 1 at every new highest", () => {
    fc.assert(
      fc.property(divergences, (sights) => {
        const everywhere = sights.map((divergence) => (divergence > 0 ? "b" : "a")).join("");
        expect(budget({ budgetQuantile: 0 }, sights).authors).toBe(everywhere);
        const highest = sights.map((divergence, position) =>
          divergence > 0 && divergence === Math.max(...sights.slice(0, position + 1)) ? "b" : "a",
        );
        expect(budget({ budgetQuantile: 1 }, sights).authors).toBe(highest.join(""));
      }),
    );
  });

  test("takes nothing for a budget of 0 tokens or a share of 0", () => {
    expect(budget({ budgetTokens: 0 }, [1, 2, Infinity]).authors).toBe("aaa");
    expect(budget({ budgetShare: 0 }, [1, 2, Infinity]).authors).toBe("aaa");
  });

  test("takes nothing where the models agree", () => {
    expect(budget({ budgetQuantile: 0 }, [0, 0, 0]).authors).toBe("aaa");
  });

  test("any share allows one token, at the very first position too", () => {
    expect(budget({ budgetShare: 0.01, budgetQuantile: 0 }, new Array<number>(300).fill(1)).authors).toBe(
      `b${"a".repeat(198)}b${"a".repeat(99)}b`,
    );
  });

  test("never spends more than tokens and share allow, and all of both where every position is worth it", () => {
    fc.assert(
      fc.property(divergences, hundredths, fc.nat(20), hundredths, (sights, share, tokens, quantile) => {
        const own = { budgetTokens: tokens, budgetShare: share / 100, budgetQuantile: quantile / 100 };
        const { authors } = budget(own, sights);
        const allowed = (length: number) =>
          share === 0 ? 0 : Math.min(tokens, Math.max(1, Math.floor((share * length) / 100)));
        for (let length = 1; length <= authors.length; length++) {
          expect(count(authors.slice(0, length))).toBeLessThanOrEqual(allowed(length));
        }
        const every = budget({ ...own, budgetQuantile: 0 }, new Array<number>(120).fill(1)).authors;
        expect(count(every)).toBe(allowed(120));
      }),
    );
  });

  test.each([0.07, 0.14, 0.28, 0.29, 0.55, 0.57, 0.58])(
    "a share of %d of a hundred tokens is so many hundredths, however it rounds",
    (budgetShare) => {
      const { authors } = budget({ budgetShare, budgetQuantile: 0 }, new Array<number>(100).fill(1));
      expect(count(authors)).toBe(Math.round(budgetShare * 100));
    },
  );

  test("infinite divergences are the highest of all", () => {
    expect(budget({ budgetQuantile: 1 }, [Infinity, 7, Infinity]).authors).toBe("bab");
  });

  test("looks at neither the thresholds nor who was active", () => {
    const sights = [0.4, 0.1, 0.5];
    const own = { ...ALL, budgetQuantile: 1 };
    const some = walkPolicy({ policy: "budget", own, threshold: 9, start: "b" }, sights);
    expect(some.authors).toBe("bab");
  });
});
