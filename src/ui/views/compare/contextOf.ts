import type { Token } from "../../../core/model";

/** Tokens that lead up to one; more would not be shown. */
const TOKENS = 16;

/** The text that leads up to a token, special tokens included as they are spelled. */
export function contextOf(tokens: readonly Token[], position: number): string {
  return tokens
    .slice(Math.max(0, position - TOKENS), position)
    .map(({ text }) => text)
    .join("");
}
