import { describe, expect, test } from "vitest";
import { walkPolicy } from "../../../../../tests/support/walkPolicy";

describe("hysteresis", () => {
  test("takes over above the threshold, hands back below the lower one, and stays between the two", () => {
    expect(walkPolicy({ policy: "hysteresis" }, [0.1, 0.4, 0.6, 0.4, 0.3, 0.2, 0.4, 0.51])).toMatchObject({
      authors: "aabbbaab",
      switches: ["2 a→b: KL A‖B 0.6 > 0.5", "5 b→a: KL A‖B 0.2 < 0.25", "7 a→b: KL A‖B 0.51 > 0.5"],
    });
  });

  test("does nothing at a bound itself", () => {
    expect(walkPolicy({ policy: "hysteresis" }, [0.5, 0.5]).authors).toBe("aa");
    expect(walkPolicy({ policy: "hysteresis" }, [0.6, 0.25, 0.25, 0.5]).authors).toBe("bbbb");
  });

  test("an infinite divergence hands over, and is said as such", () => {
    expect(walkPolicy({ policy: "hysteresis" }, [Infinity, 0])).toMatchObject({
      authors: "ba",
      switches: ["0 a→b: KL A‖B ∞ > 0.5", "1 b→a: KL A‖B 0 < 0.25"],
    });
  });

  test("a threshold of 0 hands over at any divergence above 0, and never back", () => {
    expect(
      walkPolicy({ policy: "hysteresis", threshold: 0, switchBack: -1 }, [0, 0, 1e-9, 0, 0]).authors,
    ).toBe("aabbb");
  });

  test("equal bounds hand over at every crossing", () => {
    const choice = { policy: "hysteresis", threshold: 0.5, switchBack: 0.5 } as const;
    expect(walkPolicy(choice, [0.4, 0.6, 0.5, 0.4, 0.5, 0.6]).authors).toBe("abbaab");
  });

  test("goes on from whoever was forced", () => {
    const forced = [
      { position: 1, side: "b" as const },
      { position: 4, side: "a" as const },
    ];
    expect(walkPolicy({ policy: "hysteresis" }, [0, 0, 0.3, 0.2, 0.9, 0.4, 0.9], { forced })).toMatchObject({
      authors: "abbaaab",
      switches: ["1 a→b: by hand", "3 b→a: KL A‖B 0.2 < 0.25", "6 a→b: KL A‖B 0.9 > 0.5"],
    });
  });

  test("starts with B where told, and hands back at the first position if it is below", () => {
    expect(walkPolicy({ policy: "hysteresis", start: "b" }, [0.3, 0.1, 0.3]).authors).toBe("baa");
    expect(walkPolicy({ policy: "hysteresis", start: "b" }, [0.1]).switches).toEqual([
      "0 b→a: KL A‖B 0.1 < 0.25",
    ]);
  });
});
