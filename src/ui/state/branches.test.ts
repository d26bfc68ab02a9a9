import { describe, expect, test } from "vitest";
import { FakeLab } from "../testing/fakeLab";
import { BranchesState, MAX_BRANCHES, type Branch } from "./branches.svelte";
import { ComparedText } from "./comparedText";

const lab = new FakeLab({ pieces: ["a"] });
const token = lab.vocabulary[0]!;
let run = 0;

function content(): Pick<Branch, "text" | "status" | "seenAt"> {
  const start = {
    type: "compare-start",
    run: ++run,
    prompt: [],
    solution: [],
    rendered: "",
    a: lab.info("a"),
    b: lab.info("b"),
  } as const;
  const text = ComparedText.begin({ ...start, prompt: [], solution: [] });
  return { text, status: { type: "live", milliseconds: 1 }, seenAt: { temperature: 1, k: 10 } };
}

const forced = (position: number) => ({ type: "forced", position, token, writer: "b" }) as const;

describe("BranchesState", () => {
  test("lists a tree depth first, children in the order they were made", () => {
    const branches = new BranchesState(() => undefined);
    branches.plant({ type: "text" }, content());
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
    const released: Branch[] = [];
    const branches = new BranchesState((branch) => released.push(branch));
    branches.plant({ type: "text" }, content());
    branches.grow(branches.current, forced(1), content());
    const old = branches.all;
    branches.plant({ type: "text" }, content());
    expect(released).toEqual(old);
    expect(branches.all).toHaveLength(1);
  });

  test("numbers of another run take the place of the old ones, the same run's are only seen anew", () => {
    const released: number[] = [];
    const branches = new BranchesState((branch) => released.push(branch.text.run));
    const first = content();
    branches.plant({ type: "text" }, first);
    branches.update({ ...first, seenAt: { temperature: 2, k: 10 } });
    expect(released).toEqual([]);
    branches.update(content());
    expect(released).toEqual([first.text.run]);
  });

  test("the oldest leaf goes when there are too many, never the one shown or one that others left", () => {
    const branches = new BranchesState(() => undefined);
    branches.plant({ type: "text" }, content());
    const root = branches.current;
    for (let count = 0; count < MAX_BRANCHES; count++) branches.grow(root, forced(count), content());
    expect(branches.all).toHaveLength(MAX_BRANCHES);
    expect(branches.get(root ?? -1)).toBeDefined();
    expect(branches.shown?.origin).toEqual(forced(MAX_BRANCHES - 1));
    expect(branches.all.map(({ origin }) => origin)).not.toContainEqual(forced(0));
  });
});
