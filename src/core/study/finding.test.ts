import { expect, test } from "vitest";
import type { Arm } from "./arms";
import { findingOf } from "./finding";
import type { StudyPoint } from "./points";

const point = (arm: Arm, reward: number, share = 0): StudyPoint => ({
  ...{ arm, reward, share, n: 10, low: reward, high: reward },
  recovered: { value: (reward - 0.4) / 0.5, low: 0, high: 1 },
});
const a = point({ series: "a" }, 0.4);
const b = point({ series: "b" }, 0.9, 1);
const at = (sweep: number, reward: number, share: number) =>
  point({ series: "switched", sweep }, reward, share);
const random = (sweep: number, reward: number) => point({ series: "control", sweep }, reward, 0.05);

test("findingOf speaks of the fewest tokens from B that recover most of its lead, beside their control", () => {
  const points = [a, at(0.5, 0.4, 0), at(0.1, 0.85, 0.05), random(0.1, 0.42), at(0.01, 0.9, 0.2), b];
  expect(findingOf(points)).toEqual({ type: "recovered", a, b, at: points[2], control: points[3] });
});

test("findingOf speaks of the chosen value, and of the best one where none recovers most", () => {
  const points = [a, at(0.5, 0.41, 0), at(0.1, 0.6, 0.05), b];
  expect(findingOf(points)).toEqual({ type: "recovered", a, b, at: points[2] });
  expect(findingOf(points, 0.5)).toEqual({ type: "recovered", a, b, at: points[1] });
  expect(findingOf(points, 7)).toEqual({ type: "recovered", a, b, at: points[2] });
});

test("findingOf says where B does not lead, and nothing before there is anything to say", () => {
  expect(findingOf([b, { ...b, arm: { series: "a" } }])).toMatchObject({ type: "no-lead" });
  expect(findingOf([a, b])).toBeUndefined();
  expect(findingOf([])).toBeUndefined();
});
