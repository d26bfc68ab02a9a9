import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policyGolden } from "../../../../tests/support/policyGolden";
import { walkPolicy } from "../../../../tests/support/walkPolicy";
import type { Decision, PolicyStep, Seen } from "./policy";
import { POLICIES, POLICY_SETTINGS, policyOf } from "./policies";

const CONTEXT = { threshold: 0.5, switchBack: 0.25, divergence: "JS", seed: 3, sample: 1 };

/** What a text could show, whoever was active. */
const sights = fc.array(
  fc.record({
    active: fc.constantFrom("a" as const, "b" as const),
    divergence: fc.oneof(fc.constantFrom(0, 0.25, 0.5, Infinity), fc.double({ min: 0, max: 2, noNaN: true })),
    entropyA: fc.double({ min: 0, max: 2, noNaN: true }),
    entropyB: fc.double({ min: 0, max: 2, noNaN: true }),
  }),
  { minLength: 2, maxLength: 40 },
);
const seenAt = (list: readonly Omit<Seen, "position">[]): Seen[] =>
  list.map((sight, position) => ({ ...sight, position }));

function begin(policy: (typeof POLICIES)[number]): PolicyStep {
  const own = Object.entries(policy.parameters).map(([name, row]) => [name, row.default]);
  return policy.begin(CONTEXT, Object.fromEntries(own) as Record<string, number>);
}

/** All decisions, and the step before each. */
function walk(first: PolicyStep, seen: readonly Seen[]): { steps: PolicyStep[]; decisions: Decision[] } {
  const steps: PolicyStep[] = [];
  const decisions: Decision[] = [];
  let step = first;
  for (const sight of seen) {
    steps.push(step);
    const decision = step(sight);
    decisions.push(decision);
    step = decision.next;
  }
  return { steps, decisions };
}

const said = (decisions: readonly Decision[]) => decisions.map(({ active, reason }) => ({ active, reason }));

describe("every policy", () => {
  test.each(POLICIES.map((policy) => [policy.id, policy] as const))(
    "%s is pure: kept steps go on as they did, however often and in whatever order",
    (_, policy) => {
      fc.assert(
        fc.property(sights, sights, (one, other) => {
          const seen = seenAt(one);
          const { steps, decisions } = walk(begin(policy), seen);
          // Something else is seen from every step in between, and must leave no trace.
          for (const [position, step] of steps.entries()) {
            walk(
              step,
              other.map((sight, index) => ({ ...sight, position: position + index })),
            );
          }
          for (let from = seen.length - 1; from >= 0; from--) {
            const again = walk(steps[from] as PolicyStep, seen.slice(from));
            expect(said(again.decisions)).toEqual(said(decisions.slice(from)));
          }
        }),
        { numRuns: 30 },
      );
    },
  );

  test("has an id, a name and a sentence of its own", () => {
    for (const key of ["id", "label", "help"] as const) {
      expect(new Set(POLICIES.map((policy) => policy[key])).size).toBe(POLICIES.length);
    }
    for (const { id } of POLICIES) expect(policyOf(id).id).toBe(id);
  });

  test("has settings that no other one has, by name and in links, with defaults within their bounds", () => {
    const names = POLICIES.flatMap(({ parameters }) => Object.keys(parameters));
    expect(Object.keys(POLICY_SETTINGS).sort()).toEqual([...new Set(names)].sort());
    expect(new Set(names).size).toBe(names.length);
    const rows = Object.values(POLICY_SETTINGS);
    expect(new Set(rows.map(({ url }) => url)).size).toBe(rows.length);
    for (const { default: usual, min, max } of rows) {
      expect(usual).toBeGreaterThanOrEqual(min);
      expect(usual).toBeLessThanOrEqual(max);
    }
  });
});

describe("golden", () => {
  const { cases, sequences } = policyGolden;

  test.each([...new Set(cases.map(({ policy }) => policy))])(
    "%s has the authors of the definition, computed over whole sequences at once",
    (policy) => {
      for (const { authors, ...choice } of cases.filter((one) => one.policy === policy)) {
        for (const start of ["a", "b"] as const) {
          for (const [name, { divergence, entropyA, entropyB }] of Object.entries(sequences)) {
            const shown = divergence.map((value, position) => ({
              divergence: value,
              entropyA: entropyA[position]!,
              entropyB: entropyB[position]!,
            }));
            const walked = walkPolicy({ ...choice, start }, shown, { forced: choice.forced });
            expect({ name, start, ...choice, authors: walked.authors }).toEqual({
              name,
              start,
              ...choice,
              authors: authors[start][name],
            });
          }
        }
      }
    },
  );

  test("has sequences that make every policy switch", () => {
    const golden = new Set(cases.map(({ policy }) => policy));
    for (const policy of golden) {
      const all = cases
        .filter((one) => one.policy === policy)
        .flatMap(({ authors }) => Object.values(authors.a));
      expect(all.some((one) => one.includes("a")) || policy === "always").toBe(true);
      expect(all.some((one) => one.includes("b")) || policy === "never").toBe(true);
    }
  });
});
