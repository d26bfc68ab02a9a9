import { expect, test } from "vitest";
import { sameIds, sameTexts } from "./sameTexts";

test("requests are about the same texts if prompt, template and solution are the same", () => {
  const text = { prompt: "How many?", chat: true, solution: { text: "Two" } };
  expect(sameTexts(text, { ...text })).toBe(true);
  expect(sameTexts(text, { ...text, chat: false })).toBe(false);
  expect(sameTexts(text, { ...text, solution: { text: "Three" } })).toBe(false);
});

test("a text and ids are not the same, even where one is cut into the other", () => {
  const ids = { prompt: "", chat: true, solution: { ids: [] } };
  expect(sameTexts(ids, { ...ids, solution: { text: "" } })).toBe(false);
  expect(sameTexts(ids, { ...ids, solution: { ids: [] } })).toBe(true);
});

test("ids are the same in the same order only", () => {
  expect([sameIds([1, 2], [1, 2]), sameIds([1, 2], [2, 1]), sameIds([1], [1, 2])]).toEqual([
    true,
    false,
    false,
  ]);
});
