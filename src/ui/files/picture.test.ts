import { describe, expect, it } from "vitest";
import type { Token } from "../../core/model";
import { measureScale } from "../token/measured";
import { measure } from "../../core/compare/measures";
import { parsedSvg as parsed } from "../../../tests/support/parsedSvg";
import { hexOfValue, pictureSvg, type PictureData } from "./picture";

const texts = ["Let", " me", "\n", "<b>&\"'", "\u0007bell", "\ud800", " שלום"];
const tokens = texts.map((text, id): Token => ({ id, text, kind: "text" }));
const js = measure("js");

const data: PictureData = {
  title: "How many <r> in strawberry?",
  subtitle: "A & B",
  tokens,
  values: Float64Array.from([0.5, 0.01, 0.2, Infinity, 0, NaN, 0.1]),
  measure: js.label,
  lineLabel: "along",
  histogramLabel: "often",
  scale: measureScale(js),
  threshold: 0.1,
  mirrored: false,
  whole: false,
  format: String,
  formatThreshold: String,
  cut: (shown, total) => `${shown} of ${total}`,
};

const svg = (changes: Partial<PictureData> = {}) =>
  pictureSvg({ ...data, ...changes }, (text) => 10 * text.length);

describe("pictureSvg", () => {
  it("is one well-formed SVG with plain colours and nothing that only browsers know", () => {
    const text = svg();
    expect(text).not.toMatch(/var\(|color-mix|foreignObject|<style|class=|href/);
    const { attributes } = parsed(text);
    expect(attributes).toContainEqual(["font-family", "sans-serif"]);
    const numeric = ["x", "y", "x1", "x2", "y1", "y2", "width", "height", "textLength"];
    const numbers = attributes.flatMap(([name, value]) => (numeric.includes(name) ? [value] : []));
    expect(numbers.length).toBeGreaterThan(50);
    for (const number of numbers) expect(Number(number)).not.toBeNaN();
  });

  it("holds every token's text, escaped, with what is invisible marked", () => {
    const { texts: all } = parsed(svg());
    for (const shown of ["Let", "me", "↵", "<b>&\"'", "U+0007bell", "U+D800", "שלום"])
      expect(all).toContain(shown);
    expect(all).toContain("How many <r> in strawberry?");
  });

  it("underlines tokens in the colour of their value, thicker above the threshold", () => {
    const text = svg();
    expect(text).toContain(`height="4.5" fill="${hexOfValue(data.scale, 0.5)}"`);
    expect(text).toContain(`height="2.5" fill="${hexOfValue(data.scale, 0.01)}"`);
    expect(hexOfValue(data.scale, NaN)).toBe("none");
  });

  it("draws classes, measures of two signs, and a text without numbers", () => {
    for (const id of ["shiftClass", "rankDifference", "probabilityDifference"] as const) {
      const scale = measureScale(measure(id));
      parsed(svg({ scale, mirrored: id !== "shiftClass", whole: id !== "probabilityDifference" }));
    }
    parsed(svg({ tokens: [], values: new Float64Array(0) }));
  });

  it("says how many tokens of a long text it shows", () => {
    const long = Array.from({ length: 3001 }, (_, id): Token => ({ id, text: "a", kind: "text" }));
    expect(svg({ tokens: long, values: new Float64Array(3001) })).toContain("3000 of 3001");
  });
});
