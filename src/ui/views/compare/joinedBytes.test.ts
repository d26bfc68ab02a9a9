import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Token } from "../../../core/model";
import { solutionText } from "../../state/solutionText";
import { beginsCharacter, bytesWithin, joinedBytes, roomBeside } from "./joinedBytes";

const spelled = (byte: number) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
const bytes = (...values: number[]): Token => ({ id: 0, text: values.map(spelled).join(""), kind: "bytes" });
const word = (text: string): Token => ({ id: 1, text, kind: "text" });
/** One token a byte. */
const byByte = (text: string): Token[] => [...new TextEncoder().encode(text)].map((byte) => bytes(byte));
const places = (tokens: readonly Token[]) =>
  joinedBytes(tokens).map(({ from, to, text }) => [from, to, text]);

describe("joinedBytes", () => {
  test("joins the bytes of a character, and leaves whole tokens alone", () => {
    expect(places([word("a "), ...byByte("🍓"), word(".")])).toEqual([[1, 5, "🍓"]]);
    expect(places([word("a"), word(" b")])).toEqual([]);
  });

  test("joins no more than a character where the letters stand by themselves", () => {
    expect(places(byByte("你好"))).toEqual([
      [0, 3, "你"],
      [3, 6, "好"],
    ]);
  });

  test("joins what is one character to the eye", () => {
    expect(places(byByte("👩‍🚀"))).toEqual([[0, 11, "👩‍🚀"]]);
    expect(places(byByte("🇩🇪🇫🇷")).map(([, , text]) => text)).toEqual(["🇩🇪", "🇫🇷"]);
  });

  test("joins the letters of a cursive word, which change their form in company", () => {
    expect(joinedBytes([word(" "), ...byByte("مرحبا"), word(" "), ...byByte("ab")])).toEqual([
      { from: 1, to: 11, text: "مرحبا", rightToLeft: true },
    ]);
    expect(joinedBytes(byByte("שלום")).map(({ text, rightToLeft }) => [text, rightToLeft])).toEqual(
      [..."שלום"].map((letter) => [letter, true]),
    );
  });

  test("joins tokens that hold the end of one character and the beginning of another", () => {
    expect(places([bytes(0xe2, 0x82), bytes(0xac, 0xe2), bytes(0x82, 0xac)])).toEqual([[0, 3, "€€"]]);
    expect(places([bytes(0x20, 0xf0, 0x9f), bytes(0x8d), bytes(0x93)])).toEqual([[0, 3, " 🍓"]]);
  });

  test("leaves bytes that make no character as they are", () => {
    expect(places([bytes(0xf0), bytes(0x9f), word("x")])).toEqual([]);
    expect(places([bytes(0x80), bytes(0xff)])).toEqual([]);
    expect(places([bytes(0xf0), ...byByte("é")])).toEqual([[1, 3, "é"]]);
  });

  test("spells what the tokens spell, whatever the text and its cuts", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "é", "你", "🍓", "م", "👩", "\u200d") });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 4 })), (all, cuts) => {
        const units = [...new TextEncoder().encode(all)];
        const tokens: Token[] = [];
        for (let at = 0; units.length > 0; at++) tokens.push(bytes(...units.splice(0, cuts[at] ?? 1)));
        for (const { from, to, text: joined } of joinedBytes(tokens)) {
          expect(solutionText(tokens.slice(from, to))).toBe(joined);
        }
      }),
    );
  });
});

test("a character begins at a text token and at a byte that may begin one", () => {
  expect(byByte("é").map(beginsCharacter)).toEqual([true, false]);
  expect(beginsCharacter(word("a"))).toBe(true);
});

test("a token knows which bytes of the character it holds", () => {
  const tokens = [word("a"), bytes(0x20, 0xf0, 0x9f), bytes(0x8d), bytes(0x93)];
  const [joined] = joinedBytes(tokens);
  expect(joined && [1, 2, 3].map((position) => bytesWithin(tokens, joined, position))).toEqual([
    { first: 1, last: 3, of: 5 },
    { first: 4, last: 4, of: 5 },
    { first: 5, last: 5, of: 5 },
  ]);
});

test("narrow letters of several tokens get room, wide and cursive ones less or none", () => {
  const room = (text: string) => joinedBytes(byByte(text)).map(roomBeside)[0];
  expect(room("é")).toBeGreaterThan(0);
  expect(room("مرحبا")).toBe(0);
  expect(room("🍓")).toBeLessThan(0.5);
  expect(room("👩‍🚀")).toBeLessThanOrEqual(1);
});
