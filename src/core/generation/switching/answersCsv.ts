import { csvFormatRows } from "d3-dsv";
import { STATISTICS } from "../../compare/block";
import { guarded, number } from "../../experiment/tableCsv";
import type { Token, TokenId } from "../../model";
import type { Answer, AnswerRole, SwitchedRun } from "./run";

const HEAD = [
  ...["answer", "position", "id", "token", "author", "forced", "switch_to", "reason"],
  ...["luck", "draw_a", "draw_b", ...STATISTICS],
];

/**
 * The positions of all answers of a run as one table, one row a position. Nats; what is not known of a position is empty,
 * infinities are `inf` and `-inf`, as numpy and pandas read them. UTF-8, quoted where needed.
 */
export function answersCsv({ answers }: Pick<SwitchedRun, "answers">, look: (id: TokenId) => Token): string {
  const rows = Object.entries(answers).flatMap(([role, answer]) => rowsOf(role as AnswerRole, answer, look));
  return `${csvFormatRows([HEAD, ...rows])}\n`;
}

function rowsOf(role: AnswerRole, { positions }: Answer, look: (id: TokenId) => Token): string[][] {
  return positions.map(({ token, author, forced, switch: point, luck, drawA, drawB, judged }, position) => [
    role,
    String(position),
    String(token),
    guarded(look(token).text),
    author,
    forced ?? "",
    point?.to ?? "",
    guarded(point?.reason ?? ""),
    number(luck),
    drawA === undefined ? "" : String(drawA),
    drawB === undefined ? "" : String(drawB),
    ...STATISTICS.map((name) => (judged ? number(judged.statistics[name]) : "")),
  ]);
}
