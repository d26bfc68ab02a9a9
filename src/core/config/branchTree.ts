import { MAX_COMPARED_TOKENS } from "./limits";

/** Most versions of one solution that are kept, in the page and in a link. */
export const MAX_BRANCHES = 24;

/** One version of a solution as a link holds it: what it adds to the version it left. */
export interface LinkedBranch {
  /** Index of the version it left, smaller than its own; undefined for the first, and only for it. */
  readonly parent: number | undefined;
  /** The model that wrote it, or wrote on after the forced token; undefined where it was typed. */
  readonly writer: "a" | "b" | undefined;
  /** Tokens it takes over from its parent; the token after them was forced. 0 for the first version. */
  readonly from: number;
  /** Its own tokens from there on, at least one; undefined for the shown version, whose tokens are the solution's. */
  readonly ids: readonly number[] | undefined;
}

/** All versions, parents before children; exactly one is the shown one. Empty where there is only one version. */
export type BranchTree = readonly LinkedBranch[];

/** A version with all its tokens. */
export interface WholeBranch {
  readonly parent: number | undefined;
  readonly writer: "a" | "b" | undefined;
  readonly from: number;
  readonly ids: readonly number[];
}

/**
 * The tree as text: versions separated by ";". The first is `t` (typed), `a` or `b` (written) and its ids, each after a
 * dot; every other one is the index of its parent, who wrote on, the position of the forced token, and its ids from
 * there on: `t.5.6.7;0b1.9.8;0b2`. The shown one has no ids.
 */
export function formatTree(tree: BranchTree): string {
  return tree
    .map(({ parent, writer, from, ids = [] }) => {
      const head = parent === undefined ? (writer ?? "t") : `${parent}${writer ?? ""}${from}`;
      return [head, ...ids].join(".");
    })
    .join(";");
}

/** The tree of `formatTree`; undefined for any other text. Never throws. */
export function parseTree(text: string): BranchTree | undefined {
  if (text === "") return [];
  const parts = text.split(";", MAX_BRANCHES + 1);
  if (parts.length < 2 || parts.length > MAX_BRANCHES) return undefined;
  const tree: LinkedBranch[] = [];
  for (const [index, part] of parts.entries()) {
    const branch = index === 0 ? parseFirst(part) : parseForced(part, index);
    if (branch === undefined || (branch.ids?.length ?? 0) > MAX_COMPARED_TOKENS) return undefined;
    tree.push(branch);
  }
  return tree.filter(({ ids }) => ids === undefined).length === 1 ? tree : undefined;
}

function parseFirst(part: string): LinkedBranch | undefined {
  const [, by, ids] = /^([tab])((?:\.\d{1,9})*)$/.exec(part) ?? [];
  if (by === undefined) return undefined;
  return { parent: undefined, writer: by === "t" ? undefined : (by as "a" | "b"), from: 0, ids: idsOf(ids) };
}

function parseForced(part: string, index: number): LinkedBranch | undefined {
  const [, parent, writer, from, ids] = /^(\d{1,2})([ab])(\d{1,5})((?:\.\d{1,9})*)$/.exec(part) ?? [];
  if (parent === undefined || Number(parent) >= index) return undefined;
  return { parent: Number(parent), writer: writer as "a" | "b", from: Number(from), ids: idsOf(ids) };
}

function idsOf(dotted = ""): number[] | undefined {
  return dotted === "" ? undefined : dotted.slice(1).split(".").map(Number);
}

/**
 * Versions as a link holds them.
 *
 * @param branches parents before children
 * @param shown index of the version whose tokens the link names as the solution
 */
export function foldTree(branches: readonly WholeBranch[], shown: number): BranchTree {
  return branches.map(({ parent, writer, from, ids }, index) => ({
    parent,
    writer,
    from,
    ids: index === shown ? undefined : ids.slice(from),
  }));
}

/**
 * Every version with all its tokens, in the tree's order; undefined where the tree does not fit the solution: a version
 * leaves its parent beyond the parent's end, or is longer than a comparison takes, or has no token of its own.
 *
 * @param solution tokens of the shown version
 */
export function unfoldTree(tree: BranchTree, solution: readonly number[]): WholeBranch[] | undefined {
  const whole: WholeBranch[] = [];
  for (const { parent, writer, from, ids: own } of tree) {
    const before = parent === undefined ? [] : (whole[parent]?.ids ?? []);
    if (from > before.length) return undefined;
    const kept = before.slice(0, from);
    const ids = own === undefined ? solution : [...kept, ...own];
    if (ids.length <= from || ids.length > MAX_COMPARED_TOKENS) return undefined;
    if (!kept.every((id, position) => id === ids[position])) return undefined;
    whole.push({ parent, writer, from, ids });
  }
  return whole;
}
