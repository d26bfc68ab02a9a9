/** Every word a chart says, in one place for translation. Values come in already formatted. */

const WHOLE = new Intl.NumberFormat("en");

const COMPACT = new Intl.NumberFormat("en", { notation: "compact" });

/** A share in [0, 1] as per cent: never "0 %" for something, never "100 %" for less than all. */
function percent(share: number): string {
  if (share > 0 && share < 0.001) return "<0.1 %";
  if (share < 1 && share > 0.999) return ">99.9 %";
  return `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)} %`;
}

function tokens(count: number): string {
  return `${WHOLE.format(count)} ${count === 1 ? "token" : "tokens"}`;
}

export const chartWords = {
  noValues: "No values yet",
  allEqual: (value: string) => `every value is ${value}`,
  nothingFinite: "no finite value",
  infinite: "∞",
  negativeInfinite: "−∞",
  missing: "no value",
  unknown: "–",
  /** Positions count from 0, people from 1. */
  token: (position: number) => `token ${WHOLE.format(position + 1)}`,
  a: "A",
  b: "B",
  threshold: (label: string) => `Threshold of ${label}`,
  aboveThreshold: (share: number, threshold: string) => `${percent(share)} above ${threshold}`,
  /** Of a measure with two signs: both sides count. */
  sizeAboveThreshold: (share: number, threshold: string) => `${percent(share)} with |x| above ${threshold}`,
  eitherSign: (value: string) => `±${value}`,
  atMost: (value: string) => `≤ ${value}`,
  count: (count: number) => WHOLE.format(count),
  positionIn: (label: string) => `Token in ${label}`,
  range: {
    select: "Select a range of tokens",
    from: "First token of the range",
    to: "Last token of the range",
  },
  line: (parts: { label: string; count: number; low: string; high: string; highAt: number }) =>
    `${parts.label}: ${tokens(parts.count)}, from ${parts.low} to ${parts.high}, highest at ${chartWords.token(parts.highAt)}`,
  lineWithout: (label: string) => `${label}: no values`,
  notShown: (infinite: number, missing: number) =>
    [
      infinite > 0 ? `${WHOLE.format(infinite)} infinite` : "",
      missing > 0 ? `${WHOLE.format(missing)} without a value` : "",
    ]
      .filter(Boolean)
      .join(", "),
  histogram: (parts: { label: string; count: number; bins: number }) =>
    `How often each value of ${parts.label} occurs: histogram of ${tokens(parts.count)} in ${parts.bins} bins`,
  binsIn: (label: string) => `Bin of the histogram of ${label}`,
  bins: {
    select: "Select a range of values",
    from: "Lowest bin of the range",
    to: "Highest bin of the range",
  },
  interval: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
  bin: (values: string, count: number) => `${values}: ${tokens(count)}`,
  /** What is brushed, as a share of all tokens with a value. */
  brushed: (values: string, count: number, total: number) =>
    `${values}: ${tokens(count)}, ${percent(total === 0 ? 0 : count / total)}`,
  legend: (label: string, low: string, high: string) => `${label}: colours from ${low} to ${high}`,
  classes: (label: string, classes: readonly string[]) => `${label}: ${classes.join(", ")}`,
  candidates: {
    none: "No candidates yet",
    candidate: "candidate",
    probability: "probability",
    rank: "rank",
    /** In full up to four digits, then in thousands. */
    rankOf: (rank: number) => (rank < 10_000 ? WHOLE.format(rank) : COMPACT.format(rank)),
    contribution: "adds",
    force: (text: string) => `force “${text}” here`,
    isToken: "in the text",
  },
  ranked: {
    /** An empty list, out of so many tokens. */
    none: (count: number) => (count === 0 ? "No tokens yet" : "No token differs by this measure."),
    row: (parts: { text: string; position: number; value: string }) =>
      `${chartWords.token(parts.position)}, “${parts.text}”: ${parts.value}`,
  },
} as const;
