const OPENING = "\\boxed{";

/**
 * Content of the last `\boxed{…}`, braces matched; undefined where none closes. A box that does not close is passed
 * over for the closed one before it; of nested boxes the inner one opens last and counts. Braces escaped with a
 * backslash are text.
 */
export function lastBoxed(text: string): string | undefined {
  // A box that holds one that never closes does not close either, so no character is looked at twice.
  let limit = text.length;
  for (let at = text.lastIndexOf(OPENING); at >= 0; at = at > 0 ? text.lastIndexOf(OPENING, at - 1) : -1) {
    const start = at + OPENING.length;
    const end = closingBrace(text, start, limit);
    if (end !== undefined) return text.slice(start, end);
    limit = at;
  }
  return undefined;
}

/** Index of the brace before `limit` that closes the group whose content starts at `start`. */
function closingBrace(text: string, start: number, limit: number): number | undefined {
  let depth = 1;
  for (let at = start; at < limit; at++) {
    const letter = text[at];
    if (letter === "\\") at++;
    else if (letter === "{") depth++;
    else if (letter === "}" && --depth === 0) return at;
  }
  return undefined;
}
