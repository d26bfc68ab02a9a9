/** How often a letter occurs in a word; upper and lower case differ. */
export function count(letter: string, word: string): number {
  return [...word].filter((other) => other === letter).length;
}
