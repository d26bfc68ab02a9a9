import { expect, it } from "vitest";
import { cosineRate } from "./schedule";

const schedule = { peak: 1, final: 0.1, warmup: 4, steps: 15 };

it("rises linearly and reaches the peak with the last warm-up step", () => {
  expect([0, 1, 2, 3].map((step) => cosineRate(schedule, step))).toEqual([0.25, 0.5, 0.75, 1]);
});

it("falls along half a cosine: at the peak after the warm-up, half way in the middle, final at the last step", () => {
  expect(cosineRate(schedule, 4)).toBe(1);
  expect(cosineRate(schedule, 9)).toBeCloseTo(0.55, 12);
  expect(cosineRate(schedule, 14)).toBeCloseTo(0.1, 12);
});

it("stays at the final rate after the last step", () => {
  expect(cosineRate(schedule, 100)).toBeCloseTo(0.1, 12);
});

it("needs no warm-up", () => {
  expect(cosineRate({ ...schedule, warmup: 0 }, 0)).toBe(1);
});
