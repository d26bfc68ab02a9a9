import { describe, expect, test } from "vitest";
import { FakeLab } from "../testing/fakeLab";
import { formatTree, MAX_BRANCHES, parseTree, unfoldTree } from "../../core/config/branchTree";
import { BranchesState, type BranchContent } from "./branches.svelte";
import { ComparedText } from "./comparedText";

const lab = new FakeLab({ pieces: ["a"] });
const token = lab.vocabulary[0]!;
let run = 0;

const question = { prompt: "Why?", chat: true };

/** Numbers of tokens that no other content has. */
function content({ ids = [1, 2, 3, 100 + run], device = lab.info("a").device } = {}): BranchContent {
  const solution = ids.map((id) => ({ id, text: "a", kind: "text" as const }));
  const start = {
    type: "compare-start",
    run: ++run,
    prompt: [],
    solution: [],
    rendered: "",
    a: { ...lab.info("a"), device },
    b: lab.info("b"),
  } as const;
  const text = ComparedText.begin({ ...start, prompt: [], solution });
  return { text, status: { type: "live", milliseconds: 1 }, seenAt: { temperature: 1, k: 10 } };
}

const forced = (position: number) => ({ type: "forced", position, token, writer: "b" }) as const;

describe("BranchesState", () => {
  test("lists a tree depth first, children in the order they were made", () => {
    const branches = new BranchesState(() => undefined);
    branches.plant({ type: "text" }, question, content());
    const root = branches.current;
    branches.grow(root, forced(1), content());
    const first = branches.current;
    branches.grow(root, forced(2), content());
    branches.grow(first, forced(3), content());
    const listed = branches.rows.map(({ branch, depth }) =>
      branch.origin.type === "forced" ? [branch.origin.position, depth] : ["text", depth],
    );
    expect(listed).toEqual([
      ["text", 0],
      [1, 1],
      [3, 2],
      [2, 1],
    ]);
    expect(branches.shown?.origin).toEqual(forced(3));
  });

  test("a new text lets go of every branch of the old one", () => {
    const released: BranchContent[] = [];
    const branches = new BranchesState((gone) => released.push(gone));
    branches.plant({ type: "text" }, question, content());
    branches.grow(branches.current, forced(1), content());
    const old = branches.all;
    branches.plant({ type: "text" }, question, content());
    expect(released).toEqual(old.map((branch) => branch.content));
    expect(branches.all).toHaveLength(1);
  });

  test("numbers of another run take the place of the old ones, the same run's are only seen anew", () => {
    const released: number[] = [];
    const branches = new BranchesState(({ text }) => released.push(text.run));
    const first = content();
    branches.plant({ type: "text" }, question, first);
    branches.update(branches.current, { ...first, seenAt: { temperature: 2, k: 10 } });
    expect(released).toEqual([]);
    branches.update(branches.current, content());
    expect(released).toEqual([first.text.run]);
  });

  test("the oldest leaf goes when there are too many, never the one shown or one that others left", () => {
    const branches = new BranchesState(() => undefined);
    branches.plant({ type: "text" }, question, content());
    const root = branches.current;
    for (let count = 0; count < MAX_BRANCHES; count++) branches.grow(root, forced(count), content());
    expect(branches.all).toHaveLength(MAX_BRANCHES);
    expect(branches.get(root ?? -1)).toBeDefined();
    expect(branches.shown?.origin).toEqual(forced(MAX_BRANCHES - 1));
    expect(branches.all.map(({ origin }) => origin)).not.toContainEqual(forced(0));
  });

  test("there is no room for one more off the newest of a chain, but off an earlier one that lets the newest go", () => {
    const branches = new BranchesState(() => undefined);
    branches.plant({ type: "text" }, question, content());
    for (let at = 4; at < MAX_BRANCHES + 3; at++) {
      branches.grow(branches.current, forced(at), content({ ids: [...branches.shown!.ids, at] }));
    }
    expect(branches.all).toHaveLength(MAX_BRANCHES);
    expect(parseTree(formatTree(branches.tree))).toEqual(branches.tree);
    const newest = branches.current;
    expect(branches.hasRoom(newest, MAX_BRANCHES + 3)).toBe(false);
    expect(branches.hasRoom(newest, 5)).toBe(true);
    branches.grow(newest, forced(5), content({ ids: [...branches.shown!.ids.slice(0, 5), 99] }));
    expect(branches.all).toHaveLength(MAX_BRANCHES);
    expect(branches.get(newest!)).toBeUndefined();
    expect(parseTree(formatTree(branches.tree))).toEqual(branches.tree);
  });

  test("a token forced before what a version added leaves the version whose tokens stand before it", () => {
    const branches = new BranchesState(() => undefined);
    branches.plant({ type: "text" }, question, content());
    const root = branches.current;
    branches.grow(root, forced(3), content());
    const third = branches.current;
    branches.grow(third, forced(4), content());
    branches.grow(branches.current, forced(3), content());
    expect(branches.shown?.parent).toBe(root);
    branches.grow(third, forced(1), content());
    expect(branches.shown?.parent).toBe(root);
    branches.grow(third, forced(6), content());
    expect(branches.shown?.parent).toBe(third);
  });

  test("a version with the same tokens is shown, with its new numbers, not added again", () => {
    const branches = new BranchesState(() => undefined);
    branches.plant({ type: "text" }, question, content());
    const root = branches.current;
    const child = content();
    expect(branches.grow(root, forced(1), child)).toBe("grown");
    const again = content({ ids: [...child.text.ids] });
    expect(branches.grow(root, forced(2), again)).toBe("known");
    expect(branches.all).toHaveLength(2);
    expect([branches.shown?.origin, branches.shown?.content]).toEqual([forced(1), again]);
  });

  test("numbers of other models than the new ones are let go, and the branch stays", () => {
    const released: number[] = [];
    const branches = new BranchesState(({ text }) => released.push(text.run));
    const first = content();
    branches.plant({ type: "text" }, question, first);
    const root = branches.current;
    branches.grow(root, forced(1), content());
    branches.update(branches.current, content());
    expect(branches.get(root!)?.content).toBe(first);
    branches.update(branches.current, content({ device: "webgpu" }));
    expect([branches.all.length, branches.get(root!)?.content]).toEqual([2, undefined]);
    expect(released).toContain(first.text.run);
  });

  test("as a tree brings every branch back by its tokens, the same one shown, names following later", () => {
    const branches = new BranchesState(() => undefined);
    branches.plant({ type: "written", writer: "a" }, question, content());
    expect(branches.tree).toEqual([]);
    const root = branches.get(branches.current!)!;
    const seven = { id: 7, text: "x", kind: "text" } as const;
    const child = content({ ids: [...root.ids.slice(0, 2), 7, 8] });
    branches.grow(root.id, { type: "forced", position: 2, token: seven, writer: "b" }, child);
    const { tree } = branches;
    const whole = unfoldTree(tree, branches.shown!.ids)!;

    const other = new BranchesState(() => undefined);
    other.restore(
      question,
      whole,
      tree.findIndex(({ ids }) => ids === undefined),
    );
    expect(other.tree).toEqual(tree);
    expect(other.all.map(({ ids, content: numbers }) => [ids, numbers])).toEqual(
      branches.all.map(({ ids }) => [ids, undefined]),
    );
    expect(other.shown?.origin).toMatchObject({ type: "forced", position: 2, token: { id: 7, text: "#7" } });
    expect(other.unnamed).toEqual([7]);
    other.name([seven]);
    expect(other.all.map(({ origin }) => origin)).toEqual(branches.all.map(({ origin }) => origin));
    expect(other.unnamed).toEqual([]);
  });
});
