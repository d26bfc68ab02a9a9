import fc from "fast-check";
import { expect, test } from "vitest";
import { SETTING_ROWS, SETTINGS } from "./settings";
import { clampNumber, readValue, writeValue } from "./values";

test("a number becomes the nearest one within the bounds of its row and on its step", () => {
  expect(clampNumber(SETTINGS.temperature, 1.02)).toBe(1);
  expect(clampNumber(SETTINGS.temperature, 0.1 + 0.2)).toBe(0.3);
  expect(clampNumber(SETTINGS.temperature, 99)).toBe(SETTINGS.temperature.max);
  expect(clampNumber(SETTINGS.threshold, 0.0000249)).toBe(0.00002);
  expect(Object.is(clampNumber(SETTINGS.threshold, -0.000001), 0)).toBe(true);
  expect(clampNumber(SETTINGS.seed, 7.5)).toBe(8);
});

test("a number put right stays as it is, and is off by half a step at most", () => {
  for (const [, row] of SETTING_ROWS) {
    if (row.kind !== "number") continue;
    expect(clampNumber(row, row.default)).toBe(row.default);
    fc.assert(
      fc.property(fc.double({ min: row.min, max: row.max, noNaN: true }), (number) => {
        const right = clampNumber(row, number);
        expect(clampNumber(row, right)).toBe(right);
        expect(Math.abs(right - number)).toBeLessThanOrEqual((row.step / 2) * (1 + 1e-6));
        expect([right >= row.min, right <= row.max]).toEqual([true, true]);
      }),
    );
  }
});

test("names are those that there are, each once; others are dropped and told", () => {
  const { hidden } = SETTINGS;
  expect(writeValue(hidden, ["unit", "write-a"])).toBe("unit.write-a");
  expect(readValue(hidden, "unit.write-a.unit")).toEqual({ value: ["unit", "write-a"] });
  expect(readValue(hidden, "")).toEqual({ value: [] });
  expect(readValue(hidden, "unit.read-outs.constructor")).toEqual({
    value: ["unit"],
    problem: { type: "dropped", names: "read-outs, constructor" },
  });
});

test("positions are each there once, and those named again are told; token ids may repeat", () => {
  expect(readValue(SETTINGS.pins, "3.3.4.3.90.4")).toEqual({
    value: [3, 4, 90],
    problem: { type: "repeated", numbers: "3, 4" },
  });
  expect(readValue(SETTINGS.pins, "3.4")).toEqual({ value: [3, 4] });
  const many = Array.from({ length: SETTINGS.pins.maxLength + 1 }, (_, position) => position);
  expect(readValue(SETTINGS.pins, [...many, 0].join("."))).toEqual({
    value: many.slice(0, -1),
    problem: { type: "cut", length: many.length, limit: SETTINGS.pins.maxLength },
  });
  expect(readValue(SETTINGS.solutionIds, "3.3.4")).toEqual({ value: [3, 3, 4] });
});

test("a lesson is a name or packed, and refused with what is expected", () => {
  expect(readValue(SETTINGS.lesson, "distribution")).toEqual({ value: "distribution" });
  expect(readValue(SETTINGS.lesson, `~${"a".repeat(60_001)}`)).toMatchObject({
    value: "",
    problem: { type: "refused", expected: expect.stringContaining("at most 60000 characters") as string },
  });
});
