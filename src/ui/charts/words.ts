/** Every word a chart says, in one place for translation. Values come in already formatted. */

const WHOLE = new Intl.NumberFormat("en");

const COMPACT = new Intl.NumberFormat("en", { notation: "compact" });

/** A share in [0, 1] as per cent: never "0 %" for something, never "100 %" for less than all. */
function percent(share: number): string {
  if (share > 0 && share < 0.001) return "<0.1 %";
  if (share < 1 && share > 0.999) return ">99.9 %";
  return `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)} %`;
}

/** What a chart counts. */
export type Counted = "token" | "answer";

function counted(count: number, what: Counted): string {
  return `${WHOLE.format(count)} ${count === 1 ? what : `${what}s`}`;
}

function tokens(count: number): string {
  return counted(count, "token");
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
  histogram: (parts: { label: string; count: number; bins: number; what?: Counted | undefined }) =>
    `How often each value of ${parts.label} occurs: histogram of ${counted(parts.count, parts.what ?? "token")} in ${parts.bins} bins`,
  binsIn: (label: string) => `Bin of the histogram of ${label}`,
  bins: {
    select: "Select a range of values",
    from: "Lowest bin of the range",
    to: "Highest bin of the range",
  },
  interval: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
  bin: (values: string, count: number, what: Counted = "token") => `${values}: ${counted(count, what)}`,
  /** What is brushed, as a share of all that have a value. */
  brushed: (values: string, count: number, total: number, what: Counted = "token") =>
    `${values}: ${counted(count, what)}, ${percent(total === 0 ? 0 : count / total)}`,
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
  authors: {
    forced: "you",
    band: (label: string) => `Who wrote ${label}`,
    /** What the band shows, whole. */
    bandOf: (parts: { label: string; count: number; byB: number; runs: number; b: string }) =>
      parts.count === 0
        ? `${parts.label}: ${chartWords.noValues.toLowerCase()}`
        : `${parts.label}: ${tokens(parts.count)}, ${percent(parts.byB / parts.count)} by ${parts.b}, in ${WHOLE.format(parts.runs)} ${parts.runs === 1 ? "stretch" : "stretches"}`,
    /** Both positions inclusive, counted from 0. */
    run: (from: number, to: number, author: string) =>
      from === to
        ? `token ${WHOLE.format(from + 1)} by ${author}`
        : `tokens ${WHOLE.format(from + 1)}–${WHOLE.format(to + 1)} by ${author}`,
    differs: "from here on it would read differently",
    same: "the text would read the same",
  },
  switching: {
    takeOver: (value: string) => `take over above ${value}`,
    handBack: (value: string) => `hand back below ${value}`,
    takeOverHandle: (label: string) => `Take over above this ${label}`,
    handBackHandle: (label: string) => `Hand back below this ${label}`,
    position: (token: string, value: string, author: string) => `${token} · ${value} · by ${author}`,
    handOver: (token: string, from: string, to: string) => `${token}: ${from} → ${to}`,
    more: (count: number) => `and ${WHOLE.format(count)} more`,
    curve: (parts: { line: string; switches: number }) =>
      `${parts.line}; ${WHOLE.format(parts.switches)} ${parts.switches === 1 ? "switch" : "switches"}`,
  },
  frontier: {
    title: "Reward by share of tokens",
    none: "No points yet",
    alone: (name: string, reward: string) => `${name} alone ${reward}`,
    share: (b: string) => `tokens from ${b}`,
    switched: "switched",
    control: "random control",
    points: (label: string) => `Point in ${label}`,
    sweep: (name: string, value: string) => `${name} ${value}`,
    controlOf: (point: string) => `random control for ${point}`,
    shareOf: (share: number, b: string, tokens: { fromB: number; of: number } | undefined) =>
      `${percent(share)} of the tokens from ${b}${tokens ? ` (${WHOLE.format(tokens.fromB)} of ${WHOLE.format(tokens.of)})` : ""}`,
    reward: (reward: string, low: string, high: string) => `reward ${reward} (95 %: ${low} to ${high})`,
    problems: (count: number) => `${WHOLE.format(count)} ${count === 1 ? "problem" : "problems"}`,
    alsoHere: (points: readonly string[]) => `also here: ${points.join(", ")}`,
    /** All of the picture, for who does not see it. */
    summary: (parts: { label: string; points: number; references: readonly string[] }) =>
      [
        `${parts.label}: ${WHOLE.format(parts.points)} ${parts.points === 1 ? "point" : "points"}`,
        ...parts.references,
      ].join("; "),
    best: (reward: string, share: number) => `best switched reward ${reward} with ${percent(share)}`,
    refused: (count: number, why: string) => `${WHOLE.format(count)} not shown: ${why}`,
    why: {
      infinite: (field: string) => `${field} is infinite`,
      "negative-infinite": (field: string) => `${field} is infinite`,
      missing: (field: string) => `${field} is no number`,
      outside: (field: string) => `${field} is not between 0 and 100 %`,
      crossed: (field: string) => `${field} ends below its beginning`,
    },
    fields: { share: "share", reward: "reward", low: "interval", high: "interval", sweep: "setting" },
  },
  scatter: {
    title: (y: string, x: string) => `${y} by ${x}`,
    none: "No points yet",
    points: (label: string) => `Dot in ${label}`,
    valueOf: (label: string, value: string) => `${label} ${value}`,
    more: (count: number) => `and ${WHOLE.format(count)} more`,
    brushed: (count: number, total: number) =>
      `${WHOLE.format(count)} of ${counted(total, "answer")} in the frame`,
    missing: (count: number) => `${WHOLE.format(count)} without both values`,
    summary: (label: string, count: number, remark: string) =>
      [`${label}: ${counted(count, "answer")}`, ...(remark ? [remark] : [])].join("; "),
  },
  ranked: {
    /** An empty list, out of so many tokens. */
    none: (count: number) => (count === 0 ? "No tokens yet" : "No token differs by this measure."),
    row: (parts: { text: string; position: number; value: string }) =>
      `${chartWords.token(parts.position)}, “${parts.text}”: ${parts.value}`,
  },
} as const;
