import { describe, expect, test } from "vitest";
import { middleSpan, movedBy, spanBetween, withEdgeAt } from "./brush";

describe("a brushed span", () => {
  test("runs between two positions in whichever order they came", () => {
    expect(spanBetween(7, 3)).toEqual([3, 7]);
    expect(spanBetween(4, 4)).toEqual([4, 4]);
  });

  test("turns round when one end is dragged past the other", () => {
    expect(withEdgeAt([3, 7], "from", 9, 20)).toEqual([7, 9]);
    expect(withEdgeAt([3, 7], "to", 5, 20)).toEqual([3, 5]);
  });

  test("stops at the ends of the chart", () => {
    expect(withEdgeAt([3, 7], "to", 99, 20)).toEqual([3, 19]);
    expect(withEdgeAt([3, 7], "from", -5, 20)).toEqual([0, 7]);
  });

  test("keeps its length when it is moved", () => {
    expect(movedBy([3, 7], 2, 20)).toEqual([5, 9]);
    expect(movedBy([3, 7], -10, 20)).toEqual([0, 4]);
    expect(movedBy([3, 7], 100, 20)).toEqual([15, 19]);
  });

  test("begins as the middle third", () => {
    expect(middleSpan(9)).toEqual([3, 5]);
    expect(middleSpan(1)).toEqual([0, 0]);
    expect(middleSpan(2)).toEqual([0, 1]);
  });
});
