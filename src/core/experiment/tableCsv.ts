import { csvFormatRows } from "d3-dsv";
import { MEASURES } from "../compare/measures";
import type { ComparedPosition } from "../compare/comparedPosition";
import type { Token } from "../model";

/**
 * The table of a comparison, one row a position: its token and every measure. Nats; infinities are `inf` and `-inf`, as
 * numpy and pandas read them. UTF-8, quoted where needed.
 */
export function tableCsv(positions: readonly ComparedPosition[], tokens: readonly Token[]): string {
  const measures = MEASURES.filter(({ unit }) => unit !== "class");
  const head = ["position", "id", "kind", "token", ...COLUMNS, ...measures.map(({ id }) => id)];
  const rows = positions.map(({ token, statistics }, position) => [
    String(position),
    String(token),
    tokens[position]?.kind ?? "text",
    guarded(tokens[position]?.text ?? ""),
    ...COLUMNS.map((name) => number(statistics[name])),
    ...measures.map(({ of }) => number(of(statistics))),
  ]);
  return `${csvFormatRows([head, ...rows])}\n`;
}

/** Statistics that are no measure by themselves. */
const COLUMNS = ["logprobA", "logprobB", "rankA", "rankB"] as const;

/**
 * A text as spreadsheets may have it: they take one that begins with =, +, -, @ or a control for a formula, and run
 * it. An apostrophe before it makes it text. (OWASP, CSV injection.)
 */
export function guarded(text: string): string {
  return /^\s*[=+\-@\u0000-\u001f\uff0b\uff0d\uff1d\uff20]/u.test(text) ? `'${text}` : text;
}

/** A number as numpy and pandas read it. */
export function number(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}
