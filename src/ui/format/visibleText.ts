/** A stretch of a text as it is drawn. `text` is what copying gives; `mark` is drawn in its place, quietly. */
export interface Segment {
  text: string;
  mark?: string;
}

/** A token's text as it is drawn. */
export interface VisibleText {
  /** It begins with exactly one space before something visible: by far the most common case, drawn as a dot. */
  leadingSpace: boolean;
  segments: Segment[];
}

/** A stretch of a text in one line; `mark` means that it stands for something invisible and is drawn quietly. */
export interface TextRun {
  text: string;
  mark: boolean;
}

const NAMED_MARKS: Readonly<Record<string, string>> = {
  " ": "·",
  "\n": "↵",
  "\r": "␍",
  "\t": "⇥",
  "\u00a0": "⍽",
  "\u00ad": "‐",
};

/**
 * What is invisible or would change how its neighbours are drawn: controls, every kind of space but the plain one,
 * zero-width and bidirectional marks, tags, variation selectors standing alone, lone surrogates, private use.
 */
const INVISIBLE =
  /[\p{Cc}\p{Zl}\p{Zp}\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}\p{Cs}\p{Co}]/u;

/** Joiners and selectors that belong to the letters around them (emoji, Persian, Indic scripts). */
const JOINS = /[\u200c\u200d\ufe00-\ufe0f\u{e0020}-\u{e007f}]/u;

/**
 * Splits a text into what is plain and what needs a mark. Nothing invisible stays invisible: newline ↵, tab ⇥,
 * several spaces ··, others by code point `U+200B`; no text at all is ∅. The texts of all segments together are the
 * text, except for characters that would reorder or hide their neighbours, whose text is empty.
 */
export function visibleText(text: string): VisibleText {
  if (text === "") return { leadingSpace: false, segments: [{ text: "", mark: "∅" }] };
  if (/^ ?[\p{L}\p{N}\p{P}\p{S}]+$/u.test(text)) {
    const spaced = text.startsWith(" ");
    if (!spaced || text.length > 1) return { leadingSpace: spaced, segments: [{ text }] };
  }
  const letters = [...text];
  const leadingSpace = letters[0] === " " && letters.length > 1 && !isMarked(letters, 1);
  const segments: Segment[] = [];
  let plain = leadingSpace ? " " : "";
  for (let at = leadingSpace ? 1 : 0; at < letters.length; at++) {
    const letter = letters[at] ?? "";
    if (!isMarked(letters, at)) {
      plain += letter;
      continue;
    }
    if (plain !== "") segments.push({ text: plain });
    plain = "";
    segments.push(marked(letter));
  }
  if (plain !== "") segments.push({ text: plain });
  return { leadingSpace, segments: mergeSpaces(segments) };
}

/** The text in one line, for labels and lists, with its leading space as a mark too. */
export function textRuns({ leadingSpace, segments }: VisibleText): TextRun[] {
  const runs: TextRun[] = leadingSpace ? [{ text: "·", mark: true }] : [];
  for (const [index, { text, mark }] of segments.entries()) {
    const run = {
      text: mark ?? (leadingSpace && index === 0 ? text.slice(1) : text),
      mark: mark !== undefined,
    };
    const last = runs.at(-1);
    if (last && last.mark === run.mark) last.text += run.text;
    else runs.push(run);
  }
  return runs;
}

/** A space inside a token is plain where something visible stands on both sides. */
function isMarked(letters: readonly string[], at: number): boolean {
  const letter = letters[at] ?? "";
  const before = letters[at - 1];
  const after = letters[at + 1];
  if (letter === " ") {
    return before === undefined || after === undefined || isBlank(before) || isBlank(after);
  }
  if (JOINS.test(letter)) return letters.length === 1;
  return INVISIBLE.test(letter);
}

function isBlank(letter: string): boolean {
  return letter === " " || INVISIBLE.test(letter);
}

function marked(letter: string): Segment {
  const mark = NAMED_MARKS[letter];
  if (mark !== undefined) return { text: letter, mark };
  return { text: "", mark: codePoint(letter) };
}

/** "U+200B". */
function codePoint(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function mergeSpaces(segments: readonly Segment[]): Segment[] {
  const merged: Segment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (segment.mark === "·" && last?.mark?.startsWith("·")) {
      last.text += segment.text;
      last.mark += segment.mark;
    } else merged.push({ ...segment });
  }
  return merged;
}
