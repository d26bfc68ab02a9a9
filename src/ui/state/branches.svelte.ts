import type { Side } from "../../contract/lab";
import { foldTree, MAX_BRANCHES, type BranchTree, type WholeBranch } from "../../core/config/branchTree";
import type { Token, TokenId } from "../../core/model";
import { unseenToken, type ComparedText } from "./comparedText";
import type { ComparisonStatus } from "./comparison.svelte";
import { sameIds } from "./sameTexts";

/** How a branch came to be. */
export type Origin =
  | { type: "text" }
  | { type: "written"; writer: Side }
  | { type: "forced"; position: number; token: Token; writer: Side };

/** What the models read before the solution; the same for all its branches. */
export interface Question {
  prompt: string;
  chat: boolean;
}

/** The numbers of a branch. */
export interface BranchContent {
  readonly text: ComparedText;
  readonly status: ComparisonStatus;
  readonly seenAt: { temperature: number; k: number };
}

/** One version of the solution. */
export interface Branch {
  readonly id: number;
  /** The branch it left, undefined for the first. */
  readonly parent: number | undefined;
  readonly origin: Origin;
  readonly ids: readonly TokenId[];
  /** Undefined until it is compared in this visit: a link or a draft brings tokens only. */
  readonly content: BranchContent | undefined;
}

/** Why a token is not forced, or made no new version. "full": no version can be let go for another one. */
export type NotForced = "stands-there" | "known" | "full";

/** A branch in the order and depth it is listed in. */
export interface BranchRow {
  branch: Branch;
  depth: number;
}

/** The versions of one solution: a tree whose edges are forced tokens. */
export class BranchesState {
  /** Parents before children. */
  all: readonly Branch[] = $state.raw([]);
  current: number | undefined = $state.raw();
  question: Question = { prompt: "", chat: true };
  /** Forced tokens that a link or a draft named by their ids only. */
  unnamed: readonly TokenId[] = [];
  private next = 1;

  /** `release` is told of all numbers that are let go. */
  constructor(private readonly release: (content: BranchContent) => void) {}

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

  /** All branches as a link holds them; empty where there is only one. */
  get tree(): BranchTree {
    if (this.all.length < 2) return [];
    const whole = this.all.map(({ parent, origin, ids }): WholeBranch => {
      const index = this.all.findIndex(({ id }) => id === parent);
      return {
        parent: index < 0 ? undefined : index,
        writer: origin.type === "text" ? undefined : origin.writer,
        from: origin.type === "forced" ? origin.position : 0,
        ids,
      };
    });
    return foldTree(
      whole,
      this.all.findIndex(({ id }) => id === this.current),
    );
  }

  /** A new text: all branches of the one before are let go. */
  plant(origin: Origin, question: Question, content: BranchContent): void {
    this.clear(content);
    this.question = question;
    this.grow(undefined, origin, content);
  }

  /** Branches from a link or a draft, in the order of its tree: known by their tokens alone. */
  restore(question: Question, whole: readonly WholeBranch[], shown: number): void {
    this.clear();
    this.question = question;
    const first = this.next;
    this.next += whole.length;
    this.all = whole.map(({ parent, writer, from, ids }, index) => ({
      id: first + index,
      parent: parent === undefined ? undefined : first + parent,
      origin: originOf({ parent, writer, from, ids }),
      ids,
      content: undefined,
    }));
    this.current = first + shown;
    this.unnamed = this.all.flatMap(({ origin }) => (origin.type === "forced" ? [origin.token.id] : []));
  }

  /** No branches; all numbers but those of `kept` are let go. */
  clear(kept?: BranchContent): void {
    for (const { content } of this.all) {
      if (content && content.text !== kept?.text) this.release(content);
    }
    this.all = [];
    this.current = undefined;
    this.unnamed = [];
  }

  /**
   * A branch off `from`, or off an ancestor of it where the forced token stands before what `from` added; it becomes
   * the one shown. "known" where a branch with the same tokens is there: that one is shown, with these numbers.
   */
  grow(from: number | undefined, origin: Origin, content: BranchContent): "grown" | "known" {
    const { ids } = content.text;
    const known = this.all.find((branch) => sameIds(branch.ids, ids));
    if (known) {
      this.current = known.id;
      this.update(known.id, content);
      return "known";
    }
    const parent = origin.type === "forced" ? this.leftAt(from, origin.position) : from;
    const branch: Branch = { id: this.next++, parent, origin, ids, content };
    this.all = [...this.all, branch];
    this.current = branch.id;
    if (this.all.length > MAX_BRANCHES) this.prune();
    return "grown";
  }

  /** Whether one more branch can be kept that is forced at a position of `from`. */
  hasRoom(from: number | undefined, position: number): boolean {
    const parent = this.leftAt(from, position);
    return this.all.length < MAX_BRANCHES || this.leaves.some(({ id }) => id !== parent);
  }

  /** The branch whose tokens stand before a position of `from`, up to where it was itself forced. */
  private leftAt(from: number | undefined, position: number): number | undefined {
    let at = from;
    for (;;) {
      const branch = at === undefined ? undefined : this.get(at);
      if (branch?.parent === undefined || branch.origin.type !== "forced") return at;
      if (branch.origin.position < position) return at;
      at = branch.parent;
    }
  }

  /**
   * A branch has other numbers now: its first ones, live instead of recorded, or seen at another temperature. Numbers
   * that other models gave to other branches are let go: they would not be comparable.
   */
  update(id: number | undefined, content: BranchContent): void {
    this.all = this.all.map((branch) => {
      const { content: before } = branch;
      if (branch.id !== id) {
        if (before === undefined || sameModels(before, content)) return branch;
        this.release(before);
        return { ...branch, content: undefined };
      }
      if (before && before.text.run !== content.text.run) this.release(before);
      return { ...branch, content };
    });
  }

  select(id: number): Branch | undefined {
    const branch = this.get(id);
    if (branch) this.current = id;
    return branch;
  }

  /** Tells how the unnamed tokens look. */
  name(tokens: readonly Token[]): void {
    this.unnamed = [];
    const looks = new Map(tokens.map((token) => [token.id, token]));
    this.all = this.all.map((branch) => {
      if (branch.origin.type !== "forced") return branch;
      const token = looks.get(branch.origin.token.id) ?? branch.origin.token;
      return { ...branch, origin: { ...branch.origin, token } };
    });
  }

  /** Branches that no other one left, the oldest first. */
  private get leaves(): Branch[] {
    const parents = new Set(this.all.map(({ parent }) => parent));
    return this.all.filter(({ id }) => !parents.has(id));
  }

  private prune(): void {
    const leaf = this.leaves.find(({ id }) => id !== this.current);
    if (leaf === undefined) return;
    this.all = this.all.filter((branch) => branch !== leaf);
    if (leaf.content) this.release(leaf.content);
  }
}

function originOf({ parent, writer, from, ids }: WholeBranch): Origin {
  if (writer === undefined) return { type: "text" };
  if (parent === undefined) return { type: "written", writer };
  return { type: "forced", position: from, token: unseenToken(ids[from] ?? 0), writer };
}

/** Whether two branches were read by the same models. What was recorded counts as read on any device. */
function sameModels(x: BranchContent, y: BranchContent): boolean {
  const recorded = [x, y].some(({ status }) => status.type === "recorded");
  return (["a", "b"] as const).every((side) => {
    const [one, other] = [x.text[side], y.text[side]];
    if (one.id !== other.id) return false;
    return recorded || (one.dtype === other.dtype && one.device === other.device);
  });
}
