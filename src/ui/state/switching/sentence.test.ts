import { expect, test } from "vitest";
import type { PositionStatistics } from "../../../core/compare/position";
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
    "Switched solved it with 1 of 4 tokens from rl; base alone did not, rl alone did, and rl at random places, 1 of 4 tokens, did not.",
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

test("the control says its own numbers, and nothing where it was drawn for another switched answer", () => {
  const drawn = (controlTokens: number, controlLength: number): Answer => ({
    ...answer("aa"),
    choice: {
      ...{ policy: "control", kind: "js", threshold: -1, switchBack: -1, start: "a" },
      own: { controlTokens, controlLength },
    },
  });
  const right = { switched: false, control: false };
  expect(said({ switched: answer("aaba"), control: drawn(1, 4) }, right)).toBe(
    "Switched did not solve it with 1 of 4 tokens from rl; rl at random places, 0 of 2 tokens, did not.",
  );
  expect(said({ switched: answer("aaba"), control: drawn(3, 9) }, right)).toBe(
    "Switched did not solve it with 1 of 4 tokens from rl.",
  );
});

test("models of one name are told apart by their sides; that nothing can differ is said where nothing does", () => {
  const switched = answer("aa");
  const judged = (js: number): Answer => ({
    ...switched,
    positions: switched.positions.map((position) => ({
      ...position,
      judged: { statistics: { js } as PositionStatistics, candidates: [] },
    })),
  });
  const saidOf = (one: Answer) => {
    const sentence = sentenceOf({ switched: one, a: one, b: one }, { a: "base", b: "base" }, () => false);
    return sentence && strings.switching.summary(sentence);
  };
  const result = "Switched did not solve it with 0 of 2 tokens from B; A alone did not and B alone did not.";
  expect(saidOf(judged(1e-9))).toBe(`${result} A and B are both base: nothing can differ.`);
  expect(saidOf(judged(0.1))).toBe(result);
});
