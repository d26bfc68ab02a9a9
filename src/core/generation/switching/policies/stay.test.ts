import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { walkPolicy } from "../../../../../tests/support/walkPolicy";

const divergences = fc.array(fc.constantFrom(0, 0.1, 0.25, 0.3, 0.5, 0.6, Infinity), { maxLength: 30 });

describe("stay", () => {
  test("whoever took over writes at least n tokens, the first of them included", () => {
    expect(
      walkPolicy({ policy: "stay", own: { stayTokens: 3 } }, [0.9, 0, 0, 0, 0.9, 0.9, 0.9, 0.9]),
    ).toMatchObject({
      authors: "bbbaaabb",
      switches: ["0 a→b: KL A‖B 0.9 > 0.5", "3 b→a: KL A‖B 0 < 0.25", "6 a→b: KL A‖B 0.9 > 0.5"],
    });
  });

  test("who was there from the start owes nothing", () => {
    expect(walkPolicy({ policy: "stay", own: { stayTokens: 5 } }, [0.9]).authors).toBe("b");
    expect(walkPolicy({ policy: "stay", start: "b", own: { stayTokens: 5 } }, [0]).authors).toBe("a");
  });

  test("a longer stay needs no reason, and a shorter one is not made up for", () => {
    expect(walkPolicy({ policy: "stay", own: { stayTokens: 2 } }, [0.9, 0.3, 0.3, 0.3, 0, 0]).authors).toBe(
      "bbbbaa",
    );
  });

  test("of one token, is the threshold rule", () => {
    fc.assert(
      fc.property(divergences, (sights) => {
        expect(walkPolicy({ policy: "stay", own: { stayTokens: 1 } }, sights)).toMatchObject({
          authors: walkPolicy({ policy: "hysteresis" }, sights).authors,
        });
      }),
    );
  });

  test("leaves no stretch shorter than n but the first and the last", () => {
    fc.assert(
      fc.property(divergences, fc.integer({ min: 1, max: 6 }), (sights, stayTokens) => {
        const { authors } = walkPolicy({ policy: "stay", own: { stayTokens } }, sights);
        const stretches = authors.match(/a+|b+/g) ?? [];
        const inner = stretches.slice(authors.startsWith("a") ? 1 : 0, -1);
        expect(inner.filter((stretch) => stretch.length < stayTokens)).toEqual([]);
      }),
    );
  });

  test("says how many tokens are left where it stays against the rule", () => {
    const { decided } = walkPolicy({ policy: "stay", own: { stayTokens: 3 } }, [0.9, 0, 0, 0]);
    const forcedAway = walkPolicy({ policy: "stay", own: { stayTokens: 3 } }, [0.9, 0, 0], {
      forced: [{ position: 1, side: "a" }],
    });
    expect(decided.map(({ author }) => author)).toEqual(["b", "b", "b", "a"]);
    expect(forcedAway).toMatchObject({
      authors: "baa",
      switches: ["0 a→b: KL A‖B 0.9 > 0.5", "1 b→a: by hand"],
    });
  });
});
