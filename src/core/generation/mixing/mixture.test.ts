import { describe, expect, test } from "vitest";
import { normalLogprobs, ofProbabilities } from "../../../../tests/support/distributions";
import { logSoftmax } from "../../distribution/logSoftmax";
import { mix } from "./mixture";

const [a, b, c] = [normalLogprobs(40, 1), normalLogprobs(40, 2), normalLogprobs(40, 3)];
const mass = (row: Float32Array) => row.reduce((sum, logprob) => sum + Math.exp(logprob), 0);

function close(row: Float32Array, other: Float32Array): void {
  expect(Math.max(...row.map((value, id) => Math.abs(value - other[id]!)))).toBeLessThan(1e-5);
}

describe("mix", () => {
  test("interpolates in log space: the weighted geometric mean, normalised", () => {
    const mixed = mix({ a, b }, { type: "interpolate", alpha: 0.3 });
    close(mixed, logSoftmax(a.map((value, id) => 0.7 * value + 0.3 * b[id]!)));
    expect(mass(mixed)).toBeCloseTo(1, 5);
  });

  test("is A at 0 and B at 1, of probabilities 0 too", () => {
    const [one, other] = [ofProbabilities(0.5, 0.5, 0), ofProbabilities(0, 0.25, 0.75)];
    for (const type of ["interpolate", "proxy"] as const)
      close2(mix({ a: one, b: other }, { type, alpha: 0 }), one);
    close2(mix({ a: one, b: other }, { type: "interpolate", alpha: 1 }), other);
  });

  test("proxy-tunes: A moved by what B has over C", () => {
    const mixed = mix({ a, b, c }, { type: "proxy", alpha: 0.8 });
    close(mixed, logSoftmax(a.map((value, id) => value + 0.8 * (b[id]! - c[id]!))));
  });

  test("of proxy-tuning against A itself is the interpolation", () => {
    for (const alpha of [0.4, 1, 1.5]) {
      close(mix({ a, b }, { type: "proxy", alpha }), mix({ a, b }, { type: "interpolate", alpha }));
    }
  });

  test("leaves out what a model with a weight rules out, whatever the weight's sign", () => {
    const [one, other] = [ofProbabilities(0.2, 0.5, 0.3), ofProbabilities(0, 0.5, 0.5)];
    expect(mix({ a: one, b: other }, { type: "interpolate", alpha: 0.5 })[0]).toBe(-Infinity);
    expect(mix({ a: other, b: one }, { type: "interpolate", alpha: 1.5 })[0]).toBe(-Infinity);
    expect(mix({ a: one, b: one, c: other }, { type: "proxy", alpha: 1 })[0]).toBe(-Infinity);
  });

  test("says when nothing is left", () => {
    const [one, other] = [ofProbabilities(1, 0), ofProbabilities(0, 1)];
    expect(() => mix({ a: one, b: other }, { type: "interpolate", alpha: 0.5 })).toThrow(/leaves no token/);
  });
});

/** Rows with −∞ in the same places. */
function close2(row: Float32Array, other: Float32Array): void {
  expect([...row].map((value) => value === -Infinity)).toEqual(
    [...other].map((value) => value === -Infinity),
  );
  row.forEach((value, id) => {
    if (value > -Infinity) expect(value).toBeCloseTo(other[id]!, 5);
  });
}
