import { expect, it } from "vitest";
import { rotaryTables } from "./rope";
import { TINY } from "./testModel";

it("turns nothing at position 0", () => {
  const { cos, sin } = rotaryTables(TINY, [0]);
  expect([...cos]).toEqual([1, 1, 1, 1, 1, 1]);
  expect([...sin]).toEqual([0, 0, 0, 0, 0, 0]);
});

it("turns the first pair by one radian a position, the others slower, both halves alike", () => {
  const { cos, sin } = rotaryTables(TINY, [0, 2]);
  const angles = [2, 2 * 10000 ** (-1 / 3), 2 * 10000 ** (-2 / 3)];
  expect([...cos.slice(6)]).toEqual([...angles, ...angles].map((angle) => Math.fround(Math.cos(angle))));
  expect([...sin.slice(6)]).toEqual([...angles, ...angles].map((angle) => Math.fround(Math.sin(angle))));
});
