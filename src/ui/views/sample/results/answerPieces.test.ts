import fc from "fast-check";
import { expect, test } from "vitest";
import { answerPieces, firstLine } from "./answerPieces";

const length = (pieces: ReturnType<typeof answerPieces>) =>
  pieces.reduce((sum, piece) => sum + (piece.kind === "gap" ? piece.characters : piece.text.length), 0);

test("what was found is marked where it stands last", () => {
  expect(answerPieces("3? No: \\boxed{3}.", "3")).toEqual([
    { kind: "text", text: "3? No: \\boxed{" },
    { kind: "found", text: "3" },
    { kind: "text", text: "}." },
  ]);
  expect(answerPieces("none", null)).toEqual([{ kind: "text", text: "none" }]);
  expect(answerPieces("the same in other words", "=")).toEqual([
    { kind: "text", text: "the same in other words" },
  ]);
  expect(answerPieces("", "")).toEqual([]);
});

test("a long answer keeps its beginning and what was found, whole in length and never longer than asked", () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 40 }),
      fc.nat(300),
      fc.nat(300),
      fc.integer({ min: 20, max: 100 }),
      (said, before, after, most) => {
        const text = "x".repeat(before) + said + "y".repeat(after);
        const pieces = answerPieces(text, said || null, most);
        expect(length(pieces)).toBe(text.length);
        const shown = pieces.reduce((sum, piece) => sum + (piece.kind === "gap" ? 0 : piece.text.length), 0);
        expect(shown).toBeLessThanOrEqual(Math.max(most, text.length > most ? most : text.length));
        const joined = pieces.map((piece) => (piece.kind === "gap" ? "" : piece.text)).join("");
        if (text.length <= most) expect(joined).toBe(text);
      },
    ),
  );
});

test("what was found in the middle of a very long answer is shown", () => {
  const text = `${"a".repeat(60_000)}\\boxed{42}${"b".repeat(40_000)}`;
  const pieces = answerPieces(text, "42");
  expect(pieces.map(({ kind }) => kind)).toEqual(["text", "gap", "text", "found", "text", "gap"]);
  expect(length(pieces)).toBe(text.length);
});

test("a list has the beginning in one line", () => {
  expect(firstLine("a\n\n b ")).toBe("a b");
  expect([...firstLine("😀".repeat(100_000), 10)].length).toBe(11);
});
