/** One candidate token at one position. */
export interface Candidate {
  id: number;
  text: string;
  kind: "text" | "bytes" | "special";
  /** In [0, 1]; NaN where a model does not say. */
  probabilityA: number;
  probabilityB: number;
  /** From 1; NaN where a model does not say. */
  rankA: number;
  rankB: number;
  /** What the token adds to the chosen measure; may be negative or ±∞, NaN where it has none. */
  contribution: number;
  /** Whether this is the token that stands in the text. */
  isToken: boolean;
}

export interface CandidateLayout {
  /** Bar lengths in per cent of their column; null where unknown. */
  a: number | null;
  b: number | null;
  /** Bar of the contribution in per cent of its column, from the column's zero; null where there is none. */
  contribution: { left: number; width: number; infinite: boolean } | null;
}

/** Probabilities below this have no bar on the logarithmic axis. */
export const LOG_FLOOR = 1e-6;

/**
 * Bar lengths of a list of candidates. Probabilities share one axis from 0 to 1 (logarithmic: from 10⁻⁶ to 1), so bars
 * compare between A and B, rows and positions. Contributions share an axis from the lowest to the highest finite one and
 * 0; infinite ones reach a quarter further.
 */
export function candidateBarsLayout(rows: readonly Candidate[], log = false): CandidateLayout[] {
  const contributions = rows.map((row) => row.contribution);
  const finite = contributions.filter((value) => Number.isFinite(value));
  const beyond = Math.max(0, ...finite.map(Math.abs)) / 4 || 1;
  const low = Math.min(0, ...finite) - (contributions.includes(-Infinity) ? beyond : 0);
  const high = Math.max(0, ...finite) + (contributions.includes(Infinity) ? beyond : 0);
  const percent = (value: number) => (high === low ? 0 : round((100 * (value - low)) / (high - low)));
  return rows.map((row) => ({
    a: barLength(row.probabilityA, log),
    b: barLength(row.probabilityB, log),
    contribution: contributionBar(row.contribution, low, high, percent),
  }));
}

function barLength(probability: number, log: boolean): number | null {
  if (Number.isNaN(probability)) return null;
  if (!log) return round(100 * probability);
  return probability <= LOG_FLOOR ? 0 : round(100 * (1 - Math.log(probability) / Math.log(LOG_FLOOR)));
}

function contributionBar(
  value: number,
  low: number,
  high: number,
  percent: (value: number) => number,
): CandidateLayout["contribution"] {
  if (Number.isNaN(value)) return null;

  const end = percent(Math.max(low, Math.min(high, value)));
  const zero = percent(0);
  return { left: Math.min(zero, end), width: round(Math.abs(end - zero)), infinite: !Number.isFinite(value) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
