import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLogprobs, normalLogprobs, ofProbabilities } from "../../../tests/support/distributions";
import { uniform } from "../random";
import { draw } from "./draw";

const ALMOST_ONE = 1 - 2 ** -53;

describe("draw", () => {
  test("inverts the distribution function in id order", () => {
    const logprobs = ofProbabilities(0.25, 0.5, 0.25);
    expect([0, 0.2499, 0.2501, 0.7499, 0.7501, ALMOST_ONE].map((u) => draw(logprobs, u))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  test("passes over tokens of probability 0, at both ends and between", () => {
    const logprobs = ofProbabilities(0, 0.5, 0, 0.5, 0);
    expect([0, 0.49, 0.51, ALMOST_ONE].map((u) => draw(logprobs, u))).toEqual([1, 1, 3, 3]);
  });

  test("never gives a token of probability 0", () => {
    const u = fc.double({ min: 0, max: ALMOST_ONE, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }).chain(anyLogprobs), u, (logprobs, u) => {
        expect(Math.exp(logprobs[draw(logprobs, u)]!)).toBeGreaterThan(0);
      }),
    );
  });

  test("equals walking through all tokens, in a vocabulary of many stretches", () => {
    const logprobs = normalLogprobs(20_011, 1);
    const total = logprobs.reduce((sum, logprob) => sum + Math.exp(logprob), 0);
    const walk = (u: number) => {
      let cumulated = 0;
      return logprobs.findIndex((logprob) => (cumulated += Math.exp(logprob)) > u * total);
    };
    const us = Array.from({ length: 300 }, (_, t) => uniform(5, "test", 0, t));
    expect(us.map((u) => draw(logprobs, u))).toEqual(us.map(walk));
  });

  test("finds its token where whole stretches are impossible", () => {
    const logprobs = new Float32Array(20_000).fill(-Infinity);
    logprobs[9_000] = Math.log(0.5);
    logprobs[19_999] = Math.log(0.5);
    expect([0, 0.4, 0.6, ALMOST_ONE].map((u) => draw(logprobs, u))).toEqual([9_000, 9_000, 19_999, 19_999]);
  });

  test("has the frequencies of the distribution", () => {
    const probabilities = [0.5, 0.25, 0, 0.15, 0.1];
    const logprobs = ofProbabilities(...probabilities);
    const n = 20_000;
    const counts = probabilities.map(() => 0);
    for (let t = 0; t < n; t++) counts[draw(logprobs, uniform(7, "test", 1, t))]!++;
    // Five standard deviations.
    probabilities.forEach((p, id) => {
      expect(Math.abs(counts[id]! / n - p)).toBeLessThanOrEqual(5 * Math.sqrt((p * (1 - p)) / n));
    });
  });

  test("refuses a distribution without any possible token", () => {
    expect(() => draw(Float32Array.of(-Infinity, -Infinity), 0.5)).toThrow(/none of 2 tokens/);
  });
});
