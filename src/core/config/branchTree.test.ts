import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldTree, formatTree, MAX_BRANCHES, parseTree, unfoldTree } from "./branchTree";
import { MAX_COMPARED_TOKENS } from "./limits";
import { anyBranches } from "../../../tests/support/anyBranches";

const first = { parent: undefined, writer: undefined, from: 0, ids: [5, 6, 7] };
const forced = { parent: 0, writer: "b" as const, from: 1, ids: [5, 9, 8] };
const deeper = { parent: 1, writer: "a" as const, from: 2, ids: [5, 9, 4] };

describe("a tree of versions as text", () => {
  test("holds what each version adds to the one it left, and nothing of the shown one", () => {
    expect(formatTree(foldTree([first, forced, deeper], 1))).toBe("t.5.6.7;0b1;1a2.4");
    expect(formatTree(foldTree([{ ...first, writer: "a" }, forced], 0))).toBe("a;0b1.9.8");
  });

  test("gives every version back with all its tokens", () => {
    fc.assert(
      fc.property(anyBranches, ({ whole, shown }) => {
        fc.pre(whole.length > 1);
        const tree = parseTree(formatTree(foldTree(whole, shown)));
        expect(unfoldTree(tree ?? [], whole[shown]?.ids ?? [])).toEqual(whole);
      }),
    );
  });

  test("is refused where it is damaged", () => {
    const damaged = {
      "no first version": "0b1.9;0b1",
      "two shown versions": "t;0b1",
      "none shown": "t.5;0b1.9",
      "one version alone": "t",
      "a version that left a later one": "t;1b1.9",
      "an id that is no unsigned integer": "t;0b1.-9",
      "an id beyond any vocabulary": "t;0b1.12345678901",
      "too many versions": `t${";0b1.9".repeat(MAX_BRANCHES)}`,
      "too many tokens": `t;0b1${".9".repeat(MAX_COMPARED_TOKENS + 1)}`,
      "another writer": "t;0c1.9",
    };
    for (const [what, text] of Object.entries(damaged)) expect(parseTree(text), what).toBeUndefined();
    expect(parseTree("")).toEqual([]);
  });

  test("of any text never throws", () => {
    const likely = fc.stringMatching(/^[tab](\.\d{1,3}){0,3}(;\d[ab]\d(\.\d{1,3}){0,3}){0,4}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), likely), fc.array(fc.nat(99)), (text, solution) => {
        const tree = parseTree(text) ?? [];
        expect(tree.length).toBeLessThanOrEqual(MAX_BRANCHES);
        for (const { ids } of unfoldTree(tree, solution) ?? []) expect(ids.length).toBeGreaterThan(0);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("unfoldTree", () => {
  test("refuses versions that do not fit the solution", () => {
    const tree = parseTree("t;0b2.9") ?? [];
    expect(unfoldTree(tree, [5, 6, 7])?.[1]?.ids).toEqual([5, 6, 9]);
    expect(unfoldTree(tree, [5])).toBeUndefined();
    expect(unfoldTree(tree, [])).toBeUndefined();
    const shown = parseTree("t.5.6.7;0b2") ?? [];
    expect(unfoldTree(shown, [5, 6, 1])).toBeDefined();
    expect(unfoldTree(shown, [5, 6])).toBeUndefined();
    expect(unfoldTree(shown, [1, 2, 3])).toBeUndefined();
  });

  test("refuses a version longer than a comparison takes", () => {
    const long = Array.from({ length: MAX_COMPARED_TOKENS }, () => 1);
    expect(unfoldTree(parseTree("t;0b16384.1") ?? [], long)).toBeUndefined();
    expect(unfoldTree(parseTree("t;0b16383.1") ?? [], long)).toBeDefined();
  });
});
