import type { ScatterPoint, ScatterTone } from "../charts/scatterPlot.layout";
import type { ScatterPlotProps } from "../charts/scatterPlot.props";
import { Draws } from "../../core/random";
import type { Frame } from "./items";

export interface ScatterItem {
  chart: "ScatterPlot";
  props: Omit<ScatterPlotProps, "onBrush" | "onChoose">;
  fixed?: true;
}

const TONES: readonly ScatterTone[] = ["a", "b", "neutral"];
const decimals = (digits: number) => (value: number) => value.toFixed(digits);
const axes = {
  x: { label: "mean JS, nats", format: decimals(2) },
  y: { label: "Reward", format: decimals(1) },
  names: { a: "base", b: "rl", neutral: "switched" },
  describe: (index: number) => `answer ${index + 1}`,
};

/** Answers whose reward is the likelier the less the models disagree on them; of 0 and 1, or of all between. */
function answers(count: number, graded = false, tones = TONES, seed = 11): ScatterPoint[] {
  const draws = new Draws(seed, "test", 4);
  return Array.from({ length: count }, (_, index) => {
    const x = 0.3 * draws.next() * draws.next();
    const luck = draws.next();
    const level = Math.max(0, Math.min(1, 0.9 - 2 * x));
    return {
      x,
      y: graded ? Math.round(1000 * (0.7 * level + 0.3 * luck)) / 1000 : luck < level ? 1 : 0,
      tone: tones[index % tones.length] as ScatterTone,
    };
  });
}

/** The scatter plot in every state that a golden file holds it to. */
export const SCATTER_ITEMS: readonly (Frame & ScatterItem)[] = [
  {
    id: "scatter-typical",
    chart: "ScatterPlot",
    caption: "Rewards of 0 and 1 against the models' disagreement: a lane an author. Drag a rectangle.",
    props: { points: answers(90), ...axes },
  },
  {
    id: "scatter-graded",
    chart: "ScatterPlot",
    caption: "Rewards of all sizes; one answer is chosen.",
    props: { points: answers(60, true, ["a", "b"]), ...axes, chosen: 7 },
  },
  {
    id: "scatter-brushed",
    chart: "ScatterPlot",
    caption: "What lies beyond the brushed rectangle steps back.",
    props: { points: answers(60, true), ...axes, region: { x: [0, 0.05], y: [0.5, 1] } },
  },
  {
    id: "scatter-missing",
    chart: "ScatterPlot",
    caption: "Answers without one of the values are counted, not drawn.",
    props: {
      points: answers(12).map((point, index) => (index % 4 === 0 ? { ...point, x: NaN } : point)),
      ...axes,
    },
    fixed: true,
  },
  {
    id: "scatter-one",
    chart: "ScatterPlot",
    caption: "The first answer has come in.",
    props: { points: [{ x: 0.04, y: 1, tone: "b" }], ...axes },
  },
  {
    id: "scatter-empty",
    chart: "ScatterPlot",
    caption: "No answers yet: the room is kept.",
    props: { points: [], ...axes },
  },
  {
    id: "scatter-narrow",
    chart: "ScatterPlot",
    caption: "On a phone.",
    width: 342,
    props: { points: answers(60), ...axes },
  },
  {
    id: "scatter-dark",
    chart: "ScatterPlot",
    caption: "In the dark.",
    theme: "dark",
    props: { points: answers(30, true), ...axes },
  },
];
