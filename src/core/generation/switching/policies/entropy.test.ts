import { describe, expect, test } from "vitest";
import { walkPolicy } from "../../../../../tests/support/walkPolicy";

const seen = (...pairs: [number, number][]) => pairs.map(([entropyA, entropyB]) => ({ entropyA, entropyB }));

describe("entropy", () => {
  test("asks B where A is undecided, and hands back where B is sure", () => {
    const sights = seen([0.1, 9], [0.6, 0], [9, 0.3], [9, 0.2], [0.4, 0], [0.51, 9]);
    expect(walkPolicy({ policy: "entropy" }, sights)).toMatchObject({
      authors: "abbaab",
      switches: ["1 a→b: H(A) 0.6 > 0.5", "3 b→a: H(B) 0.2 < 0.25", "5 a→b: H(A) 0.51 > 0.5"],
    });
  });

  test("looks at the model that is active alone, whatever the divergence", () => {
    const sights = [
      { divergence: Infinity, entropyA: 0, entropyB: 9 },
      { divergence: Infinity, entropyA: 0.5, entropyB: 9 },
    ];
    expect(walkPolicy({ policy: "entropy" }, sights).authors).toBe("aa");
    expect(walkPolicy({ policy: "entropy", start: "b" }, sights).authors).toBe("bb");
  });

  test("does nothing at a bound itself", () => {
    expect(walkPolicy({ policy: "entropy" }, seen([0.5, 0])).authors).toBe("a");
    expect(walkPolicy({ policy: "entropy", start: "b" }, seen([9, 0.25])).authors).toBe("b");
  });

  test("goes on from whoever was forced, by that model's entropy", () => {
    const sights = seen([0, 0], [0, 0.3], [9, 0.3], [9, 0.2]);
    expect(walkPolicy({ policy: "entropy" }, sights, { forced: [{ position: 1, side: "b" }] })).toMatchObject(
      {
        authors: "abba",
        switches: ["1 a→b: by hand", "3 b→a: H(B) 0.2 < 0.25"],
      },
    );
  });

  test("has a usual threshold of its own, whatever the kind of divergence", () => {
    for (const kind of ["js", "tv", "klAB"] as const) {
      const choice = { policy: "entropy", kind, threshold: -1, switchBack: -1 } as const;
      expect(walkPolicy(choice, seen([1, 0], [1.01, 9], [9, 0.5], [9, 0.49])).authors).toBe("abba");
    }
  });
});
