/** A stretch of a token's text; `mark` means the text stands for something invisible and is drawn quietly. */
export interface TextRun {
  text: string;
  mark: boolean;
}

const SYMBOLS: ReadonlyMap<string, string> = new Map([
  [" ", "·"],
  ["\n", "↵"],
  ["\r", "␍"],
  ["\t", "⇥"],
  ["\u00a0", "⍽"],
  ["\u007f", "␡"],
]);

/** Zero-width characters and those that would reorder their surroundings; joiners only count where they stand alone. */
const HIDDEN = /[\u0080-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/u;
const ONLY_JOINERS = /^[\u200c\u200d\ufe00-\ufe0f]+$/u;

/**
 * A token's text with everything invisible made visible: whitespace and control characters as symbols, zero-width and
 * bidirectional characters and lone surrogates as their code point. Emoji and scripts with joiners stay whole. An empty
 * text is the mark "∅".
 */
export function visibleText(text: string): TextRun[] {
  if (text === "") return [{ text: "∅", mark: true }];
  const runs: TextRun[] = [];
  const joinersOnly = ONLY_JOINERS.test(text);
  for (const character of text) {
    const symbol = symbolOf(character, joinersOnly);
    const run = { text: symbol ?? character, mark: symbol !== undefined };
    const last = runs.at(-1);
    if (last && last.mark === run.mark) last.text += run.text;
    else runs.push(run);
  }
  return runs;
}

function symbolOf(character: string, joinersOnly: boolean): string | undefined {
  const known = SYMBOLS.get(character);
  if (known) return known;
  const code = character.codePointAt(0) as number;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (joinersOnly || HIDDEN.test(character)) return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return undefined;
}
