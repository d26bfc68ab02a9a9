import { expect, test } from "vitest";
import { defaultSettings } from "../../core/config/settings";
import { draftOf, DraftStore, settingsOfDraft, type Draft, type KeyValueStore } from "./draftStore";

class MemoryStore implements KeyValueStore {
  readonly entries = new Map<string, string>();
  getItem(key: string) {
    return this.entries.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.entries.set(key, value);
  }
}

const draft: Draft = {
  prompt: "How many r?",
  solution: "Three 🍓",
  solutionIds: [1, 2],
  chat: true,
  open: true,
};

test("a draft comes back as it was", () => {
  const memory = new MemoryStore();
  expect(new DraftStore(() => memory).save(draft)).toBe(true);
  expect(new DraftStore(() => memory).load()).toEqual(draft);
});

test("the versions of a solution are kept with it; damaged ones are left out", () => {
  const branches = [
    { parent: undefined, writer: undefined, from: 0, ids: undefined },
    { parent: 0, writer: "b" as const, from: 1, ids: [7] },
  ];
  const { prompt, solution, solutionIds, chat } = draft;
  const kept = draftOf({ ...defaultSettings(), prompt, solution, solutionIds, chat, branches });
  expect(settingsOfDraft(kept)).toEqual({ prompt, solution, solutionIds, chat, branches });
  expect(settingsOfDraft({ ...kept, tree: "t;9b1" }).branches).toEqual([]);
  expect(draftOf({ ...kept, branches: [] })).toEqual({ prompt, solution, solutionIds, chat });
});

test("nothing saved is no draft", () => {
  expect(new DraftStore(() => new MemoryStore()).load()).toBeUndefined();
});

test.each([
  ["{", "cut JSON"],
  ["null", "null"],
  ['{"prompt":1}', "another form"],
  ['{"prompt":"","solution":"","solutionIds":[-1],"chat":true,"open":true}', "ids below 0"],
])("what holds %s is no draft (%s)", (text) => {
  const memory = new MemoryStore();
  new DraftStore(() => memory).save(draft);
  const key = [...memory.entries.keys()][0] ?? "";
  memory.setItem(key, text);
  expect(new DraftStore(() => memory).load()).toBeUndefined();
});

test("a store that is forbidden or full is tolerated", () => {
  const forbidden = new DraftStore(() => {
    throw new Error("SecurityError");
  });
  expect([forbidden.load(), forbidden.save(draft)]).toEqual([undefined, false]);
  const full = new MemoryStore();
  full.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  expect(new DraftStore(() => full).save(draft)).toBe(false);
});
