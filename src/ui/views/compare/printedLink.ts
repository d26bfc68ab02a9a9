/** Links longer than this are of no use on paper. */
export const LONGEST_PRINTED_LINK = 500;

/**
 * The address that is printed: the page's own with its state, or without it where that would be too long to type.
 *
 * @param page the page's address; what follows its "#" is left out
 * @param hash the state, "#" first
 */
export function printedLink(page: string, hash: string): { address: string; whole: boolean } {
  const bare = page.split("#", 1)[0] ?? "";
  const address = bare + hash;
  return address.length <= LONGEST_PRINTED_LINK ? { address, whole: true } : { address: bare, whole: false };
}
