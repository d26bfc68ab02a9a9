import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyPair, float64Logprobs } from "../../../tests/support/distributions";
import { golden } from "../../../tests/support/golden";
import { jsContribution, klContribution } from "./contributions";
import { js } from "./js";
import { kl } from "./kl";

describe("contributions", () => {
  test.each(golden.pairs)("add up to KL and JS: $name", ({ a, b, values }) => {
    const [p, q] = [float64Logprobs(a), float64Logprobs(b)];
    const sum = (contribution: typeof klContribution) =>
      p.reduce((total, logprob, id) => total + contribution(logprob, q[id]!), 0);
    expect(sum(jsContribution)).toBeCloseTo(values.js, 11);
    if (values.klAB === Infinity) expect(sum(klContribution)).toBe(Infinity);
    else expect(Math.abs(sum(klContribution) - values.klAB)).toBeLessThan(1e-11 * (1 + values.klAB));
  });

  test("of float32 rows add up to the divergence but for the masses' rounding", () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        const sum = (contribution: typeof klContribution) =>
          a.reduce((total, logprob, id) => total + contribution(logprob, b[id]!), 0);
        expect(Math.abs(sum(jsContribution) - js(a, b))).toBeLessThan(1e-6);
        const whole = kl(a, b);
        if (whole < Infinity) expect(Math.abs(sum(klContribution) - whole)).toBeLessThan(1e-5);
        else expect(sum(klContribution)).toBe(Infinity);
      }),
    );
  });

  test("to KL are 0 for an impossible token, ∞ where B rules it out, negative where B gives it more", () => {
    expect(klContribution(-Infinity, -1)).toBe(0);
    expect(klContribution(-Infinity, -Infinity)).toBe(0);
    expect(klContribution(-1, -Infinity)).toBe(Infinity);
    expect(klContribution(-1e4, -Infinity)).toBe(Infinity);
    expect(klContribution(-2, -1)).toBeLessThan(0);
  });

  test("to JS are ½ p ln 2 where one side rules the token out", () => {
    const expected = 0.5 * Math.exp(-1) * Math.LN2;
    expect(jsContribution(-1, -Infinity)).toBeCloseTo(expected, 15);
    expect(jsContribution(-Infinity, -1)).toBeCloseTo(expected, 15);
    expect(jsContribution(-1, -1e5)).toBeCloseTo(expected, 15);
    expect(jsContribution(-Infinity, -Infinity)).toBe(0);
  });

  test("to JS are symmetric, not negative, and equal to the formula with logarithms of sums", () => {
    const logprob = fc.double({ min: -60, max: 0, noNaN: true });
    fc.assert(
      fc.property(logprob, logprob, (x, y) => {
        const [p, q] = [Math.exp(x), Math.exp(y)];
        const m = (p + q) / 2;
        const formula = 0.5 * p * (x - Math.log(m)) + 0.5 * q * (y - Math.log(m));
        expect(jsContribution(x, y)).toBe(jsContribution(y, x));
        expect(jsContribution(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.abs(jsContribution(x, y) - formula)).toBeLessThan(1e-14);
      }),
    );
  });

  test("to JS of nearly equal probabilities follow p·gap²/8", () => {
    const gap = 1e-6;
    expect(jsContribution(-1, -1 - gap) / ((Math.exp(-1) * gap * gap) / 8)).toBeCloseTo(1, 4);
  });
});
