import { expect, test } from "vitest";
import type { Token } from "../../../core/model";
import { promptRuns } from "./promptRuns";

const token = (text: string, kind: Token["kind"] = "text"): Token => ({ id: 0, text, kind });

test("plain tokens run together, special tokens stand alone", () => {
  const tokens = [token("<|user|>", "special"), token("How"), token(" many"), token("<|end|>", "special")];
  expect(promptRuns(tokens)).toEqual([
    { kind: "special", text: "<|user|>" },
    { kind: "text", text: "How many" },
    { kind: "special", text: "<|end|>" },
  ]);
});

test("a newline is marked and kept", () => {
  expect(promptRuns([token("a"), token("\n"), token("b")])).toEqual([
    { kind: "text", text: "a" },
    { kind: "mark", text: "↵" },
    { kind: "text", text: "\nb" },
  ]);
});

test("what would hide or reorder its neighbours is only named", () => {
  expect(promptRuns([token("a\u202eb")])).toEqual([
    { kind: "text", text: "a" },
    { kind: "mark", text: "U+202E" },
    { kind: "text", text: "b" },
  ]);
});

test("tokens of bytes are read as the characters they make together", () => {
  expect(
    promptRuns([token("a"), token("<0xD7>", "bytes"), token("<0xA9>", "bytes"), token("<0xFF>", "bytes")]),
  ).toEqual([
    { kind: "text", text: "aש" },
    { kind: "special", text: "<0xFF>" },
  ]);
});
