import { expect, test } from "vitest";
import type { Token } from "../../core/model";
import { solutionText } from "./solutionText";

const text = (text: string): Token => ({ id: 0, text, kind: "text" });
const bytes = (text: string): Token => ({ id: 0, text, kind: "bytes" });
const special = (text: string): Token => ({ id: 0, text, kind: "special" });

test("texts are joined and special tokens left out", () => {
  expect(solutionText([special("<|assistant|>"), text("It is"), text(" two."), special("<|end|>")])).toBe(
    "It is two.",
  );
});

test("a character whose bytes are spread over tokens is put together", () => {
  expect(solutionText([text("a "), bytes("<0xF0><0x9F>"), bytes("<0x98><0x80>"), text("!")])).toBe("a 😀!");
});

test("bytes that make no character become the replacement character", () => {
  expect(solutionText([bytes("<0xE2>"), text("x")])).toBe("\ufffdx");
});

test("a text token that merely looks like a byte is kept as it is", () => {
  expect(solutionText([text("<0xE2>")])).toBe("<0xE2>");
});

test("no tokens are no text", () => {
  expect(solutionText([])).toBe("");
});
