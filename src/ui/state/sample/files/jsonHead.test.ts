import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonHead } from "./jsonHead";

const keys = (text: string) => [...jsonHead(text).paths];

test("the keys of a text are told with their paths, those of lists once", () => {
  expect(keys('{"a": {"b": [1, {"c": "x"}, {"c": 2, "d": 3}]}, "e": []}')).toEqual([
    "a",
    "a.b",
    "a.b[].c",
    "a.b[].d",
    "e",
  ]);
  expect(keys('[{"question": "q", "samples": ["a: \\"b\\": c"]}, {}]')).toEqual([
    "[].question",
    "[].samples",
  ]);
});

test("a file says what it is in format, which must be its own and a text", () => {
  expect(jsonHead('{"format": "x/y", "more": {"format": "z"}}').format).toBe("x/y");
  expect(jsonHead('{"format": {"id": "boxed"}}').format).toBeUndefined();
  expect(jsonHead('{"metadata": {"format": "x"}}').format).toBeUndefined();
});

test("a cut text, or none, tells what there is", () => {
  const whole = '{"metadata": {"model": "m"}, "prompts": ["p"], "results": [{"samples": [{"text": "t"}]}]}';
  for (let length = 0; length <= whole.length; length++) {
    expect(keys(whole).slice(0, keys(whole.slice(0, length)).length)).toEqual(keys(whole.slice(0, length)));
  }
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void jsonHead(text)));
});
