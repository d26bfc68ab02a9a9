import { lastBoxed } from "./boxed";
import { canonicalNumber } from "./canonicalNumber";

/**
 * 1 if the boxed answer equals the reference after trimming and number normalisation, else 0 (also without a box).
 * Numbers are compared as exact decimals (`canonicalNumber`); other texts must be equal letter by letter.
 */
export function exactMatch(answer: string, reference: string): 0 | 1 {
  const boxed = lastBoxed(answer);
  return boxed !== undefined && canonicalNumber(boxed) === canonicalNumber(reference) ? 1 : 0;
}
