import type { Side } from "../../side";
import type { Forced } from "./decisions";

const ONE = String.raw`\d{1,5}(?:[ab](?::\d{1,6})?|:\d{1,6})`;
const LIST = String.raw`${ONE}(?:\.${ONE})*`;

/** `12b` (B writes position 12), `20:345` (token 345 stands at 20), `7a:9` (both), joined by dots; empty for none. */
export const FORCED_PATTERN = new RegExp(`^(?:${LIST})?$`);

/** Such lists joined by commas; an empty one is written as 0. */
export const FORCED_LISTS_PATTERN = new RegExp(`^(?:(?:0|${LIST})(?:,(?:0|${LIST}))*)?$`);

/** The text of a list in a link, in the order of the positions. `parseForced` gives the list back. */
export function formatForced(forced: readonly Forced[]): string {
  return [...forced]
    .sort((one, other) => one.position - other.position)
    .map(({ position, side, token }) => `${position}${side ?? ""}${token === undefined ? "" : `:${token}`}`)
    .join(".");
}

/** Reads what matches `FORCED_PATTERN`; of two about one position the first counts. */
export function parseForced(text: string): Forced[] {
  const byPosition = new Map<number, Forced>();
  for (const [, position, side, token] of text.matchAll(/(\d+)([ab])?(?::(\d+))?/g)) {
    const at = Number(position);
    if (byPosition.has(at)) continue;
    byPosition.set(at, {
      position: at,
      ...(side === undefined ? {} : { side: side as Side }),
      ...(token === undefined ? {} : { token: Number(token) }),
    });
  }
  return [...byPosition.values()].sort((one, other) => one.position - other.position);
}

/** The positions that a list names more than once. */
export function repeatedPositions(text: string): number[] {
  const named = [...text.matchAll(/(\d+)[ab]?(?::\d+)?/g)].map(([, position]) => Number(position));
  return [...new Set(named.filter((position, index) => named.indexOf(position) < index))];
}

export function formatForcedLists(lists: readonly (readonly Forced[])[]): string {
  return lists.map((list) => formatForced(list) || "0").join(",");
}

/** Reads what matches `FORCED_LISTS_PATTERN`. */
export function parseForcedLists(text: string): Forced[][] {
  if (text === "") return [];
  return text.split(",").map((list) => (list === "0" ? [] : parseForced(list)));
}
