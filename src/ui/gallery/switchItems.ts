import type { AuthorBandData } from "../charts/authorBand.layout";
import type { Author } from "../charts/authorRuns";
import type { FrontierProps } from "../charts/frontier.props";
import type { SwitchCurveProps } from "../charts/switchCurve.props";
import { divergence, sweep, switchedBy, withValues } from "./data";
import type { Frame } from "./items";

type Handlers = "onHover" | "onChoose" | "onThreshold" | "onSwitchBack" | "onDone";

export type SwitchItem =
  | { chart: "SwitchCurve"; props: Omit<SwitchCurveProps, Handlers>; fixed?: true }
  | { chart: "AuthorBand"; props: AuthorBandData & { label: string } }
  | { chart: "Frontier"; props: Omit<FrontierProps, "onChoose"> };

const nats = (value: number) =>
  value > 0 && value < 0.01 ? `${value.toFixed(4)} nats` : `${value.toFixed(2)} nats`;

function curve(values: Float64Array, threshold = 0.2, switchBack = 0.1): Omit<SwitchCurveProps, Handlers> {
  return {
    label: "JS divergence",
    format: nats,
    top: 0.7,
    values,
    ...switchedBy(values, threshold, switchBack),
    threshold,
    switchBack,
  };
}

function forcedAt(
  props: Omit<SwitchCurveProps, Handlers>,
  ...positions: number[]
): Omit<SwitchCurveProps, Handlers> {
  return {
    ...props,
    authors: props.authors.map((author, at): Author => (positions.includes(at) ? "forced" : author)),
  };
}

/** Neighbours resemble each other, so that B keeps writing for some tokens. */
function streaky(count: number, seed = 9): Float64Array {
  const raw = divergence(count, 0.09, seed);
  let kept = 0;
  return raw.map((value) => (kept = Math.max(value, 0.62 * kept)));
}

const SWEEP = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65];
const names = { a: "base", b: "rl" };
const a = { reward: 0.22, low: 0.17, high: 0.28 };
const b = { reward: 0.71, low: 0.65, high: 0.77 };
const frontier = { points: sweep(SWEEP), a, b, names, sweepLabel: "threshold" };
const first = frontier.points[0];

/** The charts of switched generation, in every state that a golden file holds them to. */
export const SWITCH_ITEMS: readonly (Frame & SwitchItem)[] = [
  {
    id: "switch-typical",
    chart: "SwitchCurve",
    caption: "A switched answer of 214 tokens: drag a line, and the thin band says what would be.",
    props: { ...forcedAt(curve(streaky(214)), 120), chosen: 64 },
  },
  {
    id: "switch-preview",
    chart: "SwitchCurve",
    caption:
      "While a line is dragged: whom the tokens would come from, and where the text would begin to differ.",
    props: {
      ...curve(streaky(120)),
      threshold: 0.45,
      preview: { authors: switchedBy(streaky(120), 0.45, 0.1).authors, firstDifference: 47 },
      hovered: 30,
    },
    fixed: true,
  },
  {
    id: "switch-log",
    chart: "SwitchCurve",
    caption: "A logarithmic axis spreads the small values.",
    props: { ...curve(divergence(120, 0.08, 3), 0.05, 0.002), log: true, top: 1 },
  },
  {
    id: "switch-growing",
    chart: "SwitchCurve",
    caption: "While it is written: the axis keeps place for what comes.",
    props: { ...curve(streaky(70)), growing: true },
  },
  {
    id: "switch-four-thousand",
    chart: "SwitchCurve",
    caption: "4000 tokens: no peak is lost, and close hand-overs share a mark.",
    props: curve(streaky(4000)),
  },
  {
    id: "switch-infinite",
    chart: "SwitchCurve",
    caption:
      "Infinite divergences are caps at the top; what was not judged, crosses. No threshold: nothing to drag.",
    props: {
      ...curve(withValues(divergence(60), { 8: Infinity, 30: NaN, 31: NaN })),
      label: "KL(A‖B)",
      switches: [],
      threshold: undefined,
      switchBack: undefined,
    },
    fixed: true,
  },
  {
    id: "switch-one",
    chart: "SwitchCurve",
    caption: "One token.",
    props: curve(Float64Array.of(0.42)),
  },
  {
    id: "switch-empty",
    chart: "SwitchCurve",
    caption: "Nothing yet: the thresholds can be set before.",
    props: { ...curve(new Float64Array(0)), growing: true },
  },
  {
    id: "switch-narrow",
    chart: "SwitchCurve",
    caption: "On a phone; both thresholds at the same height.",
    width: 342,
    props: curve(streaky(214), 0.2, 0.2),
  },
  {
    id: "switch-dark",
    chart: "SwitchCurve",
    caption: "In the dark.",
    theme: "dark",
    props: {
      ...forcedAt(curve(streaky(120)), 40, 41),
      preview: { authors: switchedBy(streaky(120), 0.1, 0.05).authors, firstDifference: 70 },
      chosen: 40,
    },
    fixed: true,
  },
  {
    id: "authors-typical",
    chart: "AuthorBand",
    caption: "Who wrote an answer, on its own.",
    props: { authors: switchedBy(streaky(214), 0.2).authors, label: "the answer" },
  },
  {
    id: "authors-same",
    chart: "AuthorBand",
    caption: "Other thresholds, the same text.",
    props: {
      authors: switchedBy(streaky(80), 0.2).authors,
      preview: { authors: switchedBy(streaky(80), 0.2).authors },
      label: "the answer",
    },
  },
  {
    id: "authors-empty",
    chart: "AuthorBand",
    caption: "Nothing written yet.",
    props: { authors: [], label: "the answer" },
  },
  {
    id: "frontier-typical",
    chart: "Frontier",
    caption: "Few tokens from B bring most of its reward; as many at random bring little.",
    props: { ...frontier, chosen: first ?? null },
  },
  {
    id: "frontier-one",
    chart: "Frontier",
    caption: "The first point has come in.",
    props: { ...frontier, points: frontier.points.slice(3, 4), b: undefined },
  },
  {
    id: "frontier-two",
    chart: "Frontier",
    caption: "Two points, and references that almost agree.",
    props: {
      ...frontier,
      points: frontier.points.slice(2, 4),
      a: { ...b, reward: 0.7, low: 0.66, high: 0.74 },
    },
  },
  {
    id: "frontier-equal",
    chart: "Frontier",
    caption: "Points on top of each other, intervals without width.",
    props: {
      names,
      sweepLabel: "budget",
      formatSweep: (value) => `${Math.round(100 * value)} %`,
      points: [0.1, 0.2, 0.3].flatMap((at) =>
        (["switched", "control"] as const).map((series) => ({
          series,
          sweep: at,
          share: 0,
          reward: 1,
          low: 1,
          high: 1,
          n: 1,
        })),
      ),
    },
  },
  {
    id: "frontier-refused",
    chart: "Frontier",
    caption: "What is no number is left out, and said.",
    props: {
      ...frontier,
      points: frontier.points.map((point, index) => (index % 5 === 1 ? { ...point, reward: NaN } : point)),
    },
  },
  {
    id: "frontier-empty",
    chart: "Frontier",
    caption: "No points yet: the room is kept.",
    props: { points: [], names, sweepLabel: "threshold" },
  },
  {
    id: "frontier-references",
    chart: "Frontier",
    caption: "A alone and B alone have been measured.",
    props: { ...frontier, points: [] },
  },
  {
    id: "frontier-narrow",
    chart: "Frontier",
    caption: "On a phone, with names of models from elsewhere.",
    width: 342,
    props: {
      ...frontier,
      names: { a: "an-owner/small-model-0.5B-base", b: "an-owner/small-model-0.5B-rl-math" },
    },
  },
  {
    id: "frontier-dark",
    chart: "Frontier",
    caption: "In the dark.",
    theme: "dark",
    props: frontier,
  },
];
