/**
 * JSON as Python's `json` module writes it: `NaN`, `Infinity` and `-Infinity` may stand where numbers do. NaN becomes
 * null, the others are numbers. Texts are left as they are.
 *
 * @throws SyntaxError where it is no JSON even so
 */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mended = withoutConstants(text);
    if (mended === undefined) throw error;
    return JSON.parse(mended);
  }
}

/** Undefined where there is none of them outside texts. */
function withoutConstants(text: string): string | undefined {
  const parts: string[] = [];
  let found = false;
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const outside = text.slice(at, quote < 0 ? text.length : quote);
    const mended = outside.replace(/NaN|Infinity/g, (word) => (word === "NaN" ? "null" : "1e999"));
    if (mended !== outside) found = true;
    parts.push(mended);
    if (quote < 0) break;
    at = endOfText(text, quote);
    parts.push(text.slice(quote, at));
  }
  return found ? parts.join("") : undefined;
}

/** Where the text that begins with the quote at `start` is over. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}
