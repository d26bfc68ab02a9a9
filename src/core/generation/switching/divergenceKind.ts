import type { PairStatistics } from "../../compare/position";

export type DivergenceKind = "js" | "klAB" | "klBA" | "tv";

/** A divergence that can decide about a switch. */
export interface DivergenceRow {
  id: DivergenceKind;
  label: string;
  /** Name where room is scarce. */
  short: string;
  /** Nats can be shown as bits. */
  unit: "nats" | "probability";
  of: (statistics: PairStatistics) => number;
  /** What a threshold can be, both inclusive. */
  range: readonly [number, number];
  defaultThreshold: number;
}

/** Every divergence that can decide about a switch: what depends on both distributions and on no token. */
export const DIVERGENCES: readonly DivergenceRow[] = [
  {
    id: "js",
    label: "Jensen–Shannon divergence",
    short: "JS",
    unit: "nats",
    of: ({ js }) => js,
    range: [0, Math.LN2],
    defaultThreshold: 0.1,
  },
  {
    id: "klAB",
    label: "KL(A‖B)",
    short: "KL A‖B",
    unit: "nats",
    of: ({ klAB }) => klAB,
    range: [0, 20],
    defaultThreshold: 0.5,
  },
  {
    id: "klBA",
    label: "KL(B‖A)",
    short: "KL B‖A",
    unit: "nats",
    of: ({ klBA }) => klBA,
    range: [0, 20],
    defaultThreshold: 0.5,
  },
  {
    id: "tv",
    label: "Total variation",
    short: "TV",
    unit: "probability",
    of: ({ totalVariation }) => totalVariation,
    range: [0, 1],
    defaultThreshold: 0.2,
  },
];

export function divergenceRow(kind: DivergenceKind): DivergenceRow {
  return DIVERGENCES.find(({ id }) => id === kind) as DivergenceRow;
}
