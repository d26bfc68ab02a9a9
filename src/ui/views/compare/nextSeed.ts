import { SETTINGS } from "../../../core/config/settings";

/** Another seed than this one; after the largest comes the smallest. */
export function nextSeed(seed: number): number {
  const { min, max } = SETTINGS.seed;
  return seed >= max ? min : seed + 1;
}
