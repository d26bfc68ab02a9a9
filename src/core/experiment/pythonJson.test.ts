import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePythonJson } from "./pythonJson";

test("reads what JSON.parse reads, and Python's constants beside it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parsePythonJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      expect(parsePythonJson(`[${JSON.stringify(value)}, NaN]`)).toEqual([
        JSON.parse(JSON.stringify(value)),
        null,
      ]);
    }),
  );
  expect(parsePythonJson('{"a": [NaN, Infinity, -Infinity], "b": "NaN \\" Infinity", "c\\\\": NaN}')).toEqual(
    {
      a: [null, Infinity, -Infinity],
      b: 'NaN " Infinity',
      "c\\": null,
    },
  );
});

test("refuses what is none, in time that is linear", () => {
  for (const text of ["", "NaN NaN", '{"a": NaN', '["NaN', "[Nan]", `[NaN, "${'\\"'.repeat(50_000)}`])
    expect(() => parsePythonJson(text)).toThrow(SyntaxError);
});
