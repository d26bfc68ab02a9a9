import { describe, expect, test } from "vitest";
import { linearPaths, stepPaths } from "./linePaths";

const xOf = (position: number) => 10 * position;
const yOf = (value: number) => 100 - 10 * value;
const points = [1, 3, NaN, 2].map((value, position) => ({ position, value }));

describe("stepPaths", () => {
  test("draw each position as a plateau from its edge to the next, with gaps at NaN", () => {
    expect(stepPaths(points, xOf, yOf)).toEqual({
      path: "M0,90H10V70H20M30,80H40",
      area: "M0,100V90H10V70H20V100ZM30,100V80H40V100Z",
    });
  });

  test("give a single value its whole stretch", () => {
    expect(stepPaths([{ position: 0, value: 1 }], xOf, yOf).path).toBe("M0,90H10");
  });

  test("draw nothing for no points", () => {
    expect(stepPaths([], xOf, yOf)).toEqual({ path: "", area: "" });
  });
});

describe("linearPaths", () => {
  test("run straight from value to value, with gaps at NaN; a value alone becomes a dot", () => {
    expect(linearPaths(points, xOf, yOf)).toEqual({
      path: "M0,90L10,70M30,80Z",
      area: "M0,90L10,70L10,100L0,100ZM30,80L30,100Z",
    });
  });

  test("draw nothing for no points", () => {
    expect(linearPaths([], xOf, yOf)).toEqual({ path: "", area: "" });
  });
});
