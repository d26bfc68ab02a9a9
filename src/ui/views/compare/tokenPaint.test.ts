import { expect, test } from "vitest";
import { tokenLook, type Paint } from "./tokenPaint";

const paint: Paint = {
  values: Float64Array.of(0, 0.5, Infinity),
  scale: { kind: "sequential", domain: [0, 1] },
  threshold: 0.5,
  measure: "JS",
  format: (value) => `${value} nats`,
  range: null,
  interval: null,
  notes: new Map([[1, { number: 1, text: "Here the ways part." }]]),
};

test("a token shows its measure, and stands out where it lies above the threshold", () => {
  expect(tokenLook(paint, 1, "·two")).toEqual({
    colour: "color-mix(in oklab, var(--magnitude-high) 50%, var(--magnitude-low))",
    above: false,
    dim: false,
    note: "1",
    border: false,
    label: "Token 2: ·two, JS 0.5 nats, Note: Here the ways part.",
  });
  expect(tokenLook(paint, 2, "x").above).toBe(true);
});

test("a token that is not compared yet has no colour and claims no value", () => {
  expect(tokenLook(paint, 3, "x")).toEqual({
    colour: undefined,
    above: false,
    dim: false,
    note: undefined,
    border: false,
    label: "Token 4: x, not compared yet",
  });
});

test("tokens outside the brushed range are dimmed, its ends are not", () => {
  const brushed = { ...paint, range: [1, 2] as const };
  expect([0, 1, 2, 3].map((position) => tokenLook(brushed, position, "x").dim)).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test("tokens whose values lie outside a selected interval are dimmed, and those without a value", () => {
  const interval = { low: 0.2, high: 0.5, includesLow: true, includesHigh: true };
  const dim = (more: object) => [0, 1, 2, 3].map((at) => tokenLook({ ...paint, ...more }, at, "x").dim);
  expect(dim({ interval })).toEqual([true, false, true, true]);
  expect(dim({ interval, range: [0, 0] })).toEqual([true, true, true, true]);
});

test("a token can be somebody’s, have a line before it, and have more said of it", () => {
  const owned: Paint = {
    ...paint,
    tone: (at) => (at === 0 ? "b" : undefined),
    border: 2,
    said: (at) => `by ${at}`,
  };
  expect([0, 1, 2].map((at) => tokenLook(owned, at, "x").tone)).toEqual(["b", undefined, undefined]);
  expect([0, 1, 2].map((at) => tokenLook(owned, at, "x").border)).toEqual([false, false, true]);
  expect(tokenLook(owned, 0, "x").label).toBe("Token 1: x, JS 0 nats, by 0");
});
