import { describe, expect, test } from "vitest";
import { lineNeighbour } from "./lineNeighbour";

/** Twelve tokens of width 10, five to a line, lines 20 apart. */
const place = (position: number) => {
  const left = (position % 5) * 10;
  const top = Math.floor(position / 5) * 20;
  return { left, right: left + 10, top, bottom: top + 18 };
};

describe("lineNeighbour", () => {
  test("is the token straight above or below", () => {
    expect(lineNeighbour(place, 7, 12, -1)).toBe(2);
    expect(lineNeighbour(place, 2, 12, 1)).toBe(7);
  });

  test("is the nearest one where the line is shorter", () => {
    expect(lineNeighbour(place, 9, 12, 1)).toBe(11);
  });

  test("looks no further than the neighbouring line", () => {
    expect(lineNeighbour(place, 0, 12, 1)).toBe(5);
  });

  test("there is none above the first line and below the last", () => {
    expect(lineNeighbour(place, 3, 12, -1)).toBeUndefined();
    expect(lineNeighbour(place, 11, 12, 1)).toBeUndefined();
  });
});
