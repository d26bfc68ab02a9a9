import { describe, expect, test } from "vitest";
import { contextTail, rankedBars } from "./rankedList.layout";

describe("rankedBars", () => {
  test("are relative to the largest finite size, whatever the sign", () => {
    expect(rankedBars([4, -2, 1])).toEqual([100, 50, 25]);
  });

  test("are full for infinities, and nothing for 0 and NaN", () => {
    expect(rankedBars([Infinity, -Infinity, 3, 0, NaN])).toEqual([100, 100, 100, 0, 0]);
    expect(rankedBars([0, 0])).toEqual([0, 0]);
    expect(rankedBars([])).toEqual([]);
  });
});

describe("contextTail", () => {
  test("keeps a short context and the end of a long one", () => {
    expect(contextTail("it has")).toBe("it has");
    expect(contextTail("abcdefghij", 4)).toBe("…ghij");
  });

  test("puts line breaks on one line and never cuts a character in two", () => {
    expect(contextTail("one\n\n two")).toBe("one two");
    expect(contextTail("ab👩c", 2)).toBe("…👩c");
  });
});
