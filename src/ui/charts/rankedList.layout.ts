/** A token that stands out. */
export interface RankedToken {
  position: number;
  text: string;
  /** What it is ranked by; ±∞ and NaN are shown as such. */
  value: number;
  /** The text that leads up to the token; its end is shown. */
  context: string;
}

/** Bar lengths in per cent: sizes relative to the largest finite one; ±∞ is full, NaN and 0 are nothing. */
export function rankedBars(values: readonly number[]): number[] {
  const largest = Math.max(0, ...values.filter((value) => Number.isFinite(value)).map(Math.abs));
  return values.map((value) => {
    if (Number.isNaN(value) || value === 0) return 0;
    if (!Number.isFinite(value)) return 100;
    return Math.round((10_000 * Math.abs(value)) / largest) / 100;
  });
}

/** The end of a context on one line: runs of whitespace become one space; "…" where something was cut. */
export function contextTail(context: string, characters = 28): string {
  const line = [...context.replace(/\s+/gu, " ")];
  return line.length <= characters ? line.join("") : `…${line.slice(-characters).join("").trimStart()}`;
}
