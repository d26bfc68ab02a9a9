import { describe, expect, test } from "vitest";
import { sightOf } from "../../../../tests/support/walkPolicy";
import { decide, type Standing } from "./decisions";
import type { PolicyStep, Seen } from "./policy";

/** A policy that gives the position to B and notes what it is shown. */
function noting(): { standing: Standing; shown: Seen[] } {
  const shown: Seen[] = [];
  const step: PolicyStep = (seen) => {
    shown.push(seen);
    return { active: "b", reason: "as always", next: step };
  };
  return { standing: { step, active: "a" }, shown };
}

const STATISTICS = { entropyA: 1, entropyB: 2, klAB: 3, klBA: 4, js: 0.5, totalVariation: 0.6 };

describe("decide", () => {
  test("shows the policy the divergence of the chosen kind, both entropies and who was active", () => {
    const { standing, shown } = noting();
    decide(standing, 4, STATISTICS, "tv", undefined);
    expect(shown).toEqual([{ position: 4, active: "a", divergence: 0.6, entropyA: 1, entropyB: 2 }]);
  });

  test("a switch is there exactly where the author is another one than before", () => {
    const { standing } = noting();
    const one = decide(standing, 4, STATISTICS, "klBA", undefined);
    expect(one).toMatchObject({
      author: "b",
      switch: { position: 4, from: "a", to: "b", divergence: 4, reason: "as always" },
      next: { active: "b" },
    });
    expect(decide(one.next, 5, STATISTICS, "klBA", undefined)).not.toHaveProperty("switch");
  });

  test("a forced side writes whatever the policy says, and the policy sees it active next", () => {
    const { standing, shown } = noting();
    const forced = decide(standing, 0, sightOf(0), "js", { position: 0, side: "a" });
    expect(forced).toMatchObject({ author: "a", next: { active: "a" } });
    expect(forced).not.toHaveProperty("switch");
    const later = decide(forced.next, 1, sightOf(0), "js", { position: 1, side: "b" });
    expect(later.switch).toMatchObject({ from: "a", to: "b", reason: "by hand" });
    expect(shown.map(({ active }) => active)).toEqual(["a", "a"]);
  });

  test("a forced token alone leaves the author to the policy", () => {
    const { standing } = noting();
    expect(decide(standing, 0, sightOf(0), "js", { position: 0, token: 9 })).toMatchObject({
      author: "b",
      switch: { reason: "as always" },
    });
  });
});
