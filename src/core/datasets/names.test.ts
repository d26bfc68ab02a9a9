import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { problemAt } from "../tasks/problems/families";
import { columnProblem } from "./columnText";
import { generatedRows } from "./generatedRows";
import { datasetId, isHubDataset, parseDatasetName, plainFileName, type NamedDataset } from "./names";
import { DATASET_PRESETS } from "./presets";

describe("parseDatasetName", () => {
  test.each<[string, NamedDataset]>([
    ["letters", { kind: "generated", family: "letters" }],
    ["sums", { kind: "generated", family: "sums" }],
    ["both", { kind: "generated", family: "both" }],
    ["gsm8k", { kind: "preset", preset: "gsm8k" }],
    ["hub:openai/gsm8k/main/test", { kind: "hub", dataset: "openai/gsm8k", config: "main", split: "test" }],
    ["hub:a/b.c/x%2Fy%20z/train", { kind: "hub", dataset: "a/b.c", config: "x/y z", split: "train" }],
    ["url:http://127.0.0.1:8000/x.jsonl?y=1#z", { kind: "url", url: "http://127.0.0.1:8000/x.jsonl?y=1#z" }],
    ["file:my rows.csv", { kind: "file", name: "my rows.csv" }],
    ["pasted", { kind: "pasted" }],
  ])("reads %s back", (id, named) => {
    expect(parseDatasetName(id)).toEqual(named);
    expect(datasetId(named)).toBe(id);
  });

  test.each([
    "",
    "nothing",
    "toString",
    "__proto__",
    "hub:openai/gsm8k",
    "hub:openai/gsm8k/main/test/more",
    "hub:../gsm8k/main/test",
    "hub:openai/..%2Fx/main/test",
    "hub:openai/a..b/main/test",
    "hub:openai/gsm8k/%E0%A4%A/test",
    "hub:openai/gsm8k/%00/test",
    "url:javascript:alert(1)",
    "url:https://user:word@example.org/x",
    "url:https:///x",
    "url:https://example.org/a b.csv",
    "url:file:///etc/passwd",
    "url:https://example.org/\n",
    "url:http://[",
    "url:http://a:99999/",
    "url:https://%zz/x",
    "file:",
    "file:../x.csv",
    "file:a\u202Egpj.csv",
    `url:https://example.org/${"x".repeat(5000)}`,
  ])("refuses %j", (id) => {
    expect(parseDatasetName(id)).toBeUndefined();
  });

  test("reads back whatever it accepts", () => {
    const any = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom("hub:", "url:https://", "file:"), fc.webPath()).map(([a, b]) => a + b),
    );
    fc.assert(
      fc.property(any, (id) => {
        const named = parseDatasetName(id);
        if (named) expect(parseDatasetName(datasetId(named))).toEqual(named);
      }),
      { numRuns: 500 },
    );
  });
});

describe("plainFileName", () => {
  test.each([
    ["my rows.csv", "my rows.csv"],
    ["a\u202Egpj.csv", "agpj.csv"],
    ["a\u2028b\n\u200F/c\\d.jsonl", "ab_c_d.jsonl"],
    ["\u2066", "file"],
    [`${"x".repeat(300)}.csv`, `${"x".repeat(251)}.csv`],
  ])("makes of %j a name that reads back", (name, plain) => {
    expect(plainFileName(name)).toBe(plain);
    expect(parseDatasetName(datasetId({ kind: "file", name: plain }))).toEqual({ kind: "file", name: plain });
  });
});

describe("presets", () => {
  test.each(DATASET_PRESETS)("$id names a data set and columns that there can be", ({ id, hub, columns }) => {
    expect(isHubDataset(hub.dataset)).toBe(true);
    expect([columns.question, columns.reference ?? "x"].map(columnProblem)).toEqual([undefined, undefined]);
    expect(parseDatasetName(id)).toEqual({ kind: "preset", preset: id });
  });
});

describe("generatedRows", () => {
  test("row i is problem i of the seed, whatever is asked for besides", () => {
    const { question, answer } = problemAt("sums", "held-out", 7, 105);
    expect(generatedRows("sums", 7, 100, 10)[5]).toEqual({
      index: 105,
      fields: { question, answer, family: "sums" },
    });
    expect(generatedRows("sums", 7, 105, 1)[0]?.fields).toMatchObject({ question, answer });
    expect(generatedRows("both", 7, 0, 3).map(({ fields }) => fields.family)).toEqual([
      "letters",
      "sums",
      "letters",
    ]);
    expect(generatedRows("letters", 7, 5, 0)).toEqual([]);
    expect(generatedRows("letters", 7, 999_998, 10).length).toBe(2);
  });
});
