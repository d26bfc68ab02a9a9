import { expect, it } from "vitest";
import { Draws } from "../../../random";
import { pseudoWord } from "./pseudoWord";

const words = Array.from({ length: 2000 }, (_, item) => pseudoWord(new Draws(1, "test", item)));

it("has 4–12 letters, a vowel among them", () => {
  expect(words.filter((word) => !/^(?=.*[aeiou])[a-z]{4,12}$/.test(word))).toEqual([]);
});

it("hardly ever comes twice, and uses the whole alphabet", () => {
  expect(new Set(words).size).toBeGreaterThan(1800);
  expect(new Set(words.join("")).size).toBe(26);
});

it("reads like this", () => {
  expect(words.slice(0, 12).join(" ")).toMatchInlineSnapshot(
    `"goucreet treafrea groonbrin koozoomfoor litglitvuyie slaiziernchu lellhox chuhug hittyes sogtrirfli virncencen bristbrist"`,
  );
});
