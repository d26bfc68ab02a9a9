import type { Token, TokenId } from "../model";

/** What a person looks for among tokens, in every way in which it can be meant. */
export interface TokenSearch {
  /** Texts of which a token contains at least one, ignoring case; "" is contained in all. */
  texts: readonly string[];
  /** Texts that a token is from end to end. */
  exact: readonly string[];
  id: TokenId | undefined;
}

const ID = /^#?(0|[1-9]\d{0,8})$/;
/** `0x0A`, `<0x0A>`, and several of them. */
const BYTES = /^\s*(?:<?0x(?:[0-9a-f]{2})+>?[\s,]*)+$/i;
const ESCAPES = /\\(?:([nrt0\\])|x([0-9a-f]{2})|u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4}))/gi;
const ESCAPED = new Map(Object.entries({ n: "\n", r: "\r", t: "\t", 0: "\0", "\\": "\\" }));
/** The marks in whose place something invisible is shown; a letter after a code may belong to it or not. */
const MARKS = [
  /[·↵␍⇥⍽‐\u2400-\u241f\u2421]|U\+([0-9a-f]{4})/gi,
  /[·↵␍⇥⍽‐\u2400-\u241f\u2421]|U\+([0-9a-f]{4,6})/gi,
] as const;
const MARKED = new Map(
  Object.entries({ "·": " ", "↵": "\n", "␍": "\r", "⇥": "\t", "⍽": "\u00a0", "‐": "\u00ad", "␡": "\u007f" }),
);
const EMPTY_MARK = "∅";

/**
 * Reads what was typed into a search for tokens. Besides plain text it may be the visible form of a token (`·the`, `↵`,
 * `U+200B`), an escape (`\n`, `\u200b`), bytes (`0x0A`, `<0xE2><0x82>`) or an id (`123`, `#123`). Where it can be read
 * in several ways, all are searched for.
 */
export function readTokenSearch(typed: string): TokenSearch {
  const bytes = BYTES.test(typed) ? bytesOf(typed) : [];
  const exact = typed === EMPTY_MARK ? [""] : spellings(bytes);
  const plain = [typed, unescaped(typed)].flatMap((text) => [text, ...unmarked(text)]);
  const id = ID.exec(typed)?.[1];
  return {
    texts: [...new Set([...plain, ...exact.filter((text) => text !== "")])],
    exact,
    id: id === undefined ? undefined : Number(id),
  };
}

/** Ids of the tokens that match: those that were named by their id or from end to end, and all others. */
export function findTokens(
  vocabulary: readonly Token[],
  { texts, exact, id }: TokenSearch,
): { named: TokenId[]; others: TokenId[] } {
  const wanted = texts.map((text) => text.toLowerCase());
  const named: TokenId[] = [];
  const others: TokenId[] = [];
  for (const token of vocabulary) {
    if (token.id === id || exact.includes(token.text)) named.push(token.id);
    else {
      const text = token.text.toLowerCase();
      if (wanted.some((part) => text.includes(part))) others.push(token.id);
    }
  }
  return { named, others };
}

function bytesOf(typed: string): string[] {
  return (typed.match(/0x[0-9a-f]+/gi) ?? []).flatMap((run) => run.slice(2).match(/../g) ?? []);
}

/** How a token of exactly these bytes (two digits each) may be spelled: byte by byte, and as the text they are. */
function spellings(bytes: readonly string[]): string[] {
  if (bytes.length === 0) return [];
  const spelled = bytes.map((byte) => `<0x${byte.toUpperCase()}>`).join("");
  try {
    return [spelled, decodeURIComponent(bytes.map((byte) => `%${byte}`).join(""))];
  } catch {
    return [spelled];
  }
}

function unescaped(text: string): string {
  return text.replace(ESCAPES, (whole, letter?: string, ...codes: unknown[]) => {
    if (letter !== undefined) return ESCAPED.get(letter.toLowerCase()) ?? whole;
    return characterOf(codes.slice(0, 3).find((code) => typeof code === "string")) ?? whole;
  });
}

function unmarked(text: string): string[] {
  const shown = (mark: string, code?: string) =>
    code === undefined
      ? (MARKED.get(mark) ?? String.fromCharCode(mark.charCodeAt(0) - 0x2400))
      : (characterOf(code) ?? mark);
  return MARKS.map((marks) => text.replace(marks, shown));
}

/** The character of a hexadecimal code point; undefined beyond Unicode. */
function characterOf(code: string | undefined): string | undefined {
  const point = Number.parseInt(code ?? "", 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
