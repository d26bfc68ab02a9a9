import type { Side } from "../../contract/lab";
import type { Token } from "../../core/model";
import type { ComparedText } from "./comparedText";
import type { ComparisonStatus } from "./comparison.svelte";

/** How a branch came to be. */
export type Origin =
  | { type: "text" }
  | { type: "written"; writer: Side }
  | { type: "forced"; position: number; token: Token; writer: Side };

/** One version of the solution, with its numbers. */
export interface Branch {
  readonly id: number;
  /** The branch it left, undefined for the first. */
  readonly parent: number | undefined;
  readonly origin: Origin;
  readonly text: ComparedText;
  readonly status: ComparisonStatus;
  readonly seenAt: { temperature: number; k: number };
}

/** A branch in the order and depth it is listed in. */
export interface BranchRow {
  branch: Branch;
  depth: number;
}

/** Most branches kept; the oldest leaf that is not shown is let go first. */
export const MAX_BRANCHES = 24;

/** The versions of one solution: a tree whose edges are forced tokens. */
export class BranchesState {
  all: readonly Branch[] = $state.raw([]);
  current: number | undefined = $state.raw();
  private next = 1;

  /** `release` is told of every branch whose numbers are let go. */
  constructor(private readonly release: (branch: Branch) => void) {}

  get(id: number): Branch | undefined {
    return this.all.find((branch) => branch.id === id);
  }

  get shown(): Branch | undefined {
    return this.current === undefined ? undefined : this.get(this.current);
  }

  /** Depth first, children in the order they were made. */
  get rows(): BranchRow[] {
    const rows: BranchRow[] = [];
    const visit = (parent: number | undefined, depth: number) => {
      for (const branch of this.all) {
        if (branch.parent !== parent) continue;
        rows.push({ branch, depth });
        visit(branch.id, depth + 1);
      }
    };
    visit(undefined, 0);
    return rows;
  }

  /** A new text: all branches of the one before are let go. */
  plant(origin: Origin, content: Pick<Branch, "text" | "status" | "seenAt">): void {
    for (const branch of this.all) if (branch.text !== content.text) this.release(branch);
    this.all = [];
    this.grow(undefined, origin, content);
  }

  /** A branch off `parent`, which becomes the one shown. */
  grow(
    parent: number | undefined,
    origin: Origin,
    content: Pick<Branch, "text" | "status" | "seenAt">,
  ): void {
    const branch: Branch = { id: this.next++, parent, origin, ...content };
    this.all = [...this.all, branch];
    this.current = branch.id;
    if (this.all.length > MAX_BRANCHES) this.prune();
  }

  /** The shown branch has other numbers now: live instead of recorded, or seen at another temperature. */
  update(content: Pick<Branch, "text" | "status" | "seenAt">): void {
    this.all = this.all.map((branch) => {
      if (branch.id !== this.current) return branch;
      if (branch.text.run !== content.text.run) this.release(branch);
      return { ...branch, ...content };
    });
  }

  select(id: number): Branch | undefined {
    const branch = this.get(id);
    if (branch) this.current = id;
    return branch;
  }

  private prune(): void {
    const parents = new Set(this.all.map(({ parent }) => parent));
    const leaf = this.all.find(({ id }) => id !== this.current && !parents.has(id));
    if (leaf === undefined) return;
    this.all = this.all.filter((branch) => branch !== leaf);
    this.release(leaf);
  }
}
