import { describe, expect, test } from "vitest";
import { CHOICE } from "../../../../tests/support/switchedPair";
import { sightOf } from "../../../../tests/support/walkPolicy";
import { standingOf, type SwitchChoice } from "./choice";
import { decide } from "./decisions";

const LUCK = { seed: 1, sample: 0 };
const first = (choice: Partial<SwitchChoice>, divergence: number, luck = LUCK) =>
  decide(standingOf({ ...CHOICE, own: {}, ...choice }, luck), 0, sightOf(divergence), "js", undefined);

describe("standingOf", () => {
  test("begins with the model to start with", () => {
    expect(standingOf({ ...CHOICE, start: "b" }, LUCK).active).toBe("b");
  });

  test("gives the policy the thresholds as they are taken, not as they were set", () => {
    expect(first({ threshold: -1 }, 0.11).switch?.reason).toBe("JS 0.11 > 0.1");
    expect(first({ threshold: 0.3, switchBack: 0.9, start: "b" }, 0.29).switch?.reason).toBe("JS 0.29 < 0.3");
  });

  test("names the divergence of the chosen kind", () => {
    expect(first({ kind: "tv" }, 1).switch?.reason).toMatch(/^TV /);
  });

  test("gives the policy its own settings, and the default of what is missing", () => {
    expect(first({ policy: "budget", own: { budgetTokens: 2 } }, 1).switch?.reason).toMatch(/0 of 2 spent/);
    expect(first({ policy: "budget" }, 1).switch?.reason).toMatch(/0 of 8 spent/);
    expect(first({ policy: "budget", own: { stayTokens: 3 } }, 1).switch?.reason).toMatch(/0 of 8 spent/);
  });

  test("gives the policy the luck of seed and sample", () => {
    const own = { controlTokens: 1, controlLength: 2 };
    const authors = (luck: (n: number) => typeof LUCK) =>
      new Set([...Array(30).keys()].map((n) => first({ policy: "control", own }, 0, luck(n)).author));
    expect(authors((seed) => ({ seed, sample: 0 })).size).toBe(2);
    expect(authors((sample) => ({ seed: 1, sample })).size).toBe(2);
  });
});
