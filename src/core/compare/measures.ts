import { SHIFT_CLASSES, shiftClass } from "../divergence/shift";
import type { PositionStatistics } from "./position";

export type MeasureId =
  | "js"
  | "klAB"
  | "klBA"
  | "tv"
  | "entropyA"
  | "entropyB"
  | "probabilityDifference"
  | "rankDifference"
  | "surpriseA"
  | "surpriseB"
  | "shiftClass";

/** One number per position that tokens can be coloured, ranked and counted by. */
export interface Measure {
  id: MeasureId;
  /** Name in menus and legends. */
  label: string;
  /** Name where room is scarce: axes, table heads. */
  short: string;
  /** One sentence for a person who has not met it. */
  description: string;
  /** Nats can be shown as bits. */
  unit: "nats" | "probability" | "rank" | "class";
  /** May be ±∞ (a divergence where one model rules out what the other allows), never NaN. */
  of: (statistics: PositionStatistics) => number;
  /** Sequential from 0 up; diverging around 0, positive towards B; classes 0, 1, 2 … */
  scale: "sequential" | "diverging" | "classes";
  /** What the scale spans at first; values outside take the colour of its end. */
  domain: readonly [number, number];
  /** The size (absolute value) above which a position counts as different. */
  defaultThreshold: number;
}

/** Every measure the page knows; menus, legends, tooltips and charts read these rows. */
export const MEASURES: readonly Measure[] = [
  {
    id: "js",
    label: "Jensen–Shannon divergence",
    short: "JS",
    description:
      "How far apart the two models' next-token distributions are, from 0 (equal) to ln 2 (disjoint).",
    unit: "nats",
    of: (statistics) => statistics.js,
    scale: "sequential",
    domain: [0, Math.LN2],
    defaultThreshold: 0.1,
  },
  {
    id: "klAB",
    label: "KL(A‖B)",
    short: "KL A‖B",
    description: "Extra surprise when A's tokens are predicted with B's probabilities; unbounded.",
    unit: "nats",
    of: (statistics) => statistics.klAB,
    scale: "sequential",
    domain: [0, 4],
    defaultThreshold: 0.5,
  },
  {
    id: "klBA",
    label: "KL(B‖A)",
    short: "KL B‖A",
    description: "Extra surprise when B's tokens are predicted with A's probabilities; unbounded.",
    unit: "nats",
    of: (statistics) => statistics.klBA,
    scale: "sequential",
    domain: [0, 4],
    defaultThreshold: 0.5,
  },
  {
    id: "tv",
    label: "Total variation",
    short: "TV",
    description: "The probability mass that would have to move to turn one distribution into the other.",
    unit: "probability",
    of: (statistics) => statistics.totalVariation,
    scale: "sequential",
    domain: [0, 1],
    defaultThreshold: 0.2,
  },
  {
    id: "entropyA",
    label: "Entropy of A",
    short: "H(A)",
    description: "How undecided A is about the token at this place.",
    unit: "nats",
    of: (statistics) => statistics.entropyA,
    scale: "sequential",
    domain: [0, 4],
    defaultThreshold: 1,
  },
  {
    id: "entropyB",
    label: "Entropy of B",
    short: "H(B)",
    description: "How undecided B is about the token at this place.",
    unit: "nats",
    of: (statistics) => statistics.entropyB,
    scale: "sequential",
    domain: [0, 4],
    defaultThreshold: 1,
  },
  {
    id: "probabilityDifference",
    label: "Probability difference",
    short: "p(B) − p(A)",
    description: "How much more probable this token is for B than for A; negative where A likes it better.",
    unit: "probability",
    of: (statistics) => Math.exp(statistics.logprobB) - Math.exp(statistics.logprobA),
    scale: "diverging",
    domain: [-1, 1],
    defaultThreshold: 0.2,
  },
  {
    id: "rankDifference",
    label: "Rank difference",
    short: "rank A − B",
    description:
      "How many places higher this token stands in B's list than in A's; negative where A ranks it higher.",
    unit: "rank",
    of: (statistics) => statistics.rankA - statistics.rankB,
    scale: "diverging",
    domain: [-10, 10],
    defaultThreshold: 1,
  },
  {
    id: "surpriseA",
    label: "Surprise under A",
    short: "−ln p(A)",
    description: "How unexpected this token was for A: 0 if certain, ∞ if ruled out.",
    unit: "nats",
    of: (statistics) => 0 - statistics.logprobA,
    scale: "sequential",
    domain: [0, 8],
    defaultThreshold: 2,
  },
  {
    id: "surpriseB",
    label: "Surprise under B",
    short: "−ln p(B)",
    description: "How unexpected this token was for B: 0 if certain, ∞ if ruled out.",
    unit: "nats",
    of: (statistics) => 0 - statistics.logprobB,
    scale: "sequential",
    domain: [0, 8],
    defaultThreshold: 2,
  },
  {
    id: "shiftClass",
    label: "Shift class",
    short: "Shift",
    description:
      "The token's rank under A: first (unshifted), second or third (marginal), or lower (shifted).",
    unit: "class",
    of: (statistics) => SHIFT_CLASSES.indexOf(shiftClass(statistics.rankA)),
    scale: "classes",
    domain: [0, 2],
    defaultThreshold: 1,
  },
];

const BY_ID: ReadonlyMap<MeasureId, Measure> = new Map(MEASURES.map((row) => [row.id, row]));

/** The row of a measure. */
export function measure(id: MeasureId): Measure {
  return BY_ID.get(id) as Measure;
}

/** Whether a word from outside (a link, a file) names a measure. */
export function isMeasureId(word: string): word is MeasureId {
  return (BY_ID as ReadonlyMap<string, Measure>).has(word);
}
