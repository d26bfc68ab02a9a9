import { describe, expect, test } from "vitest";
import { countNonFinite, nonFiniteKind, nonFiniteMarks } from "./nonFinite";

describe("nonFiniteKind", () => {
  test("names why a value cannot stand on an axis", () => {
    expect([0, -1e300, Infinity, -Infinity, NaN].map(nonFiniteKind)).toEqual([
      null,
      null,
      "infinite",
      "negative-infinite",
      "missing",
    ]);
  });
});

describe("nonFiniteMarks", () => {
  test("lists +∞, −∞ and NaN with their positions", () => {
    expect(nonFiniteMarks([1, Infinity, NaN, -Infinity, 0], 100)).toEqual([
      { position: 1, kind: "infinite" },
      { position: 2, kind: "missing" },
      { position: 3, kind: "negative-infinite" },
    ]);
  });

  test("is empty for finite values and for none", () => {
    expect(nonFiniteMarks([1, 2], 10)).toEqual([]);
    expect(nonFiniteMarks([], 10)).toEqual([]);
  });

  test("keeps the first of each kind per pixel column", () => {
    const marks = nonFiniteMarks(new Float64Array(10_000).fill(Infinity), 20);
    expect(marks.map((mark) => mark.position)).toEqual(
      Array.from({ length: 20 }, (_, column) => column * 500),
    );
  });
});

describe("countNonFinite", () => {
  test("counts both infinities together and NaN apart", () => {
    expect(countNonFinite([1, Infinity, -Infinity, NaN])).toEqual({ infinite: 2, missing: 1 });
  });
});
