import { expect, test } from "vitest";
import { templateRuns } from "./templateRuns";

const spelled = (text: string) => templateRuns(text).map(({ kind, text: part }) => `${kind}:${part}`);

test("special tokens are set apart, and line breaks have their mark and break the line", () => {
  expect(spelled("<|im_start|>user\n2 + 2?<|im_end|>")).toEqual([
    "special:<|im_start|>",
    "text:user",
    "mark:↵",
    "text:2 + 2?",
    "special:<|im_end|>",
  ]);
  expect(templateRuns("a\nb").map(({ breaks }) => breaks)).toEqual([undefined, true, undefined]);
});

test("what only looks a little like a special token is text", () => {
  expect(spelled("a <b> c")).toEqual(["text:a <b> c"]);
  expect(spelled("<|a\nb|>")).toEqual(["text:<|a", "mark:↵", "text:b|>"]);
});

test("of many kinds of models", () => {
  for (const token of ["<s>", "</s>", "<start_of_turn>", "[INST]", "[/INST]", "<｜User｜>", "<|eot_id|>"])
    expect(spelled(`x${token}y`)).toEqual(["text:x", `special:${token}`, "text:y"]);
});

test("spaces stay as they are, other invisible characters are named, nothing is nothing", () => {
  expect(spelled("a  b ")).toEqual(["text:a", "text:  ", "text:b", "text: "]);
  expect(spelled("a\u200bb\t")).toEqual(["text:a", "mark:U+200B", "text:b", "mark:⇥"]);
  expect(templateRuns("")).toEqual([]);
});
