import { expect, test } from "vitest";
import { passPath } from "./passPath";

const SIZE = { width: 64, height: 20 };

test("goes from the left edge to the right, 0 at the bottom and 1 at the top", () => {
  expect(passPath([0, 0.5, 1], SIZE)).toEqual({
    path: "M2,18L32,10L62,2",
    points: [
      { x: 2, y: 18 },
      { x: 32, y: 10 },
      { x: 62, y: 2 },
    ],
  });
});

test("of one share has no line, of many no dots, and leaves out what is no number", () => {
  expect(passPath([0.5], SIZE)).toEqual({ path: "", points: [{ x: 2, y: 10 }] });
  expect(passPath(Array<number>(32).fill(1), SIZE).points).toEqual([]);
  expect(passPath([NaN, 1], SIZE).path).toBe("");
});
