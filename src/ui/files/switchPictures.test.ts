import { describe, expect, test } from "vitest";
import { SWITCH_ITEMS } from "../gallery/switchItems";
import { parsedSvg } from "../../../tests/support/parsedSvg";
import { frontierSvg, switchCurveSvg } from "./switchPictures";

const head = { title: "How many <r> in strawberry?", subtitle: "A & B" };

/** Every state of the gallery as a picture. */
const pictures = SWITCH_ITEMS.flatMap((item): [id: string, svg: string][] =>
  item.chart === "SwitchCurve"
    ? [[item.id, switchCurveSvg(item.props, head)]]
    : item.chart === "Frontier"
      ? [[item.id, frontierSvg(item.props, head)]]
      : [],
);
const pictureOf = (id: string) => pictures.find(([name]) => name === id)?.[1] ?? "";

describe("the pictures of switched generation", () => {
  test.each(pictures)("are one well-formed SVG with plain colours: %s", (_, svg) => {
    expect(svg).not.toMatch(/var\(|color-mix|foreignObject|<style|class=|href|NaN|Infinity/);
    const { texts, attributes } = parsedSvg(svg);
    expect(texts).toContain("How many <r> in strawberry?");
    const numeric = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"];
    for (const [name, value] of attributes)
      if (numeric.includes(name)) expect(Number(value), name).not.toBeNaN();
  });

  test("hold stems and band in the authors' colours, thresholds by name, and a mark for each hand-over", () => {
    const svg = pictureOf("switch-typical");
    for (const colour of ["#0072b2", "#d55e00", "#4f4f55"]) {
      expect(svg).toContain(`stroke="${colour}"`);
      expect(svg).toContain(`fill="${colour}"`);
    }
    const { texts } = parsedSvg(svg);
    expect(texts).toContain("take over above 0.20 nats");
    expect(texts).toContain("hand back below 0.10 nats");
  });

  test("hold every point, both references with their intervals, and what the lines are called", () => {
    const svg = pictureOf("frontier-typical");
    expect(svg.match(/<circle/g)).toHaveLength(14);
    expect(svg.match(/fill-opacity="0.13"/g)).toHaveLength(2);
    const { texts } = parsedSvg(svg);
    for (const text of ["base alone 0.22", "rl alone 0.71", "switched", "random control", "tokens from rl"])
      expect(texts).toContain(text);
  });
});
