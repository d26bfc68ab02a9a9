import { expect, test } from "vitest";
import { LessonDraft } from "./lessonDraft";

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test("a draft stays until it is cleared, and then nothing of it is left", () => {
  const store = memory();
  const draft = new LessonDraft(() => store);
  expect([draft.available, draft.load()]).toEqual([true, undefined]);
  expect(draft.save("# Mine")).toBe(true);
  expect(new LessonDraft(() => store).load()).toBe("# Mine");
  draft.clear();
  expect(draft.load()).toBeUndefined();
});

test("a browser that keeps nothing is told of, and nothing fails", () => {
  const draft = new LessonDraft(() => {
    throw new Error("forbidden");
  });
  expect([draft.available, draft.load(), draft.save("# Mine")]).toEqual([false, undefined, false]);
  expect(() => draft.clear()).not.toThrow();
});

test("a full browser is told of at the first draft that it does not keep", () => {
  const full = {
    ...memory(),
    setItem: () => {
      throw new Error("full");
    },
  };
  const draft = new LessonDraft(() => full);
  expect([draft.available, draft.save("# Mine")]).toEqual([true, false]);
});
