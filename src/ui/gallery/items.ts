import type { Candidate } from "../charts/candidateBars.layout";
import type { HistogramProps } from "../charts/histogram.props";
import type { LineChartProps } from "../charts/lineChart.props";
import type { RankedToken } from "../charts/rankedList.layout";
import type { ColourScale } from "../charts/scales";
import { differences, divergence, entropy, withValues } from "./data";
import { SCATTER_ITEMS, type ScatterItem } from "./scatterItems";
import { SWITCH_ITEMS, type SwitchItem } from "./switchItems";

type Handlers = "onHover" | "onChoose" | "onBrush" | "onThreshold";

export interface Frame {
  /** Also the golden file's name. */
  id: string;
  /** What is to be seen. */
  caption: string;
  /** CSS pixels; 640 where nothing is said. */
  width?: number;
  /** Shown in the other theme's colours than the page. */
  theme?: "dark";
}

export type GalleryItem = Frame &
  (
    | { chart: "LineChart"; props: Omit<LineChartProps, Handlers>; fixed?: true }
    | { chart: "Histogram"; props: Omit<HistogramProps, "onBrush">; fixed?: true }
    | {
        chart: "MagnitudeLegend";
        props: { scale: ColourScale; label: string; format: (value: number) => string; threshold?: number };
      }
    | { chart: "CandidateBars"; props: { rows: readonly Candidate[]; log?: boolean }; fixed?: true }
    | { chart: "RankedList"; props: { rows: readonly RankedToken[]; scale?: ColourScale } }
    | ScatterItem
    | SwitchItem
  );

const decimals = (digits: number) => (value: number) => value.toFixed(digits);
const nats = (value: number) => `${value.toFixed(2)} nats`;
const signed = (value: number) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(1)}`;

const js: ColourScale = { kind: "sequential", domain: [0, Math.LN2], curve: "sqrt" };
const base = {
  label: "JS divergence",
  format: nats,
  colour: "magnitude" as const,
  threshold: 0.1,
  scale: js,
};

const WORDS = ["Let", " us", " count", " the", " letters", ":", "\n", "s", "-", "t", "-", "r"];

const typicalRows: Candidate[] = [
  candidate(1, " two", 0.071, 0.884, 3, 1, 0.2931, true),
  candidate(2, " three", 0.512, 0.091, 1, 2, 0.0984),
  candidate(3, " one", 0.243, 0.0182, 2, 3, 0.0631),
  candidate(4, "\n", 0.0412, 0.0011, 4, 7, 0.0124),
  candidate(5, "3", 0.0213, 0.0019, 5, 5, 0.0052),
  candidate(6, " exactly", 0.0087, 0.0017, 7, 6, 0.0011),
];

function candidate(
  id: number,
  text: string,
  probabilityA: number,
  probabilityB: number,
  rankA: number,
  rankB: number,
  contribution: number,
  isToken = false,
): Candidate {
  return { id, text, kind: "text", probabilityA, probabilityB, rankA, rankB, contribution, isToken };
}

const rankedRows: RankedToken[] = [
  { position: 17, text: " two", value: 0.612, context: "The word strawberry has" },
  { position: 42, text: "\n", value: 0.431, context: "s-t-r-a-w-b-e-r-r-y." },
  { position: 3, text: " count", value: 0.288, context: "Let us" },
  { position: 88, text: "3", value: 0.094, context: "so the answer is \\boxed{" },
];

/** Every chart in every state that a golden file holds it to. */
export const GALLERY: readonly GalleryItem[] = [
  {
    id: "line-typical",
    chart: "LineChart",
    caption:
      "A divergence along 214 tokens: colour follows the tokens' own scale, the threshold can be dragged.",
    props: { ...base, values: divergence(214), chosen: [35] },
  },
  {
    id: "line-two",
    chart: "LineChart",
    caption: "Two lines, named at their ends.",
    props: {
      label: "Entropy",
      format: nats,
      colour: "a",
      values: entropy(120, 5),
      secondValues: entropy(120, 6, 0.6),
      hovered: 47,
    },
    fixed: true,
  },
  {
    id: "line-range",
    chart: "LineChart",
    caption: "A brushed range: the rest steps back.",
    props: { ...base, values: divergence(214), range: [60, 119] },
  },
  {
    id: "line-signed",
    chart: "LineChart",
    caption: "A signed measure, from A's side below to B's above; its threshold is one of size.",
    props: {
      label: "Probability, B − A",
      format: signed,
      formatThreshold: decimals(1),
      colour: "magnitude",
      values: differences(90),
      threshold: 0.3,
      mirrored: true,
      domain: [-1, 1],
      scale: { kind: "diverging", limit: 1, curve: "sqrt" },
    },
  },
  {
    id: "line-ranks",
    chart: "LineChart",
    caption: "Whole numbers have whole ticks, each label once.",
    props: {
      label: "Rank, A − B",
      format: (value) => signed(value).replace(".0", ""),
      formatThreshold: decimals(0),
      colour: "magnitude",
      values: withValues(new Float64Array(60), { 3: 1, 17: -1, 18: 1, 40: -1 }),
      threshold: 0,
      mirrored: true,
      whole: true,
      scale: { kind: "diverging", limit: 10, curve: "sqrt" },
    },
  },
  {
    id: "line-ten-thousand",
    chart: "LineChart",
    caption: "10 000 tokens: no peak is lost when several share a pixel.",
    props: { ...base, values: divergence(10_000, 0.01) },
  },
  {
    id: "line-infinite",
    chart: "LineChart",
    caption: "Infinite values are caps at the top, missing ones crosses on the axis.",
    props: {
      ...base,
      label: "KL(A‖B)",
      values: withValues(divergence(80), {
        12: Infinity,
        13: Infinity,
        40: Infinity,
        55: NaN,
        56: NaN,
        70: Infinity,
      }),
    },
  },
  {
    id: "line-equal",
    chart: "LineChart",
    caption: "All values equal.",
    props: { ...base, values: new Float64Array(40) },
  },
  { id: "line-one", chart: "LineChart", caption: "One token.", props: { ...base, values: [0.42] } },
  {
    id: "line-empty",
    chart: "LineChart",
    caption: "No values yet: the room is kept.",
    props: { ...base, values: [] },
  },
  {
    id: "line-nothing-finite",
    chart: "LineChart",
    caption: "Nothing but infinities.",
    props: { ...base, label: "KL(A‖B)", values: [Infinity, Infinity, NaN] },
  },
  {
    id: "line-narrow",
    chart: "LineChart",
    caption: "On a phone.",
    width: 342,
    props: { ...base, values: divergence(214) },
  },
  {
    id: "line-dark",
    chart: "LineChart",
    caption: "In the dark.",
    theme: "dark",
    props: { ...base, values: divergence(214), chosen: [35], hovered: 52 },
    fixed: true,
  },
  {
    id: "histogram-typical",
    chart: "Histogram",
    caption: "Most tokens agree: the few that differ have their counts written over their bars.",
    props: {
      values: divergence(2_000),
      threshold: 0.1,
      label: "JS divergence",
      format: decimals(2),
      scale: js,
    },
  },
  {
    id: "histogram-linear",
    chart: "Histogram",
    caption: "Counted plainly.",
    props: { values: entropy(800, 7), label: "Entropy of A", format: decimals(1) },
  },
  {
    id: "histogram-zero",
    chart: "Histogram",
    caption: "Zeros stand alone, and so do infinities.",
    props: {
      values: withValues(
        divergence(300, 0.1).map((value) => (value < 0.01 ? 0 : value)),
        { 0: Infinity, 1: Infinity },
      ),
      threshold: 0.1,
      label: "KL(A‖B)",
      format: decimals(2),
      range: { low: 0.2, high: 0.4, includesLow: true, includesHigh: false },
    },
    fixed: true,
  },
  {
    id: "histogram-signed",
    chart: "Histogram",
    caption: "Signed values around 0.",
    props: {
      values: differences(500),
      threshold: 0.3,
      mirrored: true,
      label: "Probability, B − A",
      format: signed,
      formatThreshold: decimals(1),
      scale: { kind: "diverging", limit: 1, curve: "sqrt" },
    },
  },
  {
    id: "histogram-equal",
    chart: "Histogram",
    caption: "All values equal.",
    props: { values: new Float64Array(40), label: "JS divergence", format: decimals(2) },
  },
  {
    id: "histogram-one",
    chart: "Histogram",
    caption: "One value.",
    props: { values: [0.42], label: "JS divergence", format: decimals(2) },
  },
  {
    id: "histogram-empty",
    chart: "Histogram",
    caption: "No values yet.",
    props: { values: [], label: "JS divergence", format: decimals(2) },
  },
  {
    id: "histogram-dark",
    chart: "Histogram",
    caption: "In the dark.",
    theme: "dark",
    props: {
      values: divergence(2_000),
      threshold: 0.1,
      label: "JS divergence",
      format: decimals(2),
      scale: js,
    },
  },
  {
    id: "legend-sequential",
    chart: "MagnitudeLegend",
    caption: "Magnitude, with the threshold's place; small values are spread.",
    props: { scale: js, label: "JS divergence", format: nats, threshold: 0.1 },
  },
  {
    id: "legend-diverging",
    chart: "MagnitudeLegend",
    caption: "From A through the middle to B.",
    props: { scale: { kind: "diverging", limit: 1 }, label: "Probability, B − A", format: signed },
  },
  {
    id: "legend-classes",
    chart: "MagnitudeLegend",
    caption: "Classes in order.",
    props: {
      scale: { kind: "classes", labels: ["unshifted", "marginal", "shifted"] },
      label: "Shift class",
      format: decimals(0),
    },
  },
  {
    id: "legend-dark",
    chart: "MagnitudeLegend",
    caption: "In the dark.",
    theme: "dark",
    props: { scale: js, label: "JS divergence", format: nats, threshold: 0.1 },
  },
  {
    id: "candidates-typical",
    chart: "CandidateBars",
    caption: "Press a row to force its token.",
    width: 400,
    props: { rows: typicalRows },
  },
  {
    id: "candidates-log",
    chart: "CandidateBars",
    caption:
      "Small probabilities on a logarithmic axis; special tokens, bytes, invisible characters; what is not known.",
    width: 400,
    props: {
      log: true,
      rows: [
        { ...candidate(1, "<|im_end|>", 0.62, 0.000_03, 1, 312, Infinity, true), kind: "special" },
        { ...candidate(2, "<0xE2><0x82>", 0.01, 0.4, 9, 1, 0.31), kind: "bytes" },
        candidate(3, "\u202eab", 0.002, 0.02, 12, 4, -0.021),
        candidate(4, " שלום", 0, 0.009, 40_112, 6, 0.004),
        candidate(5, "incomprehensibilities", 0.000_4, NaN, 25, NaN, NaN),
      ],
    },
  },
  {
    id: "candidates-plain",
    chart: "CandidateBars",
    caption: "Only to look at, one row marked.",
    width: 400,
    props: { rows: typicalRows.slice(0, 3) },
    fixed: true,
  },
  {
    id: "candidates-empty",
    chart: "CandidateBars",
    caption: "No candidates yet.",
    width: 400,
    props: { rows: [] },
  },
  {
    id: "candidates-dark",
    chart: "CandidateBars",
    caption: "In the dark.",
    width: 400,
    theme: "dark",
    props: { rows: typicalRows },
  },
  {
    id: "ranked-typical",
    chart: "RankedList",
    caption: "The tokens that differ most, with the words before them.",
    props: { rows: rankedRows, scale: js },
  },
  {
    id: "ranked-infinite",
    chart: "RankedList",
    caption: "Infinite and missing values.",
    props: {
      rows: [
        { position: 9, text: "r", value: Infinity, context: WORDS.join("") },
        { position: 30, text: " three", value: 2.4, context: "it has" },
        { position: 31, text: ".", value: NaN, context: "" },
      ],
    },
  },
  { id: "ranked-empty", chart: "RankedList", caption: "No tokens yet.", props: { rows: [] } },
  {
    id: "ranked-dark",
    chart: "RankedList",
    caption: "In the dark, on a phone.",
    width: 342,
    theme: "dark",
    props: { rows: rankedRows, scale: js },
  },
  ...SWITCH_ITEMS,
  ...SCATTER_ITEMS,
];
