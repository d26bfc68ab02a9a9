import { expect, test } from "vitest";
import type { Author } from "./authorRuns";
import { switchLabels } from "./switchCurve.labels";
import { switchCurveLayout } from "./switchCurve.layout";

const TEXTS = { takeOver: "take over above 0.10", handBack: "hand back below 0.05" };

function placed(values: number[], { threshold = 0.5, switchBack = 0.25, width = 600 } = {}) {
  const authors = values.map((): Author => "a");
  const data = { values, authors, switches: [], threshold, switchBack, top: 1, format: String };
  return switchLabels(switchCurveLayout(data, width, 216), values, TEXTS);
}

const flat = new Array<number>(40).fill(0.01);
const withPeak = (at: number) => flat.map((value, index) => (index === at ? 0.9 : value));

test("where no stem is, both texts stand at their ends of the lines", () => {
  expect(placed(flat)).toEqual({ takeOver: 0, handBack: 0 });
});

test("a stem at an end moves the text past it", () => {
  expect(placed(withPeak(0))).toMatchObject({ takeOver: 0 });
  expect(placed(withPeak(0)).handBack).toBeGreaterThan(15);
  expect(placed(withPeak(39)).takeOver).toBeGreaterThan(15);
});

test("where stems are everywhere, a text stays", () => {
  expect(placed(new Array<number>(40).fill(0.9))).toMatchObject({ takeOver: 0, handBack: 0 });
});

test("both lines at the foot: both texts above them and not on one another", () => {
  const values = flat.map((value, index) => (index < 20 ? 0.9 : value));
  const { takeOver, handBack } = placed(values, { threshold: 0.01, switchBack: 0.01 });
  expect(8 + handBack + TEXTS.handBack.length * 6.2).toBeLessThanOrEqual(
    600 - 8 - takeOver - TEXTS.takeOver.length * 6.2,
  );
});

test("a text keeps clear of the axis", () => {
  const { handBack } = placed(flat, { threshold: 0.9, switchBack: 0.62 });
  expect(handBack).toBeGreaterThan(0);
});

test("nothing drawn, nothing moved", () => {
  expect(placed([])).toMatchObject({ takeOver: 0, handBack: 0 });
});
