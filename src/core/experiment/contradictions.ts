import type { ComparedPosition } from "../compare/comparedPosition";
import { STATISTICS } from "../compare/block";
import { entropyBounds, type Bounds } from "../distribution/truncated";
import { jsBounds, klBounds, totalVariationBounds } from "../divergence/bounds";
import type { TruncatedDistribution } from "../model";
import type { StatisticName } from "./statisticRanges";

/** A statistic of a file that cannot be right if the rest of the file is. */
export interface Contradiction {
  statistic: StatisticName | "candidates";
  /** The first position where it is so, and how many there are. */
  position: number;
  count: number;
  /** What the file says there, and between what the rest of it says that it lies. */
  value: number;
  within: Bounds;
  against: "candidates" | "distributions";
}

/** Half precision errs by some thousandths; numbers that were made up err by more. */
const TOLERANCE = { absolute: 0.02, relative: 0.02 };
/** What rounding can hide of the mass of all tokens that are not listed. */
const HIDDEN_MASS = 0.005;

/** Contradictions as they are found, one for each statistic. */
export class Contradictions {
  private readonly found = new Map<string, Contradiction>();

  /** Holds a position's statistics against its candidates: what these leave open of each is an interval. */
  holdAgainstCandidates(position: number, compared: ComparedPosition, vocabSize: number): void {
    const bounds = boundsByCandidates(compared, vocabSize);
    for (const name of STATISTICS) {
      const within = bounds[name];
      if (within) this.hold(name, position, compared.statistics[name], within, "candidates");
    }
  }

  /** Holds a position's statistics and candidates against those computed from whole distributions. */
  holdAgainstDistributions(
    position: number,
    compared: ComparedPosition,
    { statistics }: ComparedPosition,
    { a, b }: { a: Float32Array; b: Float32Array },
  ): void {
    for (const name of STATISTICS) {
      // Ranks in the tail change places when numbers are rounded.
      if (name === "rankA" || name === "rankB") continue;
      const within = { lower: statistics[name], upper: statistics[name] };
      this.hold(name, position, compared.statistics[name], within, "distributions");
    }
    for (const { id, logprobA, logprobB } of compared.candidates) {
      for (const [listed, row] of [[logprobA, a] as const, [logprobB, b] as const]) {
        const probability = Math.exp(row[id] ?? -Infinity);
        const within = { lower: probability, upper: probability };
        this.hold("candidates", position, Math.exp(listed), within, "distributions");
      }
    }
  }

  get list(): readonly Contradiction[] {
    return [...this.found.values()];
  }

  private hold(
    statistic: Contradiction["statistic"],
    position: number,
    value: number,
    within: Bounds,
    against: Contradiction["against"],
  ): void {
    if (isWithin(statistic, value, within)) return;
    const key = `${statistic} ${against}`;
    const before = this.found.get(key);
    if (before === undefined) this.found.set(key, { statistic, position, count: 1, value, within, against });
    else if (before.position !== position) this.found.set(key, { ...before, count: before.count + 1 });
  }
}

function isWithin(statistic: Contradiction["statistic"], value: number, { lower, upper }: Bounds): boolean {
  if (value === lower || value === upper) return true;
  // Of a token that is next to impossible, the probability says more than its logarithm.
  const scale =
    statistic === "logprobA" || statistic === "logprobB" ? Math.exp : (plain: number): number => plain;
  const [at, from, to] = [scale(value), scale(lower), scale(upper)];
  const slack = (end: number): number => TOLERANCE.absolute + TOLERANCE.relative * Math.abs(end);
  return at >= from - slack(from) && at <= to + slack(to);
}

/** What the candidates of a position leave open of its statistics. */
function boundsByCandidates(
  { token, candidates }: ComparedPosition,
  vocabSize: number,
): Partial<Record<StatisticName, Bounds>> {
  const ids = Uint32Array.from(candidates, ({ id }) => id);
  const logprobsA = candidates.map(({ logprobA }) => logprobA);
  const logprobsB = candidates.map(({ logprobB }) => logprobB);
  const [a, b] = [listed(ids, logprobsA, HIDDEN_MASS), listed(ids, logprobsB, HIDDEN_MASS)];
  const own = candidates.find(({ id }) => id === token);
  const exactly = (value: number): Bounds => ({ lower: value, upper: value });
  const entropyOf = (logprobs: readonly number[]): Bounds => {
    const options = { vocabSize: Math.max(vocabSize, ids.length + 1) };
    return {
      lower: entropyBounds(listed(ids, logprobs, -HIDDEN_MASS), options).lower,
      upper: entropyBounds(listed(ids, logprobs, HIDDEN_MASS), options).upper,
    };
  };
  return {
    entropyA: entropyOf(logprobsA),
    entropyB: entropyOf(logprobsB),
    klAB: klBounds(a, b),
    klBA: klBounds(b, a),
    js: jsBounds(a, b),
    totalVariation: totalVariationBounds(a, b),
    ...(own
      ? {
          logprobA: exactly(own.logprobA),
          logprobB: exactly(own.logprobB),
          rankA: exactly(own.rankA),
          rankB: exactly(own.rankB),
        }
      : {}),
  };
}

/** What is listed, with more or less mass left over than the rounded numbers say. */
function listed(ids: Uint32Array, logprobs: readonly number[], more: number): TruncatedDistribution {
  const mass = logprobs.reduce((sum, logprob) => sum + Math.exp(logprob), 0);
  const rest = Math.log(Math.max(0, Math.max(0, 1 - mass) + more));
  return { kind: "truncated", ids, logprobs: Float32Array.from(logprobs), rest };
}
