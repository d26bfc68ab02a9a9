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

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The end of a context on one line: runs of whitespace become one space; "…" where something was cut, never inside a character. */
export function contextTail(context: string, most = 28): string {
  const line = context.replace(/\s+/gu, " ");
  const drawn = Array.from(characters.segment(line), ({ segment }) => segment);
  return drawn.length <= most ? line : `…${drawn.slice(-most).join("").trimStart()}`;
}
