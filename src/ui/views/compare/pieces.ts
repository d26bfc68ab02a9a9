import type { Token } from "../../../core/model";
import { joinedBytes, type Joined } from "./joinedBytes";
import { displayOf, tokenDisplay, type TokenDisplay } from "../../token/tokenDisplay";

/** Tokens `from … to − 1` that are drawn as one text: a single one, or several that spell a character together. */
export interface Piece {
  from: number;
  to: number;
  display: TokenDisplay;
  joined?: Joined;
}

/** A text as the pieces it is drawn in; together they cover every token once, in order. */
export function piecesOf(tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = [];
  const singles = (from: number, to: number) => {
    for (const [index, token] of tokens.slice(from, to).entries()) {
      pieces.push({ from: from + index, to: from + index + 1, display: displayOf(token) });
    }
  };
  let at = 0;
  for (const joined of joinedBytes(tokens)) {
    singles(at, joined.from);
    const { from, to, text } = joined;
    pieces.push({ from, to, display: tokenDisplay({ id: -1, text, kind: "text" }), joined });
    at = to;
  }
  singles(at, tokens.length);
  return pieces;
}
