import { describe, expect, test } from "vitest";
import { normalLogprobs } from "../../../../tests/support/distributions";
import { jsContribution } from "../../divergence/contributions";
import { Kernel, kernel } from "./kernel";
import { SUMS, kernelModule } from "./program";
import type { DivergenceSums } from "./kernel";

/** The sums as they are defined. */
function plainSums(a: Float32Array, b: Float32Array): DivergenceSums {
  const sums = { pLogP: 0, qLogQ: 0, pGap: 0, qGap: 0, p: 0, q: 0, distance: 0, js: 0, hasZero: false };
  for (const [id, x] of a.entries()) {
    const y = b[id]!;
    const [p, q] = [Math.exp(x), Math.exp(y)];
    sums.pLogP += p * x;
    sums.qLogQ += q * y;
    sums.pGap += p * (x - y);
    sums.qGap += q * (x - y);
    sums.p += p;
    sums.q += q;
    sums.distance += Math.abs(p - q);
    sums.js += jsContribution(x, y);
  }
  return sums;
}

describe("kernel", () => {
  const kernel1 = new Kernel(kernelModule());

  test("is a module that the engine accepts", () => {
    expect(kernel()).toBeInstanceOf(Kernel);
  });

  test.each([1, 2, 3, 4, 5, 63, 64, 1000, 50_257])("adds up %d entries as the plain loop does", (size) => {
    const a = normalLogprobs(size, 1);
    const b = normalLogprobs(size, 2);
    const computed = kernel1.divergence(a, b);
    const expected = plainSums(a, b);
    for (const name of SUMS) expect(Math.abs(computed[name] - expected[name])).toBeLessThan(1e-10);
    expect(computed.hasZero).toBe(false);
  });

  test("gives the same after a longer row, as its memory keeps nothing", () => {
    const [a, b] = [normalLogprobs(10, 3), normalLogprobs(10, 4)];
    const before = kernel1.divergence(a, b);
    kernel1.divergence(normalLogprobs(200_000, 5), normalLogprobs(200_000, 6));
    expect(kernel1.divergence(a, b)).toEqual(before);
  });

  test("is exactly 0 in every gap between a row and itself", () => {
    const a = normalLogprobs(999, 7);
    expect(kernel1.divergence(a, a)).toMatchObject({ pGap: 0, qGap: 0, distance: 0, js: 0 });
  });

  test.each([0, 1, 2, 3, 4])("sees an impossible token at place %d of 5", (place) => {
    const a = Float32Array.of(-2, -2, -2, -2, -2);
    expect(kernel1.divergence(a, a.with(place, -Infinity)).hasZero).toBe(true);
    expect(kernel1.divergence(a.with(place, -Infinity), a).hasZero).toBe(true);
  });

  test("has an exponential good to 14 digits down to e^−44, and 0 below", () => {
    for (let x = 0; x > -43.9; x -= 0.01007) {
      const p = kernel1.divergence(Float32Array.of(x), Float32Array.of(0)).p;
      expect(Math.abs(p / Math.exp(Math.fround(x)) - 1)).toBeLessThan(1e-14);
    }
    expect(kernel1.divergence(Float32Array.of(-1e4), Float32Array.of(-1e30)).p).toBe(0);
  });

  test("has a JS term good to 2e-12 at every gap", () => {
    for (let gap = 0; gap < 50; gap += 0.00707) {
      const [x, y] = [Math.fround(-1), Math.fround(-1 - gap)];
      const js = kernel1.divergence(Float32Array.of(x), Float32Array.of(y)).js;
      expect(Math.abs(js - jsContribution(x, y))).toBeLessThan(2e-12);
    }
  });
});
