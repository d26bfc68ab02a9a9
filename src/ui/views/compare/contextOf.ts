import type { Token } from "../../../core/model";
import { wholeUpTo } from "./joinedBytes";
import { piecesOf } from "./pieces";

/** Tokens that lead up to one; more would not be shown. */
const TOKENS = 16;

/**
 * The text that leads up to a token, special tokens included as they are spelled. Of tokens that make a character
 * together it holds all or none: up to one within a character, it ends before that character.
 */
export function contextOf(tokens: readonly Token[], position: number): string {
  const start = wholeUpTo(tokens, Math.max(0, position - TOKENS));
  return piecesOf(tokens.slice(start, wholeUpTo(tokens, position)))
    .map(({ from, joined }) => joined?.text ?? tokens[start + from]?.text ?? "")
    .join("");
}
