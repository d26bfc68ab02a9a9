import { definePolicy, type PolicyStep } from "../policy";
import { figure } from "../rule";

/**
 * A few tokens from B, where the divergence is among the highest so far: at or above the running quantile q of all
 * divergences seen (q = 1: the highest so far), above 0, and while the budget lasts: fewer than `budgetTokens` spent
 * before, and this one within `budgetShare` of the tokens so far, which always allows one.
 */
export const budget = definePolicy({
  id: "budget",
  label: "Budget",
  help: "At most so many tokens from B, spent where the divergence is among the highest so far; all others from A.",
  uses: ["divergence"],
  parameters: {
    budgetTokens: {
      kind: "number",
      url: "bk",
      label: "Tokens from B, at most",
      help: "B writes at most this many tokens.",
      default: 8,
      min: 0,
      max: 4096,
      step: 1,
      integer: true,
    },
    budgetShare: {
      kind: "number",
      url: "bx",
      label: "Share from B, at most",
      help: "B writes at most this share of the tokens so far, but always one; 1 is off.",
      default: 1,
      min: 0,
      max: 1,
      step: 0.01,
    },
    budgetQuantile: {
      kind: "number",
      url: "bq",
      label: "Among the highest",
      help: "Only where the divergence reaches this quantile of those so far; 1 is the highest so far.",
      default: 0.9,
      min: 0,
      max: 1,
      step: 0.01,
    },
  },
  begin(context, { budgetTokens, budgetShare, budgetQuantile }) {
    const after =
      (sorted: readonly number[], spent: number): PolicyStep =>
      ({ divergence }) => {
        const seen = insert(sorted, divergence);
        const bar = seen[Math.ceil(budgetQuantile * (seen.length - 1))] as number;
        // A quotient, since 0.29 · 100 rounds to less than 29.
        const withinShare = budgetShare > 0 && (spent === 0 || (spent + 1) / seen.length <= budgetShare);
        const affordable = spent < budgetTokens && withinShare;
        const high = divergence >= bar && divergence > 0;
        const spend = affordable && high;
        const measured = `${context.divergence} ${figure(divergence)} ${high ? "≥" : "<"} ${figure(bar)}`;
        return {
          active: spend ? "b" : "a",
          reason: `${measured}, ${spent} of ${budgetTokens} spent`,
          next: after(seen, spend ? spent + 1 : spent),
        };
      };
    return after([], 0);
  },
});

/** A sorted list with one value more. */
function insert(sorted: readonly number[], value: number): number[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return sorted.toSpliced(low, 0, value);
}
