/**
 * Places in `reference` (ascending) of one longest common subsequence with `answer`. There can be several; this is the
 * one rouge-score finds, going back from both ends: equal tokens are taken, else the answer is shortened only where
 * that keeps strictly more than shortening the reference. One bit is kept per pair of tokens.
 */
export function commonPlaces(reference: readonly string[], answer: readonly string[]): number[] {
  const shortensAnswer = new Uint8Array(Math.ceil((reference.length * answer.length) / 8));
  let above = new Uint32Array(answer.length + 1);
  let row = new Uint32Array(answer.length + 1);
  for (const [at, token] of reference.entries()) {
    for (const [other, candidate] of answer.entries()) {
      const left = row[other]!;
      const up = above[other + 1]!;
      row[other + 1] = token === candidate ? above[other]! + 1 : Math.max(left, up);
      const bit = at * answer.length + other;
      if (left > up) shortensAnswer[bit >> 3]! |= 1 << (bit & 7);
    }
    [above, row] = [row, above];
  }
  const places: number[] = [];
  let at = reference.length - 1;
  let other = answer.length - 1;
  while (at >= 0 && other >= 0) {
    const bit = at * answer.length + other;
    if (reference[at] === answer[other]) {
      places.push(at--);
      other--;
    } else if ((shortensAnswer[bit >> 3]! >> (bit & 7)) & 1) other--;
    else at--;
  }
  return places.reverse();
}
