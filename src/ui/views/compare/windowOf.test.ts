import { expect, test } from "vitest";
import { windowOf } from "./windowOf";

test("draws what is seen and a little beyond", () => {
  expect(windowOf(1000, 300, 30, 150_000)).toEqual({ from: 21, to: 56 });
});

test("never leaves the list", () => {
  expect(windowOf(0, 300, 30, 5)).toEqual({ from: 0, to: 5 });
  expect(windowOf(90_000, 300, 30, 40)).toEqual({ from: 40, to: 40 });
  expect(windowOf(0, 300, 30, 0)).toEqual({ from: 0, to: 0 });
});
