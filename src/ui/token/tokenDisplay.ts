import type { Token } from "../../core/model";
import { textRuns, visibleText, type VisibleText } from "../format/visibleText";

/** How a token is drawn. */
export interface TokenDisplay extends VisibleText {
  kind: Token["kind"];
}

/** A token's kind and its text with everything invisible marked. */
export function tokenDisplay({ text, kind }: Token): TokenDisplay {
  return { kind, ...visibleText(text) };
}

const displays = new WeakMap<Token, TokenDisplay>();

/** `tokenDisplay`, computed once for each token object. */
export function displayOf(token: Token): TokenDisplay {
  let display = displays.get(token);
  if (display === undefined) {
    display = tokenDisplay(token);
    displays.set(token, display);
  }
  return display;
}

/**
 * A token in one line of plain text, for labels, lists and screen readers: "·two", "↵", "U+200B". Long ones are cut
 * with an ellipsis to `limit` characters.
 */
export function tokenLabel(token: Token, limit = 40): string {
  const label = textRuns(displayOf(token))
    .map(({ text }) => text)
    .join("");
  const letters = [...label];
  return letters.length <= limit ? label : `${letters.slice(0, limit - 1).join("")}…`;
}
