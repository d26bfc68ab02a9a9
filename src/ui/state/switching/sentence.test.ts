import { expect, test } from "vitest";
import type { Answer } from "../../../core/generation/switching/run";
import { strings } from "../../strings";
import { sentenceOf } from "./sentence";
import { endFor } from "./steps";

const NAMES = { a: "base", b: "rl" };
const END = { ...endFor(undefined), reason: "end-of-text" } as const;

function answer(authors: string, end: Answer["end"] | null = END): Answer {
  let before = "a";
  const positions = [...authors].map((author, position) => {
    const from = before as "a" | "b";
    const to = author as "a" | "b";
    before = author;
    const made = from === to ? {} : { switch: { position, from, to, divergence: 1, reason: "JS 1 > 0.1" } };
    return { token: position, author: to, luck: 0.5, ...made };
  });
  return end ? { positions, end } : { positions };
}

function said(answers: Parameters<typeof sentenceOf>[0], right: Partial<Record<string, boolean>> = {}) {
  const sentence = sentenceOf(answers, NAMES, (role) => right[role]);
  return sentence && strings.switching.summary(sentence);
}

test("without a right answer the sentence says how much came from B", () => {
  expect(said({ switched: answer("aabbaaab") })).toBe("3 of 8 tokens from rl, in 3 hand-overs.");
  expect(said({ switched: answer("aaaa") })).toBe("base wrote all 4 tokens: nowhere did rl take over.");
});

test("with one it says who solved it", () => {
  const answers = { switched: answer("aaba"), a: answer("aa"), b: answer("bbb"), control: answer("abaa") };
  expect(said(answers, { switched: true, a: false, b: true, control: false })).toBe(
    "Switched solved it with 1 of 4 tokens from rl; base alone did not, rl alone did, and as many at random places did not.",
  );
});

test("nothing is said of answers that have not ended", () => {
  expect(said({})).toBeUndefined();
  expect(said({ switched: answer("aaba", null) })).toBeUndefined();
  expect(said({ switched: answer("aaba", { ...END, reason: "stopped" }) })).toBeUndefined();
  expect(said({ switched: answer("aaba"), a: answer("aa", null) }, { switched: false, a: true })).toBe(
    "Switched did not solve it with 1 of 4 tokens from rl.",
  );
});
