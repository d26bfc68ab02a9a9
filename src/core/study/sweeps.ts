import type { DivergenceKind } from "../generation/switching/divergenceKind";
import { thresholdsOf } from "../generation/switching/bounds";
import { policyOf, type PolicyId } from "../generation/switching/policies";
import type { Sweep } from "./arms";
import { MOST_VALUES } from "./limits";

export type SweepSetting = Sweep["setting"];

/** What a sweep is of: who decides about the answers, and what is compared with the thresholds. */
export interface SweepOf {
  setting: SweepSetting;
  policy: PolicyId;
  kind: DivergenceKind;
}

interface SweepRow {
  setting: SweepSetting;
  label: string;
  /** In sentences: "at threshold 0.1". */
  short: string;
  help: string;
  /** What the values are multiples of, as those of the setting itself. */
  step: number;
  /** What a value can be, both inclusive. */
  range: (of: SweepOf) => readonly [number, number];
  usual: (of: SweepOf) => readonly number[];
  /** The value with fewer tokens from B comes first. */
  order: (one: number, other: number) => number;
}

/** Of the usual threshold: from where nothing switches down to 0, where B writes all. */
const THRESHOLDS = [5, 2.5, 2, 1, 0.1, 0.01, 0.001, 0];

const thresholds = ({ policy, kind }: SweepOf) =>
  thresholdsOf(policyOf(policy), kind, { threshold: -1, switchBack: -1 });

/** What a study can vary; a new one is one row and a case of choiceOf. */
export const SWEEPS: readonly SweepRow[] = [
  {
    setting: "threshold",
    label: "Threshold",
    short: "threshold",
    help: "Where B takes over; it hands back below half of it.",
    step: 0.00001,
    range: (of) => thresholds(of).range,
    usual: (of) => {
      const { threshold, range } = thresholds(of);
      return THRESHOLDS.map((times) => Number(Math.min(range[1], times * threshold).toFixed(5)));
    },
    order: (one, other) => other - one,
  },
  {
    setting: "budgetTokens",
    label: "Tokens from B, at most",
    short: "budget",
    help: "So many tokens from B in an answer, spent where the models differ most so far.",
    step: 1,
    range: () => [0, 4096],
    usual: () => [0, 1, 2, 3, 4, 6, 8, 16],
    order: (one, other) => one - other,
  },
  {
    setting: "budgetShare",
    label: "Share from B, at most",
    short: "budget share",
    help: "This share of an answer’s tokens from B, spent where the models differ most so far.",
    step: 0.01,
    range: () => [0, 1],
    usual: () => [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1],
    order: (one, other) => one - other,
  },
];

export function sweepRow(setting: SweepSetting): SweepRow {
  return SWEEPS.find((row) => row.setting === setting) as SweepRow;
}

/** Whether a policy decides by thresholds; one that does not is replaced where they are swept. */
export function usesThreshold(policy: PolicyId): boolean {
  return policyOf(policy).uses.includes("threshold");
}

/** Why values were not taken as they were typed. */
export type SweepProblem =
  | { type: "no-number"; text: string }
  | { type: "outside"; text: string; low: number; high: number }
  /** The setting that is varied takes no finer steps. */
  | { type: "rounded"; text: string; to: number }
  | { type: "too-many"; count: number; most: number }
  | { type: "none" };

export interface ReadSweep {
  values: readonly number[];
  problems: readonly SweepProblem[];
}

/**
 * Values typed with commas, spaces, semicolons or underscores between them, each once and in the order of the row. Empty
 * text is the usual ones, as is text without any value.
 */
export function readSweep(text: string, of: SweepOf): ReadSweep {
  const row = sweepRow(of.setting);
  const parts = text.split(/[\s,;_]+/).filter((part) => part !== "");
  const usual = [...new Set(row.usual(of))];
  if (parts.length === 0) return { values: usual, problems: [] };
  const problems: SweepProblem[] = [];
  const [low, high] = row.range(of);
  const values = new Set<number>();
  for (const part of parts) {
    const value = NUMBER.test(part) ? Number(part) : NaN;
    const rounded = Number((Math.round(value / row.step) * row.step).toFixed(5));
    const shown = shortened(part);
    if (Number.isNaN(value)) problems.push({ type: "no-number", text: shown });
    else if (value < low || value > high) problems.push({ type: "outside", text: shown, low, high });
    else {
      if (rounded !== value) problems.push({ type: "rounded", text: shown, to: rounded });
      values.add(rounded);
    }
  }
  if (values.size > MOST_VALUES) problems.push({ type: "too-many", count: values.size, most: MOST_VALUES });
  if (values.size === 0) return { values: usual, problems: [...problems, { type: "none" }] };
  return { values: [...values].slice(0, MOST_VALUES).toSorted(row.order), problems };
}

/** The values as a link holds them; `readSweep` reads them back. */
export function writeSweep(values: readonly number[]): string {
  return values.join("_");
}

const NUMBER = /^(\d{1,9}(\.\d{0,20})?|\.\d{1,20})$/;

function shortened(text: string): string {
  return text.length <= 24 ? text : `${text.slice(0, 23)}…`;
}

/** What a link can hold of them. */
export const SWEEP_PATTERN = /^[\d.,;_ ]*$/;
