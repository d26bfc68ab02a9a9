import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { golden } from "../../../tests/support/golden";
import { float64Logprobs } from "../../../tests/support/distributions";
import { ExpectedError } from "../errors";
import { logSoftmax } from "./logSoftmax";
import { plainLogSoftmax, plainMax } from "./plainLogSoftmax";

/** Half a place of float32, relative, and what the kernel's exponential may add. */
const FLOAT32 = 6.1e-8;

/** Greatest relative difference (absolute below 1e-3) between rows that are −∞ at the same places. */
function worstError(computed: Float32Array, expected: Float32Array | Float64Array): number {
  return Float64Array.from(expected).reduce((worst, value, id) => {
    const other = computed[id]!;
    return other === value
      ? worst
      : Math.max(worst, Math.abs(other - value) / Math.max(1e-3, Math.abs(value)));
  }, 0);
}

describe("logSoftmax", () => {
  test("gives the golden log-probabilities at every temperature", () => {
    const logits = Float32Array.from(golden.temperatures.logits);
    for (const { temperature, logprobs } of golden.temperatures.rows) {
      const computed = logSoftmax(logits, { temperature });
      expect(worstError(computed, Float64Array.from(logprobs))).toBeLessThan(FLOAT32);
    }
  });

  test("is stable for logits of ±1e4", () => {
    expect([...logSoftmax(Float32Array.of(1e4, -1e4, 1e4))]).toEqual([
      Math.fround(-Math.LN2),
      -20000.693359375,
      Math.fround(-Math.LN2),
    ]);
  });

  test("does not change when all logits are shifted", () => {
    const logits = [0.5, -2, 3.25, 0];
    const shifted = logits.map((logit) => logit + 1000);
    expect(logSoftmax(Float32Array.from(shifted))).toEqual(logSoftmax(Float32Array.from(logits)));
  });

  test("leaves a logit of −∞ impossible", () => {
    expect([...logSoftmax(Float32Array.of(-Infinity, 2, -Infinity))]).toEqual([-Infinity, 0, -Infinity]);
  });

  test("cuts padded logits to the vocabulary before anything else", () => {
    const padded = Float32Array.of(1, 2, 3, 99, 99);
    expect(logSoftmax(padded, { size: 3 })).toEqual(logSoftmax(Float32Array.of(1, 2, 3)));
  });

  test("leaves its argument alone", () => {
    const logits = Float32Array.of(1, 2, 3);
    logSoftmax(logits, { temperature: 2 });
    expect([...logits]).toEqual([1, 2, 3]);
  });

  test.each([
    ["all −∞", [-Infinity, -Infinity]],
    ["not all numbers", [0, NaN, 1, 2, 3]],
    ["not all finite", [0, Infinity]],
  ])("refuses logits that are %s, as a failure a person can act on", (what, logits) => {
    const attempt = () => logSoftmax(Float32Array.from(logits));
    expect(attempt).toThrow(ExpectedError);
    expect(attempt).toThrow(new RegExp(`${logits.length} logits are ${what}`));
  });

  test.each([0, -1, NaN, Infinity])("refuses the temperature %d as a bug", (temperature) => {
    expect(() => logSoftmax(Float32Array.of(1, 2), { temperature })).toThrow(RangeError);
  });

  test.each([0, 4])("refuses to cut 3 logits to %d", (size) => {
    expect(() => logSoftmax(Float32Array.of(1, 2, 3), { size })).toThrow(/within 1 … 3/);
  });

  test("has mass 1 and agrees with float64 to float32's last digit", () => {
    const logit = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.array(logit, { minLength: 1, maxLength: 70 }), (logits) => {
        const rounded = Float32Array.from(logits);
        const exact = float64Logprobs([...rounded]);
        const mass = logSoftmax(rounded).reduce((sum, logprob) => sum + Math.exp(logprob), 0);
        expect(Math.abs(mass - 1)).toBeLessThan(1e-5);
        expect(worstError(logSoftmax(rounded), exact)).toBeLessThan(FLOAT32);
      }),
    );
  });

  test("equals the plain formula to the last place, whatever the length and temperature", () => {
    const logit = fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constant(-Infinity));
    fc.assert(
      fc.property(
        fc.array(logit, { minLength: 1, maxLength: 70 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (values, temperature) => {
          const logits = Float32Array.from([...values, 1]);
          const plain = plainLogSoftmax(logits, plainMax(logits), temperature);
          expect(worstError(logSoftmax(logits, { temperature }), plain)).toBeLessThan(2 * FLOAT32);
        },
      ),
    );
  });
});
