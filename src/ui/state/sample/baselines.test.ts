import { expect, test } from "vitest";
import { makeBaseline, writeBaseline, type Baseline } from "../../../core/rewards/baseline";
import { BaselinesState } from "./baselines.svelte";

function baseline(name: string, aggregate: number): Baseline {
  const weights = { word: 0.2, phrase: 0.3, sentence: 0.5 };
  const about = { name, model: "base", dataset: "letters", weights, created: "2026-01-02T03:04:05Z" };
  const made = makeBaseline(about, [{ index: 3, aggregate }]);
  if (!made) throw new Error("no baseline");
  return made;
}

const term = (name: string) => ({ id: "multi-level-perplexity", weight: 1, options: { baseline: name } });

function store() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

test("terms are told of the baselines they name, of the newest where they name none, and else of nothing", () => {
  const state = new BaselinesState(store);
  const terms = ["", "old", "gone"].map(term);
  const told = (index?: number) => state.for(terms, {})(index);
  expect(told(3)).toEqual({});
  state.add(baseline("old", 2));
  state.add(baseline("new", 5));
  expect(told(3)).toMatchObject({ "": { name: "new", aggregate: 5 }, old: { name: "old", aggregate: 2 } });
  expect(Object.keys(told(3))).toEqual(["", "old"]);
  expect(told(4)).toMatchObject({ old: { overall: true } });
  expect(told()).toMatchObject({ old: { overall: true } });
  expect(state.for([{ id: "exact-match", weight: 1, options: {} }], {})(3)).toEqual({});
  const other = state.for([term("old")], { dataset: "sums" })(3);
  expect(other["old"]?.misfits).toEqual([{ why: "of letters, not of sums" }]);
});

test("the fingerprint of terms changes with the baselines they are held against, and only with those", () => {
  const state = new BaselinesState(store);
  const newest = () => state.fingerprint([term("")]);
  const inverse = { ...term(""), options: { baseline: "", value: "inverse" } };
  const none = newest();
  expect(none).not.toBe("");
  state.add(baseline("old", 2));
  const old = newest();
  expect(old).not.toBe(none);
  const byName = state.fingerprint([term("old")]);
  state.add(baseline("new", 5));
  expect(newest()).not.toBe(old);
  expect(state.fingerprint([term("old")])).toBe(byName);
  expect(state.fingerprint([inverse])).toBe("");
  state.remove("new");
  expect(newest()).toBe(old);
  state.add(baseline("old", 3));
  expect(state.fingerprint([term("old")])).not.toBe(byName);
});

test("a baseline that is made gets a name that is free, and the same one is there once", () => {
  const state = new BaselinesState(store);
  for (const aggregate of [2, 2, 4, 5, 4]) state.make(baseline("A today", aggregate));
  expect(state.list.map(({ name, overall }) => [name, overall])).toEqual([
    ["A today", 2],
    ["A today (2)", 4],
    ["A today (3)", 5],
  ]);
});

test("files are opened in place of what has their name, kept over a reload, and closed", () => {
  const open = store();
  const state = new BaselinesState(() => open);
  expect(state.open(writeBaseline(baseline("one", 2)))).toBe("one");
  expect(state.open(writeBaseline(baseline("one", 4)))).toBe("one");
  expect(new BaselinesState(() => open).list).toEqual([baseline("one", 4)]);
  state.remove("one");
  expect(new BaselinesState(() => open).list).toEqual([]);
});

test("what is no baseline is named, and what the browser does not keep stays for this visit", () => {
  const full = new BaselinesState(() => {
    throw new Error("full");
  });
  expect(full.open("{}")).toBeUndefined();
  expect(full.failure?.code).toBe("bad-input");
  full.add(baseline("one", 2));
  expect(full.failure).toBeUndefined();
  expect(full.keeps).toBe(false);
  expect(full.list).toHaveLength(1);
  const odd = store();
  odd.setItem("rl-on-off:baselines:1", '["{", 3]');
  expect(new BaselinesState(() => odd).list).toEqual([]);
});
