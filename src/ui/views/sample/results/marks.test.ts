import { expect, test } from "vitest";
import { rowMarks } from "./marks";

test("few samples are shown one by one: right, wrong, a number, or without a reward", () => {
  expect(rowMarks([1, 0, undefined])).toEqual({
    kind: "each",
    marks: [{ kind: "right" }, { kind: "wrong" }, { kind: "failed" }],
  });
  expect(rowMarks([0.25, 1])).toEqual({
    kind: "each",
    marks: [{ kind: "value", value: 0.25 }, { kind: "right" }],
  });
  expect(rowMarks([])).toEqual({ kind: "each", marks: [] });
});

test("many are counted, or have a mean; those without a reward are in neither", () => {
  expect(rowMarks([1, 1, 0, 0, 1, 1, undefined])).toEqual({ kind: "share", right: 4, of: 6, failed: 1 });
  expect(rowMarks([0.5, 1, 0, 0.5])).toEqual({ kind: "mean", mean: 0.5, of: 4, failed: 0 });
});
