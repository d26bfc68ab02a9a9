import { expect, test } from "vitest";
import { rowMarks } from "./marks";

const checked = (...totals: (number | undefined)[]) =>
  rowMarks(
    totals,
    totals.map((total) => (total === undefined ? undefined : total >= 1)),
  );

test("few samples are shown one by one: right, wrong, a number, or without a reward", () => {
  expect(checked(1, 0, undefined)).toEqual({
    kind: "each",
    marks: [{ kind: "right" }, { kind: "wrong" }, { kind: "failed" }],
  });
  expect(checked(0.25, 1)).toEqual({
    kind: "each",
    marks: [{ kind: "value", value: 0.25, right: false }, { kind: "right" }],
  });
  expect(checked()).toEqual({ kind: "each", marks: [] });
});

test("a reward is a number where it says something else than right or wrong, or nothing was checked", () => {
  expect(rowMarks([1, 0], [undefined, undefined])).toEqual({
    kind: "each",
    marks: [
      { kind: "value", value: 1 },
      { kind: "value", value: 0 },
    ],
  });
  expect(rowMarks([0, 1], [true, false])).toEqual({
    kind: "each",
    marks: [
      { kind: "value", value: 0, right: true },
      { kind: "value", value: 1, right: false },
    ],
  });
});

test("many are counted, or have a mean; those without a reward are in neither", () => {
  expect(checked(1, 1, 0, 0, 1, 1, undefined)).toEqual({ kind: "share", right: 4, of: 6, failed: 1 });
  expect(checked(0.5, 1, 0, 0.5)).toEqual({ kind: "mean", mean: 0.5, of: 4, failed: 0 });
  expect(rowMarks([1, 1, 0, 0], [])).toEqual({ kind: "mean", mean: 0.5, of: 4, failed: 0 });
});
