import { expect, test } from "vitest";
import type { Arm } from "./arms";
import { findingOf, LEAST_PROBLEMS } from "./finding";
import type { StudyPoint } from "./points";

const point = (arm: Arm, reward: number, share = 0): StudyPoint => ({
  ...{ arm, reward, share, n: LEAST_PROBLEMS, low: reward, high: reward, tokens: 100, fromB: 100 * share },
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

test("findingOf claims nothing of few problems, nor of rewards that are all alike", () => {
  const points = [a, at(0.1, 0.85, 0.05), b];
  const few = points.map((one) => ({ ...one, n: LEAST_PROBLEMS - 1 }));
  expect(findingOf(few)).toEqual({ type: "unsure", why: "few", a: few[0], b: few[2] });
  expect(findingOf(points)).toMatchObject({ type: "recovered" });
  const alike = [point({ series: "a" }, 0), at(0.1, 1, 0.05), point({ series: "b" }, 1, 1)];
  expect(findingOf(alike)).toMatchObject({ type: "unsure", why: "alike" });
  expect(findingOf([alike[0]!, at(0.1, 0.9, 0.05), alike[2]!])).toMatchObject({ type: "recovered" });
});

test("findingOf says where B does not lead, and nothing before there is anything to say", () => {
  expect(findingOf([b, { ...b, arm: { series: "a" } }])).toMatchObject({ type: "no-lead" });
  expect(findingOf([a, b])).toBeUndefined();
  expect(findingOf([])).toBeUndefined();
});
