import type { AnswerFormat } from "./format";

/** The last matches are looked at; a text with more of them has too many to go through. */
const MOST_MATCHES = 100_000;

/**
 * The first group of the last match of a person's pattern, the whole match where the group is not there. The flags are
 * `m` (^ and $ stand at lines), `s` (. is any character) and `u`. A pattern can backtrack without end: run it where it
 * can be stopped. A pattern that is none finds nothing; `patternProblem` says so beforehand.
 */
export const regex: AnswerFormat = {
  id: "regex",
  label: "Regular expression",
  help: "The first group of the last match is the answer, or all of the match where there is no group.",
  cost: "guarded",
  find(text, pattern) {
    const expression = compiled(pattern);
    if (!expression) return undefined;
    let last: RegExpExecArray | undefined;
    let matches = 0;
    for (const match of text.matchAll(expression)) {
      last = match;
      if (++matches === MOST_MATCHES) break;
    }
    return last && (last[1] ?? last[0]).trim();
  },
};

let latest: { pattern: string; expression: RegExp | undefined } | undefined;

/** The pattern as an expression; the same one is asked for again and again. */
function compiled(pattern: string): RegExp | undefined {
  if (latest?.pattern !== pattern) latest = { pattern, expression: expressionOf(pattern) };
  return latest.expression;
}

function expressionOf(pattern: string): RegExp | undefined {
  if (pattern === "") return undefined;
  try {
    return new RegExp(pattern, "gmsu");
  } catch {
    return undefined;
  }
}

/** What is wrong with a pattern, as the browser says it; undefined where it is one. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern === "") return "it is empty";
  try {
    new RegExp(pattern, "gmsu");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
