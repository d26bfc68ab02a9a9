import { describe, expect, test } from "vitest";
import { measure, MEASURES } from "../../core/compare/measures";
import { strengthOf, valueOf } from "../charts/scales";
import {
  formatMeasured,
  formatThreshold,
  measureScale,
  sizeScale,
  thresholdOf,
  USUAL_THRESHOLD,
} from "./measured";

const plain = (text: string) => text.replace(/\u00a0/g, " ");

test("every measure has colours over its own domain", () => {
  for (const row of MEASURES) {
    const scale = measureScale(row);
    const [low, high] = row.domain;
    expect(strengthOf(scale, low)).toBe(row.scale === "diverging" ? -1 : 0);
    expect(strengthOf(scale, high)).toBe(1);
  }
});

test("a threshold can be set anywhere between nothing and the end of the colours", () => {
  for (const row of MEASURES) {
    expect([valueOf(sizeScale(row), 0), valueOf(sizeScale(row), 1)]).toEqual([0, row.domain[1]]);
  }
});

test("the usual threshold is the measure's own", () => {
  expect(thresholdOf(measure("js"), USUAL_THRESHOLD)).toBe(0.1);
  expect(thresholdOf(measure("js"), 0)).toBe(0);
});

describe("formatMeasured", () => {
  test.each([
    ["js", 0.25, "nats", "0.250 nats"],
    ["js", 0.25, "bits", "0.361 bits"],
    ["js", 0, "nats", "0 nats"],
    ["klAB", Infinity, "bits", "∞"],
    ["tv", 0.00001, "nats", "<0.01 %"],
    ["probabilityDifference", -0.25, "nats", "−25.0 %"],
    ["rankDifference", 3, "nats", "+3"],
    ["rankDifference", -12, "nats", "−12"],
    ["rankDifference", 0, "nats", "0"],
    ["shiftClass", 2, "nats", "shifted"],
  ] as const)("writes %s of %d in %s as %s", (id, value, unit, expected) => {
    expect(plain(formatMeasured(measure(id), value, unit, true))).toBe(expected);
  });
});

describe("formatThreshold", () => {
  test.each([
    ["js", 0.25, "bits", "0.361 bits"],
    ["probabilityDifference", 0.2, "nats", "20.0 %"],
    ["tv", 0.2, "nats", "20.0 %"],
    ["rankDifference", 1, "nats", "1"],
    ["rankDifference", 2.96, "nats", "2"],
    ["shiftClass", 1.5, "nats", "marginal"],
  ] as const)("writes %s of %d in %s as %s: a size has no sign", (id, value, unit, expected) => {
    expect(plain(formatThreshold(measure(id), value, unit, true))).toBe(expected);
  });
});
