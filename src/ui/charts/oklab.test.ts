import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contrast,
  distanceOklab,
  mixOklab,
  oklabFromRgb,
  oklch,
  parseHex,
  rgbFromOklab,
  toHex,
} from "./oklab";

describe("oklab", () => {
  test("white is lightness 1 without colour, black is the origin", () => {
    const white = oklabFromRgb(parseHex("#ffffff"));
    expect(white[0]).toBeCloseTo(1, 6);
    expect(white[1]).toBeCloseTo(0, 6);
    expect(white[2]).toBeCloseTo(0, 6);
    expect(oklabFromRgb(parseHex("#000000"))).toEqual([0, 0, 0]);
  });

  test("pure red, green and blue are where CSS Color 4 puts them", () => {
    const published = {
      "#ff0000": [0.62796, 0.22486, 0.12585],
      "#00ff00": [0.86644, -0.23389, 0.1795],
      "#0000ff": [0.45201, -0.03246, -0.31153],
    };
    for (const [hex, lab] of Object.entries(published)) {
      oklabFromRgb(parseHex(hex)).forEach((value, axis) => expect(value).toBeCloseTo(lab[axis] as number, 3));
    }
  });

  test("every hex colour survives the way to OKLab and back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
        const hex = `#${number.toString(16).padStart(6, "0")}`;
        expect(toHex(rgbFromOklab(oklabFromRgb(parseHex(hex))))).toBe(hex);
      }),
    );
  });

  test("mixing walks the straight line: the middle is equally far from both ends", () => {
    const from = oklch(0.9, 0, 0);
    const to = oklch(0.4, 0.15, 325);
    const middle = mixOklab(from, to, 0.5);
    expect(distanceOklab(from, middle)).toBeCloseTo(distanceOklab(middle, to), 12);
    expect(mixOklab(from, to, 0)).toEqual(from);
  });

  test("contrast is 21 between black and white, 1 between equals, in either order", () => {
    const black = parseHex("#000000");
    const white = parseHex("#ffffff");
    expect(contrast(black, white)).toBeCloseTo(21, 10);
    expect(contrast(white, black)).toBeCloseTo(21, 10);
    expect(contrast(white, white)).toBe(1);
  });

  test("anything but #rrggbb is a bug of the caller", () => {
    expect(() => parseHex("#fff")).toThrow('expected #rrggbb, got "#fff"');
  });
});
