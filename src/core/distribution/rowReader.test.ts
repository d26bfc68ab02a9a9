import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLogprobs } from "../../../tests/support/distributions";
import { plainRowReader, rowReader } from "./rowReader";

const row = fc.integer({ min: 1, max: 60 }).chain(anyLogprobs);

describe("rowReader", () => {
  test("finds the entries of a stretch that reach a threshold, as the plain reader does", () => {
    const stretch = fc.tuple(fc.nat({ max: 16 }), fc.nat({ max: 70 }));
    fc.assert(
      fc.property(row, stretch, fc.nat({ max: 59 }), (logprobs, [quarter, to], index) => {
        const threshold = logprobs[index % logprobs.length]!;
        const found = [...rowReader(logprobs).atLeast(4 * quarter, to, threshold)];
        const expected = [...plainRowReader(logprobs).atLeast(4 * quarter, to, threshold)];
        expect(found).toEqual(expected);
      }),
    );
  });

  test("ranks as the plain reader does", () => {
    fc.assert(
      fc.property(row, fc.nat({ max: 59 }), (logprobs, index) => {
        const id = index % logprobs.length;
        expect(rowReader(logprobs).rank(id)).toBe(plainRowReader(logprobs).rank(id));
      }),
    );
  });

  test("adds up the mass of a stretch as the plain reader does", () => {
    fc.assert(
      fc.property(row, fc.nat({ max: 14 }), (logprobs, quarter) => {
        const from = Math.min(4 * quarter, logprobs.length - (logprobs.length % 4));
        for (const to of [from, logprobs.length]) {
          const mass = rowReader(logprobs).mass(from, to);
          expect(Math.abs(mass - plainRowReader(logprobs).mass(from, to))).toBeLessThan(1e-11);
        }
      }),
    );
  });
});
