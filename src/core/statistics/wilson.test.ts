import { expect, test } from "vitest";
import { wilson } from "./wilson";

test("wilson gives the score interval: 8 of 10, and a width where all are alike", () => {
  expect(wilson(8, 10).low).toBeCloseTo(0.4902, 4);
  expect(wilson(8, 10).high).toBeCloseTo(0.9433, 4);
  expect(wilson(6, 6)).toEqual({ low: expect.closeTo(6 / (6 + 3.8415), 4) as number, high: 1 });
  expect(wilson(0, 6).low).toBe(0);
  expect(wilson(0, 6).high).toBeCloseTo(1 - wilson(6, 6).low, 12);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});
