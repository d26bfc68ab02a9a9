import { existsSync, readFileSync } from "node:fs";
import Papa from "papaparse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRows } from "../../../tests/support/readRows";
import { ExpectedError } from "../errors";
import { openDataset } from "./formats";
import { bytesSource } from "../experiment/source";

const fieldsOf = async (text: string | Uint8Array, name?: string) => {
  const { rows, bad } = await readRows(text, name);
  expect(bad).toEqual([]);
  return rows.map(({ fields }) => fields);
};

const SHARED = new URL("../../../../shared/data/", import.meta.url);

describe("openDataset", () => {
  test.each([
    ["a.jsonl", '{"a":1}\n{"a":2}', "jsonl"],
    ["a.json", '{"a":1}\n{"a":2}\n', "jsonl"],
    [undefined, '{"a":1}\n{"a":2}\n', "jsonl"],
    ["a.json", '{"a":1}', "json"],
    ["a.jsonl", '{"a":1}', "jsonl"],
    ["a.jsonl", '[{"a":1}]', "json"],
    ["a.jsonl", '[1]\n{"a":1}', "jsonl"],
    [undefined, '\uFEFF [\n{"a":1}]', "json"],
    ["a.csv", "a,b\n1,2", "csv"],
    ["a.json", "a,b\n1,2", "csv"],
    ["a.jsonl", '# made by a tool\n{"a":1}\n{"a":2}', "jsonl"],
    ["a.ndjson", "42", "jsonl"],
    ["a.csv", "42\n7", "csv"],
  ])("tells the format of %s by name and content", async (name, text, format) => {
    expect((await readRows(text, name)).format).toBe(format);
  });

  test.each([
    [new Uint8Array(0), /empty/],
    [new Uint8Array([0x1f, 0x8b, 8, 0]), /gzip/],
    [new Uint8Array([0x50, 0x4b, 3, 4, 0]), /zip archive/],
    [new Uint8Array([1, 0, 2, 0]), /neither text nor Parquet/],
    [new TextEncoder().encode(" <!DOCTYPE html><p>not found"), /web page/],
    [new TextEncoder().encode("  \n "), /nothing but white space/],
    [new TextEncoder().encode(" ".repeat(300_000)), /first 262144 bytes .* nothing but white space/],
    [new TextEncoder().encode("null"), /all of it is an empty value: null/],
    [new TextEncoder().encode(" 42\n"), /all of it is a single number: 42/],
    [new TextEncoder().encode('"x"'), /all of it is a single text: "x"/],
    [new TextEncoder().encode("question,answer\r\n\r\n"), /no row below it: “question,answer”/],
    [new TextEncoder().encode("PAR1 and nothing else"), /Parquet file cannot be read/],
    [new TextEncoder().encode('{"a": [1, 2'), /JSON file cannot be read/],
    [new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), /UTF-16, and is not/],
  ])("refuses by name what is no data set: %#", async (bytes, message) => {
    await expect(openDataset(bytesSource(bytes), "x")).rejects.toThrow(ExpectedError);
    await expect(openDataset(bytesSource(bytes), "x")).rejects.toThrow(message);
  });

  test("reads UTF-16 with a mark, as spreadsheets write it", async () => {
    const text = "\uFEFFfrage\tantwort\r\nWie groß?\t42\r\n";
    const bytes = new Uint8Array(new Uint16Array([...text].map((one) => one.charCodeAt(0))).buffer);
    expect(await fieldsOf(bytes, "x.txt")).toEqual([{ frage: "Wie groß?", antwort: "42" }]);
  });
});

describe("a row nested ten thousand deep", () => {
  const deep = `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
  const near = `{"a":${"[".repeat(255)}${"]".repeat(255)}}`;

  test.each([
    ["lines", "a.jsonl", `{"a":1}\n${deep}\n${near}\n{"a":3}`],
    ["a list", "a.json", `[{"a":1},\n${deep},\n${near},{"a":3}]`],
    ["a list under a name", "a.json", `{"data":[{"a":1},${deep},${near},{"a":3}]}`],
  ])("is one bad row of %s", async (_, name, text) => {
    const { rows, bad } = await readRows(text, name);
    expect(rows.map(({ fields }) => typeof fields.a)).toEqual(["number", "object", "number"]);
    expect(bad).toMatchObject([{ line: 2, reason: "too-deep" }]);
    expect(() => structuredClone(rows)).not.toThrow();
  });
});

describe("JSON Lines", () => {
  test("a line that is no JSON is one bad row, the first one too", async () => {
    const { rows, bad } = await readRows('# made by a tool\n{"a":1}\n{"a":2}', "a.jsonl");
    expect([rows.length, bad.map(({ line, reason }) => [line, reason])]).toEqual([2, [[1, "no-json"]]]);
  });

  test("counts lines over blank ones, with CRLF and a mark", async () => {
    const { rows, bad } = await readRows('\uFEFF{"a":1}\r\n\r\n{"a":2}\n{oops\n[3]\n"x"\n{"a":4}', "a.jsonl");
    expect(rows).toEqual([
      { index: 0, line: 1, fields: { a: 1 } },
      { index: 1, line: 3, fields: { a: 2 } },
      { index: 2, line: 7, fields: { a: 4 } },
    ]);
    expect(bad.map(({ line, reason }) => [line, reason])).toEqual([
      [4, "no-json"],
      [5, "no-object"],
      [6, "no-object"],
    ]);
  });

  test("a row of bytes that are no UTF-8 is bad, its neighbours are not", async () => {
    const bytes = new TextEncoder().encode('{"a":"1"}\n{"a":"?"}\n{"a":"3"}\n');
    bytes[16] = 0xe9;
    const { rows, bad } = await readRows(bytes, "a.jsonl");
    expect(rows.map(({ line }) => line)).toEqual([1, 3]);
    expect(bad).toMatchObject([{ line: 2, reason: "unreadable" }]);
  });

  test("a row that is too long is passed over without being held", async () => {
    const long = `{"a":"${"x".repeat(9 * 1024 ** 2)}"}`;
    const { rows, bad } = await readRows(`{"a":1}\n${long}\n{"a":3}\n${long}`, "a.jsonl");
    expect(rows.map(({ line }) => line)).toEqual([1, 3]);
    expect(bad.map(({ line, reason }) => [line, reason])).toEqual([
      [2, "too-long"],
      [4, "too-long"],
    ]);
  });

  test("characters across the borders of reads stay whole", async () => {
    const rows = Array.from({ length: 6000 }, (_, index) => ({
      index,
      text: "日本語 – é 🙂".repeat(index % 7),
    }));
    const text = rows.map((row) => JSON.stringify(row)).join("\n");
    expect(await fieldsOf(text, "a.jsonl")).toEqual(rows);
  });
});

describe("tables", () => {
  test.each([
    ["commas", 'id,question\r\n1,"two\r\nlines, ""quoted"""\r\n2,x\r\n', "a.csv"],
    ["semicolons", 'id;question\n1;"two\r\nlines, ""quoted"""\n2;x\n', "a.csv"],
    ["tabs", '\uFEFFid\tquestion\n1\t"two\r\nlines, ""quoted"""\n2\tx', undefined],
    ["bars", 'id|question\r1|"two\r\nlines, ""quoted"""\r2|x\r', "a.txt"],
  ])("reads %s", async (_, text, name) => {
    const { rows } = await readRows(text, name);
    expect(rows.map(({ line, fields }) => [line, fields])).toEqual([
      [2, { id: "1", question: 'two\r\nlines, "quoted"' }],
      [4, { id: "2", question: "x" }],
    ]);
  });

  test("names bad rows by their line and goes on after them", async () => {
    const text = 'a,b\n1,2,3\n\n"x"y,2\nlast\n"never\ncloses,1\n5,6\n';
    const { rows, bad } = await readRows(text, "a.csv");
    expect(rows.map(({ line, fields }) => [line, fields.a])).toEqual([
      [7, "closes"],
      [8, "5"],
    ]);
    expect(bad.map(({ line, reason }) => [line, reason])).toEqual([
      [2, "cells"],
      [4, "quotes"],
      [5, "cells"],
      [6, "quotes"],
    ]);
  });

  test("every column has a name of its own, __proto__ is one like any other", async () => {
    const [row] = await fieldsOf("a,a,,__proto__\n1,2,3,4\n", "a.csv");
    expect(Object.entries(row as object)).toEqual([
      ["a", "1"],
      ["a 2", "2"],
      ["column 3", "3"],
      ["__proto__", "4"],
    ]);
  });

  test("a quote that never closes in a long file costs one row", async () => {
    const text = `a,b\n"open,1\n${`${"x".repeat(90)},2\n`.repeat(100_000)}`;
    const { rows, bad } = await readRows(text, "a.csv");
    expect([rows.length, bad.map(({ line, reason }) => [line, reason])]).toEqual([100_000, [[2, "quotes"]]]);
  });

  test("reads whatever papaparse writes as papaparse reads it", async () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", "\r", "\r\n", " ", "🙂", ";") });
    const cells = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(cells, fc.constantFrom("\n", "\r\n"), async (data, newline) => {
        const text = Papa.unparse({ fields: ["x", "y", "z"], data }, { newline });
        const ours = await fieldsOf(text, "a.csv");
        const theirs = Papa.parse<Record<string, string>>(text, { header: true, delimiter: ",", newline });
        expect(ours).toEqual(theirs.data);
      }),
    );
  });
});

describe("JSON", () => {
  const ROWS = [
    { a: 1, b: "x" },
    { a: 2, b: "y" },
  ];

  test.each([
    ["a list", ROWS],
    ["a list under a name", { version: 1, data: ROWS }],
    ["a list further in", { meta: { tags: ["t"] }, dataset: { rows: ROWS } }],
    ["rows of the dataset server", { features: [], rows: ROWS.map((row, row_idx) => ({ row_idx, row })) }],
    ["columns", { a: [1, 2], b: ["x", "y"] }],
    ["columns of numbered cells", { a: { 0: 1, 1: 2 }, b: { 0: "x", 1: "y" } }],
    ["numbered rows", { 0: ROWS[0], 1: ROWS[1] }],
    ["names and cells", { columns: ["a", "b"], data: ROWS.map(({ a, b }) => [a, b]) }],
  ])("reads %s", async (_, value) => {
    expect(await fieldsOf(JSON.stringify(value), "a.json")).toEqual(ROWS);
    expect(await fieldsOf(`\n${JSON.stringify(value, undefined, 2)}\n`, "a.json")).toEqual(ROWS);
  });

  test("takes a single object for the only row", async () => {
    expect(await fieldsOf('{"a":1,"tags":["x"]}', "a.json")).toEqual([{ a: 1, tags: ["x"] }]);
  });

  test("names what of a list is no object by its line", async () => {
    const { rows, bad } = await readRows('[\n {"a": "],[\\""},\n 3,\n {"a" 1},\n\n {"a": 2}\n] x', "a.json");
    expect(rows.map(({ line, fields }) => [line, fields.a])).toEqual([
      [2, '],["'],
      [6, 2],
    ]);
    expect(bad.map(({ line, reason }) => [line, reason])).toEqual([
      [3, "no-object"],
      [4, "no-json"],
      [7, "no-json"],
    ]);
  });

  test("a list that is cut keeps its whole rows", async () => {
    const { rows, bad } = await readRows('[{"a":1},\n{"a":2},\n{"a":', "a.json");
    expect(rows.length).toBe(2);
    expect(bad).toMatchObject([{ line: 3, reason: "no-json" }]);
  });
});

describe.skipIf(!existsSync(SHARED))(
  "data sets of others (skipped where ../shared/data is not there)",
  () => {
    test("GSM8K and SVAMP are read whole", async () => {
      const gsm8k = await readRows(readFileSync(new URL("gsm8k_test.jsonl", SHARED)), "gsm8k_test.jsonl");
      expect([gsm8k.format, gsm8k.rows.length, gsm8k.bad]).toEqual(["jsonl", 1319, []]);
      const svamp = await readRows(readFileSync(new URL("svamp.json", SHARED)), "svamp.json");
      expect([svamp.format, svamp.rows.length, svamp.bad]).toEqual(["json", 1000, []]);
      const whole = JSON.parse(readFileSync(new URL("svamp.json", SHARED), "utf8")) as unknown;
      expect(svamp.rows.map(({ fields }) => fields)).toEqual(whole);
    });
  },
);
