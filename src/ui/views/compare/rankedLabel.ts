import type { Token } from "../../../core/model";
import { strings } from "../../strings";
import { bytesWithin, joinedBytes } from "./joinedBytes";
import { tokenLabel } from "../../token/tokenDisplay";

/** Tokens on either side that are looked at for the character a token is a part of. */
const AROUND = 32;

/** A token as a list names it: its text, or the character that it is a part of and which of its bytes it holds. */
export function rankedLabel(tokens: readonly Token[], position: number): string {
  const token = tokens[position];
  if (token === undefined) return "";
  if (token.kind === "text") return token.text;
  const start = Math.max(0, position - AROUND);
  const near = tokens.slice(start, position + AROUND);
  const at = position - start;
  const joined = joinedBytes(near).find(({ from, to }) => from <= at && at < to);
  if (joined === undefined) return tokenLabel(token);
  return `${joined.text.trim()} (${strings.overview.bytes(bytesWithin(near, joined, at))})`;
}
