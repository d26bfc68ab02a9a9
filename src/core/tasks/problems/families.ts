import { Draws } from "../../random";
import { letters } from "./letters/letters";
import type { FamilyId, Problem, ProblemFamily, Split } from "./problem";
import { stableHash } from "./stableHash";
import { sums } from "./sums/sums";

/** All problem families, in the order in which they are shown. */
export const FAMILIES: readonly ProblemFamily[] = [letters, sums];

/** The family of that name. */
export function familyOf(id: FamilyId): ProblemFamily {
  const family = FAMILIES.find((candidate) => candidate.id === id);
  if (!family) throw new RangeError(`Unknown problem family: ${id}`);
  return family;
}

/**
 * The problem number `index` of a split: a pure function of its arguments.
 * @param seed integer; its lower 32 bits are used
 * @param index unsigned 32-bit
 */
export function problemAt(family: FamilyId, split: Split, seed: number, index: number): Problem {
  const list = stableHash(`${family} ${split}`) >>> 11;
  return familyOf(family).generate(new Draws((seed >>> 0) + list * 2 ** 32, "problem", index), split);
}
