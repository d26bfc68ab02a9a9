import { expect, test } from "vitest";
import { alphaAfterKey } from "./alphaKey";

const shifted = (value: number, key: string) => alphaAfterKey(value, { key, shiftKey: true });

test("an arrow with Shift goes to the next tenth in its direction", () => {
  expect([0.5, 0.53, 0.59, -0.05, 0.1 + 0.2].map((value) => shifted(value, "ArrowRight"))).toEqual([
    0.6, 0.6, 0.6, 0, 0.4,
  ]);
  expect([0.5, 0.53, 0.01, 0, 0.7].map((value) => shifted(value, "ArrowLeft"))).toEqual([
    0.4, 0.5, 0, -0.1, 0.6,
  ]);
  expect([shifted(0.5, "ArrowUp"), shifted(0.5, "ArrowDown")]).toEqual([0.6, 0.4]);
});

test("arrows without Shift, and other keys, are the slider’s own", () => {
  expect(alphaAfterKey(0.5, { key: "ArrowRight", shiftKey: false })).toBeUndefined();
  expect([shifted(0.5, "Home"), shifted(0.5, "Tab")]).toEqual([undefined, undefined]);
});
