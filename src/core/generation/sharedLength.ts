import type { TokenId } from "../model";

/** How many tokens two texts have in common from the beginning. */
export function sharedLength(one: readonly TokenId[], other: readonly TokenId[]): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length++;
  return length;
}
