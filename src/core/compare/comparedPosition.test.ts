import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyPair, ofProbabilities } from "../../../tests/support/distributions";
import { rank } from "../distribution/rank";
import { topK } from "../distribution/topK";
import { jsContribution, klContribution } from "../divergence/contributions";
import { candidates } from "./candidates";
import { comparedPosition } from "./comparedPosition";
import { positionStatistics } from "./position";

const A = ofProbabilities(0.1, 0.6, 0.25, 0.05);
const B = ofProbabilities(0.5, 0.3, 0.05, 0.15);

describe("candidates", () => {
  test("are the union of both top-k, by the greater probability", () => {
    expect(candidates(A, B, 1).map(({ id }) => id)).toEqual([1, 0]);
    expect(candidates(A, B, 2).map(({ id }) => id)).toEqual([1, 0, 2]);
    expect(candidates(A, B, 9).map(({ id }) => id)).toEqual([1, 0, 2, 3]);
  });

  test("break ties by the lower id", () => {
    const uniform = ofProbabilities(0.25, 0.25, 0.25, 0.25);
    expect(candidates(uniform, uniform, 3).map(({ id }) => id)).toEqual([0, 1, 2]);
  });

  test("know both models' ranks, log-probabilities and contributions", () => {
    expect(candidates(A, B, 2)[2]).toEqual({
      id: 2,
      logprobA: A[2],
      logprobB: B[2],
      rankA: 2,
      rankB: 4,
      klTerm: klContribution(A[2]!, B[2]!),
      jsTerm: jsContribution(A[2]!, B[2]!),
    });
  });

  test("have the ranks and membership that the definitions say", () => {
    fc.assert(
      fc.property(anyPair, fc.integer({ min: 0, max: 12 }), ([a, b], k) => {
        const listed = candidates(a, b, k);
        const union = new Set([...topK(a, k).ids, ...topK(b, k).ids]);
        expect(new Set(listed.map(({ id }) => id))).toEqual(union);
        expect(listed.map(({ rankA }) => rankA)).toEqual(listed.map(({ id }) => rank(a, id)));
        expect(listed.map(({ rankB }) => rankB)).toEqual(listed.map(({ id }) => rank(b, id)));
        const greater = listed.map(({ logprobA, logprobB }) => Math.max(logprobA, logprobB));
        expect(greater).toEqual(greater.toSorted((x, y) => y - x));
      }),
    );
  });
});

describe("comparedPosition", () => {
  test("is the statistics and the candidates of one position", () => {
    const { token, statistics, candidates: listed } = comparedPosition(A, B, 3, 2);
    const expected = positionStatistics(A, B, 3);
    expect(token).toBe(3);
    expect(Object.keys(statistics).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) {
      expect(statistics[name as keyof typeof statistics]).toBeCloseTo(value, 9);
    }
    expect(listed).toEqual(candidates(A, B, 2));
  });

  test("ranks the token even where no model lists it", () => {
    const { statistics, candidates: listed } = comparedPosition(A, B, 3, 1);
    expect(listed.map(({ id }) => id)).not.toContain(3);
    expect([statistics.rankA, statistics.rankB]).toEqual([4, 3]);
  });
});
