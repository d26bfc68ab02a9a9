import { describe, expect, test } from "vitest";
import { divergence } from "../gallery/data";
import type { Author } from "./authorRuns";
import { switchCurveLayout, type SwitchCurveData, type SwitchMark } from "./switchCurve.layout";

const mark = (position: number, to: "a" | "b"): SwitchMark => ({
  position,
  from: to === "a" ? "b" : "a",
  to,
  reason: "",
});

const data: SwitchCurveData = {
  values: [0.1, 0.5, 0, 0.2],
  authors: ["a", "b", "forced", "a"],
  switches: [mark(1, "b"), mark(3, "a")],
  threshold: 0.4,
  switchBack: 0.2,
  format: (value) => value.toFixed(2),
};

describe("switchCurveLayout", () => {
  test("draws a stem for each token in its author's colour, on an axis from 0 to a round top", () => {
    const { stems, stemWidth, top, plot, yTicks, thresholdY, switchBackY, bandTop } = switchCurveLayout(
      data,
      400,
      154,
    );
    expect({ stems, stemWidth, top, plot, yTicks, thresholdY, switchBackY, bandTop }).toMatchInlineSnapshot(`
      {
        "bandTop": 144,
        "plot": {
          "bottom": 116,
          "left": 0,
          "right": 400,
          "top": 16,
        },
        "stemWidth": 6,
        "stems": [
          {
            "author": "a",
            "path": "M50,116V96M350,116V76",
          },
          {
            "author": "b",
            "path": "M150,116V16",
          },
          {
            "author": "forced",
            "path": "M250,116V115",
          },
        ],
        "switchBackY": 76,
        "thresholdY": 36,
        "top": 0.5,
        "yTicks": [],
      }
    `);
  });

  test("keeps room for a preview where thresholds can be dragged, before there is one", () => {
    const room = switchCurveLayout(data, 400, 200, { draggable: true });
    expect(switchCurveLayout({ ...data, preview: { authors: [] } }, 400, 200).plot).toEqual(room.plot);
    expect(switchCurveLayout(data, 400, 200).plot.bottom).toBe(room.plot.bottom + 22);
  });

  test("undoes heights and moves by hundredths, stopping at the ends", () => {
    for (const log of [false, true]) {
      const { yOf, valueAt, moved, plot, top } = switchCurveLayout({ ...data, log }, 400, 1040);
      for (const value of [0.001, 0.02, 0.3, 0.5]) expect(valueAt(yOf(value))).toBeCloseTo(value, 2);
      expect([valueAt(-9), valueAt(plot.bottom), valueAt(2000)]).toEqual([top, 0, 0]);
      expect(moved(moved(0.2, 10), -10)).toBeCloseTo(0.2, 10);
      expect([moved(0.5, 500), moved(0.1, -500)]).toEqual([top, 0]);
    }
  });

  test("spreads small values on a logarithmic axis whose ticks are powers of ten", () => {
    const { yTicks, yOf, plot } = switchCurveLayout(
      { ...data, threshold: undefined, switchBack: undefined, log: true, top: 1 },
      400,
      338,
    );
    expect(yTicks.map(({ value }) => value)).toEqual([0.001, 0.01, 0.1, 1]);
    expect(yOf(0.01)).toBe((plot.top + plot.bottom) / 2);
    expect([yOf(0), yOf(1e-9)]).toEqual([plot.bottom, plot.bottom]);
  });

  test("shows a switch-back above the threshold at the threshold, and lines only for finite values", () => {
    const over = switchCurveLayout({ ...data, switchBack: 0.45 }, 400, 150);
    expect([over.switchBack, over.switchBackY]).toEqual([0.4, over.thresholdY]);
    const none = switchCurveLayout({ ...data, threshold: Infinity, switchBack: undefined }, 400, 150);
    expect([none.thresholdY, none.switchBackY]).toEqual([null, null]);
    expect(switchCurveLayout({ ...data, threshold: undefined }, 400, 150).switchBack).toBe(0.2);
  });

  test("stands still while a text is written, until a step is full", () => {
    const at = (count: number) =>
      switchCurveLayout(
        {
          ...data,
          values: divergence(count),
          authors: Array<Author>(count).fill("a"),
          switches: [],
          top: Math.LN2,
          growing: true,
        },
        640,
        150,
      );
    expect([0, 31, 32, 33].map((count) => at(count).places)).toEqual([32, 32, 32, 48]);
    expect(at(32).stems[0]?.path.startsWith(at(31).stems[0]?.path ?? "")).toBe(true);
    expect(at(10).positionAt(600)).toBe(9);
  });

  test("marks each hand-over at the edge where it acts, and several on one place as both", () => {
    const { glyphs, glyphAt } = switchCurveLayout(data, 400, 150);
    expect(glyphs.map(({ x, to }) => [x, to])).toEqual([
      [100, "b"],
      [300, "a"],
    ]);
    expect(glyphAt(104)?.marks).toEqual([mark(1, "b")]);
    expect(glyphAt(200)).toBeUndefined();
    const close = { ...data, switches: [mark(0, "b"), mark(1, "a"), mark(3, "b")] };
    expect(switchCurveLayout(close, 12, 150).glyphs.map(({ x, to, marks }) => [x, to, marks.length])).toEqual(
      [
        [0, "both", 2],
        [9, "b", 1],
      ],
    );
  });

  test("marks +∞ above the plot and what was not judged on the axis", () => {
    const { marks, stems, plot } = switchCurveLayout(
      { ...data, values: [Infinity, NaN, 0.1, 0.2], authors: ["b", "b", "a", "a"] },
      400,
      150,
    );
    expect(marks.map(({ kind, x, y }) => [kind, x, y])).toEqual([
      ["infinite", 50, 8],
      ["missing", 150, plot.bottom],
    ]);
    expect(stems[1]?.path).toBe(`M50,${plot.bottom}V${plot.top}`);
  });

  test("has neither stems nor ticks of positions for nothing, and keeps its room", () => {
    const empty = switchCurveLayout({ ...data, values: [], authors: [], switches: [] }, 400, 150);
    expect([empty.stems, empty.marks, empty.glyphs, empty.range]).toEqual([[], [], [], null]);
    expect(empty.plot).toEqual(switchCurveLayout(data, 400, 150).plot);
  });

  test("grows with the type, the plot giving way", () => {
    const large = switchCurveLayout(data, 400, 300, { type: 2 });
    expect([large.plot.top, large.plot.bottom]).toEqual([32, 300 - 76]);
  });

  test("never draws more stems than two pixels have, however many positions", () => {
    const count = 4000;
    const authors = Array.from({ length: count }, (_, at): Author => (at % 9 === 0 ? "b" : "a"));
    const { stems, stemWidth } = switchCurveLayout(
      { ...data, values: divergence(count), authors, switches: [] },
      640,
      150,
    );
    for (const { path } of stems) expect(path.split("M").length).toBeLessThanOrEqual(322);
    expect(stemWidth).toBe(1.5);
  });

  test("refuses positions without an author, and more than it is made for", () => {
    expect(() => switchCurveLayout({ ...data, authors: ["a"] }, 400, 150)).toThrow(
      "Each position has one author: got 4 values and 1 authors",
    );
    const many = new Float64Array(100_001);
    expect(() => switchCurveLayout({ ...data, values: many }, 400, 150)).toThrow("at most 100000 positions");
  });
});
