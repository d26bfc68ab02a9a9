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

test("a term is told of the baseline it names, of the newest where it names none, and else of nothing", () => {
  const state = new BaselinesState(store);
  expect(state.of(term(""), 3)).toBeUndefined();
  state.add(baseline("old", 2));
  state.add(baseline("new", 5));
  expect(state.of(term("old"), 3)).toMatchObject({ name: "old", aggregate: 2 });
  expect(state.of(term(""), 3)).toMatchObject({ name: "new", aggregate: 5 });
  expect(state.of(term("gone"), 3)).toBeUndefined();
  expect(state.of({ id: "exact-match", weight: 1, options: {} }, 3)).toBeUndefined();
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
