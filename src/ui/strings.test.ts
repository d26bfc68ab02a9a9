import { describe, expect, test } from "vitest";
import { strings } from "./strings";

const plain = (text: string) => text.replace(/\u00a0/g, " ");

describe("the summary", () => {
  const summary = { tokens: 214, agreement: 210 / 214, shifted: 4, marginal: 1, meanJs: 0.01 };

  test("is one sentence with the shares and the counts", () => {
    expect(plain(strings.summary(summary, true))).toBe(
      "A and B have the same first choice at 98.1 % of 214 tokens; 4 (1.9 %) are shifted under A, 1 marginal.",
    );
  });

  test("says when it is about a part of the text only", () => {
    expect(strings.summary(summary, false)).toContain("of the first 214 tokens");
  });

  test("speaks of one token as one", () => {
    const one = { tokens: 1, agreement: 1, shifted: 0, marginal: 0, meanJs: 0 };
    expect(plain(strings.summary(one, true))).toBe(
      "A and B have the same first choice at 100 % of 1 token; 0 (0 %) are shifted under A, 0 marginal.",
    );
  });

  test("of nothing is nothing", () => {
    const none = { tokens: 0, agreement: 0, shifted: 0, marginal: 0, meanJs: 0 };
    expect(strings.summary(none, true)).toBe("");
  });
});

test("every kind of link notice names what it is about", () => {
  expect(
    (
      [
        { type: "unknown-key", key: "colour" },
        { type: "unknown-view", view: "train" },
        { type: "newer-version", version: "9" },
        { type: "damaged", key: "z" },
        { type: "repeated-key", key: "k" },
        { type: "unused-key", key: "q", beside: "r" },
        { type: "beyond-text", key: "at", setting: "chosen", from: "99", last: 41 },
        { type: "beyond-text", key: "range", setting: "range", from: "2-99", to: "2-41", last: 41 },
        { type: "too-long", length: 300_000, limit: 200_000 },
        {
          type: "value",
          key: "t",
          setting: "temperature",
          problem: { type: "clamped", from: "99", to: "5" },
        },
        {
          type: "value",
          key: "m",
          setting: "measure",
          problem: { type: "refused", value: "vibes", expected: "js, tv" },
        },
        { type: "value", key: "pins", setting: "pins", problem: { type: "cut", length: 80, limit: 50 } },
      ] as const
    ).map(strings.link.notice),
  ).toEqual([
    "The link names “colour”, which this page does not know.",
    "The link asks for a view “train”, which this page does not have.",
    "The link was made by a newer version (9) of this page: it may say more than is shown.",
    "The part “z” of the link is damaged and was left out.",
    "The link names “k” more than once; the first is used.",
    "“q” in the link is not used: the example (r) brings its own text.",
    "Chosen token (at) was 99 in the link, beyond the last position of the text, 41; it was left out.",
    "Selection (range) was 2-99 in the link, beyond the last position of the text, 41; 2-41 is used.",
    "The link has 300,000 characters; at most 200,000 are read, so it was left out.",
    "Temperature (t) was 99 in the link; 5 is used, the nearest that is allowed.",
    "Measure (m) cannot be “vibes”: expected Jensen–Shannon divergence, KL(A‖B), KL(B‖A), Total variation, Entropy of A, Entropy of B, Probability difference, Rank difference, Surprise under A, Surprise under B, or Shift class. The default is used.",
    "Pinned tokens (pins) has 80 entries or characters; the first 50 are used.",
  ]);
});

test("a text that is too long is refused with its size and the limit", () => {
  expect(
    (
      [
        { type: "too-many-characters", field: "prompt", length: 3_000_000, limit: 2_000_000 },
        { type: "too-many-tokens", field: "solution", tokens: 100_000, limit: 16_384 },
        { type: "beyond-context", field: "prompt", tokens: 256, limit: 256 },
        { type: "beyond-context", field: "solution", tokens: 257, limit: 256 },
      ] as const
    ).map(strings.problem),
  ).toEqual([
    "The prompt has 3,000,000 characters; the page takes at most 2,000,000. Shorten it.",
    "The solution has 100,000 tokens; a comparison takes at most 16,384. Shorten it.",
    "The prompt has 256 tokens; the models read at most 256 and need room for an answer. Shorten it.",
    "Prompt and solution together have 257 tokens; the models read at most 256. Shorten one of them.",
  ]);
});

test("what has been written is told with who, how much and why it ended", () => {
  const { written, reasons } = strings.editor;
  expect(plain(written("b", 34, reasons["end-of-text"], 2800))).toBe("B wrote 34 tokens in 2.8 s");
  expect(plain(written("a", 1, reasons["max-tokens"], 12))).toBe(
    "A wrote 1 token in 12 ms and stopped at the limit you set",
  );
});

test("every kind of problem in a lesson names its line or its size, and what to do", () => {
  expect(
    (
      [
        { type: "too-long", length: 1_000_000, limit: 30_000 },
        { type: "tangled", line: 3 },
        { type: "no-steps" },
        { type: "too-many-steps", steps: 101, limit: 60 },
        { type: "too-many-lines", line: 2, lines: 30, limit: 20 },
        { type: "no-such-line", line: 9, text: "jump: 3" },
        { type: "unknown-word", line: 3, word: "explode", known: ["example", "token"] },
        { type: "bad-arguments", line: 4, text: "token 0", usage: ["token 7", "token most-different"] },
        {
          type: "bad-arguments",
          line: 5,
          text: "set a=x",
          usage: ["set k=5"],
          reason: "no setting is called “a”",
        },
      ] as const
    ).map(strings.lessonProblem),
  ).toEqual([
    "The lesson has 1,000,000 characters; at most 30,000 are read. Shorten it.",
    "Line 3: too many marks of emphasis in one paragraph, or quotes within quotes. Divide the paragraph.",
    "The lesson has no text yet.",
    "The lesson has 101 steps; the first 60 are used.",
    "Line 2: the step has 30 lines; the first 20 are used.",
    "Line 9: “jump: 3” begins neither with “do:” nor with “done:”; it was left out.",
    "Line 3: “explode” is not known; it was left out. There are: example and token.",
    "Line 4: “token 0” is not understood; it was left out. Write it as “token 7” or “token most-different”.",
    "Line 5: “set a=x” is not understood (no setting is called “a”); it was left out. Write it as “set k=5”.",
  ]);
});
