import type { PairStatistics } from "../../src/core/compare/position";
import { standingOf, type SwitchChoice } from "../../src/core/generation/switching/choice";
import {
  decide,
  type Decided,
  type Forced,
  type Standing,
} from "../../src/core/generation/switching/decisions";
import { forcedAt } from "../../src/core/generation/switching/switched";

/** What a policy is shown of one position. */
export type Sight = number | { divergence?: number; entropyA?: number; entropyB?: number };

/** Statistics in which every divergence has the same value; a number stands for it alone. */
export function sightOf(sight: Sight): PairStatistics {
  const {
    divergence = 0,
    entropyA = 0,
    entropyB = 0,
  } = typeof sight === "number" ? { divergence: sight } : sight;
  return {
    entropyA,
    entropyB,
    klAB: divergence,
    klBA: divergence,
    js: divergence,
    totalVariation: divergence,
  };
}

export interface Walk {
  /** Who wrote each position, one letter each. */
  authors: string;
  /** The switches: position, from, to and the reason. */
  switches: string[];
  /** All that was decided, in order. */
  decided: Decided[];
}

/** A policy over the sights of a text, from its first position on; `luck` has seed 7 and sample 0 unless told. */
export function walkPolicy(
  choice: Partial<SwitchChoice> & Pick<SwitchChoice, "policy">,
  sights: readonly Sight[],
  { forced = [], ...luck }: { forced?: readonly Forced[]; seed?: number; sample?: number } = {},
): Walk {
  const whole: SwitchChoice = {
    kind: "klAB",
    threshold: 0.5,
    switchBack: 0.25,
    start: "a",
    own: {},
    ...choice,
  };
  let standing: Standing = standingOf(whole, { seed: 7, sample: 0, ...luck });
  const decided = sights.map((sight, position) => {
    const one = decide(standing, position, sightOf(sight), whole.kind, forcedAt(forced, position));
    standing = one.next;
    return one;
  });
  return {
    authors: decided.map(({ author }) => author).join(""),
    switches: decided.flatMap(({ switch: point }) =>
      point ? `${point.position} ${point.from}→${point.to}: ${point.reason}` : [],
    ),
    decided,
  };
}
