import type { Token } from "../../../core/model";
import { beginsCharacter } from "./joinedBytes";

/** Positions `from … to − 1`, drawn as one block. */
export interface Chunk {
  from: number;
  to: number;
}

/** A chunk is at least this long, so that short texts are one block. */
const LEAST = 192;
/** A text without a good place to cut is cut here all the same. */
const MOST = 768;

/**
 * Cuts a text into blocks that the browser lays out and skips one by one. A block ends after a newline where there is
 * one, so that the cut is not seen; else before a word, where it looks like the end of a line; never within a character
 * of several tokens. The cuts of a text that grows stay where they were.
 */
export function chunksOf(tokens: readonly Token[]): Chunk[] {
  const chunks: Chunk[] = [];
  let from = 0;
  while (from < tokens.length) {
    const to = endOfChunk(tokens, from);
    chunks.push({ from, to });
    from = to;
  }
  return chunks;
}

function endOfChunk(tokens: readonly Token[], from: number): number {
  const last = from + MOST;
  for (let to = from + LEAST; to <= Math.min(last, tokens.length); to++) {
    if (tokens[to - 1]?.text.endsWith("\n")) return to;
  }
  if (tokens.length <= last) return tokens.length;
  for (let to = last; to > from + LEAST; to--) {
    if (tokens[to]?.text.startsWith(" ")) return to;
  }
  for (let to = last; to > from + LEAST; to--) {
    const token = tokens[to];
    if (token && beginsCharacter(token)) return to;
  }
  return last;
}
