import { expect, it } from "vitest";
import { splitOf } from "../split";
import { WORDS } from "./words";

it("lists at least 500 different words of 3–12 lower-case letters", () => {
  expect(new Set(WORDS).size).toBe(WORDS.length);
  expect(WORDS.length).toBeGreaterThan(500);
  expect(WORDS.filter((word) => !/^[a-z]{3,12}$/.test(word))).toEqual([]);
});

it("uses the whole alphabet in words of the train split", () => {
  const letters = new Set(WORDS.filter((word) => splitOf(word) === "train").join(""));
  expect(letters.size).toBe(26);
});
