import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { walkPolicy } from "../../../../../tests/support/walkPolicy";

describe("average", () => {
  test("begins with the first divergence and mixes in each later one", () => {
    // 1, then 0.5·1 + 0.5·0 = 0.5, then 0.25, then 0.125, then 0.5·0.125 + 0.5·1 = 0.5625
    expect(walkPolicy({ policy: "average", own: { averageFactor: 0.5 } }, [1, 0, 0, 0, 1])).toMatchObject({
      authors: "bbbab",
      switches: [
        "0 a→b: average KL A‖B 1 > 0.5",
        "3 b→a: average KL A‖B 0.125 < 0.25",
        "4 a→b: average KL A‖B 0.563 > 0.5",
      ],
    });
  });

  test("a single peak after calm passes where the threshold rule would hand over", () => {
    const sights = [0, 0, 0, 0.9, 0, 0];
    expect(walkPolicy({ policy: "average" }, sights).authors).toBe("aaaaaa");
    expect(walkPolicy({ policy: "hysteresis" }, sights).authors).toBe("aaabaa");
  });

  test("without memory is the threshold rule", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.25, 0.3, 0.5, 0.6, 4)), (sights) => {
        expect(walkPolicy({ policy: "average", own: { averageFactor: 0 } }, sights).authors).toBe(
          walkPolicy({ policy: "hysteresis" }, sights).authors,
        );
      }),
    );
  });

  test("one infinite divergence counts as 20 and wears off", () => {
    // 20, then half as much at every position: below 0.25 after 7 halvings
    const { authors, switches } = walkPolicy({ policy: "average", own: { averageFactor: 0.5 } }, [
      Infinity,
      ...new Array<number>(9).fill(0),
    ]);
    expect(authors).toBe("bbbbbbbaaa");
    expect(switches[0]).toBe("0 a→b: average KL A‖B 20 > 0.5");
  });

  test("stays between 0 and 20 with the longest memory, and finite for ever", () => {
    const sights = new Array<number>(500).fill(Infinity);
    expect(walkPolicy({ policy: "average", own: { averageFactor: 0.99 } }, sights).authors).toBe(
      "b".repeat(500),
    );
  });

  test("sees what was at forced positions too", () => {
    const own = { averageFactor: 0.5 };
    const forced = [{ position: 0, side: "a" as const }];
    expect(walkPolicy({ policy: "average", own }, [2, 0], { forced })).toMatchObject({
      authors: "ab",
      switches: ["1 a→b: average KL A‖B 1 > 0.5"],
    });
  });
});
