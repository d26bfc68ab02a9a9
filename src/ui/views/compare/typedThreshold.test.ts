import fc from "fast-check";
import { expect, test } from "vitest";
import { measure } from "../../../core/compare/measures";
import { readThreshold, typedThreshold, typedUnit } from "./typedThreshold";

const js = measure("js");
const probability = measure("probabilityDifference");

test("a threshold is typed in the unit it is shown in", () => {
  expect(readThreshold(js, "0.1", "nats")).toBe(0.1);
  expect(readThreshold(js, "1", "bits")).toBeCloseTo(Math.LN2, 12);
  expect(readThreshold(probability, "20", "nats")).toBe(0.2);
  expect([typedUnit(js, "bits"), typedUnit(probability, "bits")]).toEqual(["bits", "%"]);
});

test("a comma and the unit itself may be typed", () => {
  expect([readThreshold(js, "0,25 nats", "nats"), readThreshold(probability, " 5 % ", "nats")]).toEqual([
    0.25, 0.05,
  ]);
});

test("the unit that is typed counts, and must be one of the measure's", () => {
  expect(readThreshold(js, "1 bits", "nats")).toBeCloseTo(Math.LN2, 12);
  expect(readThreshold(js, "0.1 nat", "bits")).toBe(0.1);
  expect([readThreshold(js, "5 %", "nats"), readThreshold(probability, "1 bit", "nats")]).toEqual([
    undefined,
    undefined,
  ]);
});

test("powers of ten may be typed", () => {
  expect([readThreshold(js, "1e-3", "nats"), readThreshold(js, ".5E1 nats", "nats")]).toEqual([0.001, 5]);
});

test("what is no size is none", () => {
  for (const typed of ["", " ", "a", "-1", "1e9999", "Infinity", "0.1.2", "."]) {
    expect(readThreshold(js, typed, "nats")).toBeUndefined();
  }
});

test("what stands in the field, entered as it is, changes nothing that is seen", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 10, noNaN: true }),
      fc.constantFrom("nats", "bits"),
      (size, unit) => {
        const threshold = Math.round(size * 1e4) / 1e4;
        const read = readThreshold(js, typedThreshold(js, threshold, unit), unit);
        expect(Math.abs((read ?? NaN) - threshold)).toBeLessThanOrEqual(1e-5 * Math.max(1, threshold));
      },
    ),
  );
});
