import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { walkPolicy } from "../../../../../tests/support/walkPolicy";

describe("window", () => {
  test("decides by the mean of the last w divergences, fewer at the beginning", () => {
    // means: 0.6, 0.45, 0.3, 0.1, 0.6, 0.6, 0.6, 0
    expect(
      walkPolicy({ policy: "window", own: { windowPositions: 3 } }, [0.6, 0.3, 0, 0, 1.8, 0, 0, 0]),
    ).toMatchObject({
      authors: "bbbabbba",
      switches: [
        "0 a→b: mean KL A‖B 0.6 > 0.5",
        "3 b→a: mean KL A‖B 0.1 < 0.25",
        "4 a→b: mean KL A‖B 0.6 > 0.5",
        "7 b→a: mean KL A‖B 0 < 0.25",
      ],
    });
  });

  test("of one position is the threshold rule", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.25, 0.3, 0.5, 0.6, 4, Infinity)), (sights) => {
        expect(walkPolicy({ policy: "window", own: { windowPositions: 1 } }, sights).authors).toBe(
          walkPolicy({ policy: "hysteresis" }, sights).authors,
        );
      }),
    );
  });

  test("wider than the text is the mean of all so far", () => {
    const sights = [0.25, 1, 0.25, 0, 0, 0, 0, 2];
    let sum = 0;
    const means = sights.map((sight, index) => (sum += sight) / (index + 1));
    expect(walkPolicy({ policy: "window", own: { windowPositions: 64 } }, sights).authors).toBe(
      walkPolicy({ policy: "hysteresis" }, means).authors,
    );
  });

  test("an infinite divergence counts as 20 and is gone after w positions", () => {
    const sights = [0, Infinity, 0, 0, 0];
    expect(walkPolicy({ policy: "window", own: { windowPositions: 3 } }, sights)).toMatchObject({
      authors: "abbba",
      switches: ["1 a→b: mean KL A‖B 10 > 0.5", "4 b→a: mean KL A‖B 0 < 0.25"],
    });
  });

  test("sees what was at forced positions too", () => {
    const forced = [{ position: 0, side: "a" as const }];
    expect(
      walkPolicy({ policy: "window", own: { windowPositions: 2 } }, [4, 0, 0], { forced }),
    ).toMatchObject({
      authors: "aba",
      switches: ["1 a→b: mean KL A‖B 2 > 0.5", "2 b→a: mean KL A‖B 0 < 0.25"],
    });
  });
});
