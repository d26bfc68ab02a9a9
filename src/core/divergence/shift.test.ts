import { expect, test } from "vitest";
import { shiftClass } from "./shift";

test("a token is unshifted at rank 1, marginal at 2 and 3, shifted from 4 on", () => {
  expect([1, 2, 3, 4, 151_936].map(shiftClass)).toEqual([
    "unshifted",
    "marginal",
    "marginal",
    "shifted",
    "shifted",
  ]);
});
