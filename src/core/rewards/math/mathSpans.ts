/** A stretch of a text, `[start, end)`, and what is in it. */
export interface Span {
  start: number;
  end: number;
  content: string;
}

const OPENINGS = /\\\$|\$\$|\$|\\\[|\\\(|\\begin\{(equation|align|gather|displaymath|math)(\*?)\}/g;

/**
 * The mathematics of a text, in order: `$…$` in one line, `$$…$$`, `\(…\)`, `\[…\]`, and environments, of which the last
 * line counts. A dollar that a digit follows closes nothing: "$5 and $6" are prices.
 */
export function mathSpans(text: string): Span[] {
  const spans: Span[] = [];
  /** Closings that do not come any more, so that hostile texts are not searched again and again. */
  const absent = new Set<string>();
  OPENINGS.lastIndex = 0;
  for (let opening; (opening = OPENINGS.exec(text));) {
    const open = opening[0];
    if (open === "\\$") continue;
    const environment = opening[1] === undefined ? undefined : `${opening[1]}${opening[2]}`;
    const close = environment ? `\\end{${environment}}` : CLOSINGS[open]!;
    const start = opening.index + open.length;
    const at = absent.has(close) ? -1 : closing(text, start, close);
    if (at < 0) {
      if (close !== "$") absent.add(close);
      continue;
    }
    const inside = text.slice(start, at);
    spans.push({
      start: opening.index,
      end: at + close.length,
      content: environment ? lastLine(inside) : inside,
    });
    OPENINGS.lastIndex = at + close.length;
  }
  return spans;
}

const CLOSINGS: Readonly<Record<string, string>> = { $: "$", $$: "$$", "\\[": "\\]", "\\(": "\\)" };

function closing(text: string, start: number, close: string): number {
  if (close !== "$") return text.indexOf(close, start);
  for (let at = start; at < text.length && text[at] !== "\n"; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "$") return at > start && !/\d/.test(text[at + 1] ?? "") ? at : -1;
  }
  return -1;
}

/** Of an environment of several lines, without the marks of alignment. A matrix in it is kept whole. */
function lastLine(text: string): string {
  if (text.includes("\\begin")) return text;
  const lines = text.replaceAll("&", " ").split("\\\\");
  return lines.findLast((line) => line.trim() !== "") ?? "";
}
