import { csvFormatRows } from "d3-dsv";
import type { ApartText } from "../compare/apartText";
import { guarded, number } from "./tableCsv";

const HEAD = ["part", "position", "id", "kind", "text", "surprise_a", "surprise_b", "rank_a", "rank_b"];

/**
 * A text that two models read each by itself, as one table. Part `both`: the stretches between common borders, with both
 * models' surprise (nats); parts `a` and `b`: each model's own tokens. What a row does not have is empty.
 */
export function apartCsv(text: ApartText): string {
  const both = (text.spans() ?? []).map((span, position) => [
    ...["both", String(position), "", "", guarded(span.text)],
    ...[number(span.a.surprise), number(span.b.surprise), "", ""],
  ]);
  const own = (["a", "b"] as const).flatMap((side) => {
    const { solution, surprise, ranks } = text[side];
    const ofSide = (value: string) => (side === "a" ? [value, ""] : ["", value]);
    return solution.map(({ id, kind, text: look }, position) => [
      ...[side, String(position), String(id), kind, guarded(look)],
      ...ofSide(number(surprise[position] ?? NaN)),
      ...ofSide(String(ranks[position] ?? "")),
    ]);
  });
  return `${csvFormatRows([HEAD, ...both, ...own])}\n`;
}
