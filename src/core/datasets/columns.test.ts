import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRows } from "../../../tests/support/readRows";
import { pathOf, stepsOf, valueAt } from "./columnPath";
import { columnProblem, columnText } from "./columnText";
import { columnsOf } from "./columns";
import type { DatasetRow } from "./dataset";
import { guessColumns } from "./guessColumns";

const rowsOf = (...fields: Record<string, unknown>[]): DatasetRow[] =>
  fields.map((one, index) => ({ index, fields: one }));

const SHARED = new URL("../../../../shared/data/", import.meta.url);

describe("valueAt", () => {
  const row = { "a.b": 1, a: { b: 2, "c.d": [3] }, messages: [{ content: "hi" }], list: [] };

  test.each([
    ["a.b", 1],
    ["a", { b: 2, "c.d": [3] }],
    ['a["c.d"][0]', 3],
    ["messages[0].content", "hi"],
    ["messages[1].content", undefined],
    ["messages.length", undefined],
    ["messages[0].content.length", undefined],
    ["a.toString", undefined],
    ["__proto__", undefined],
    ["constructor.name", undefined],
    ["", undefined],
    ["a..b", undefined],
    ["a[", undefined],
    ["a[x]", undefined],
  ])("finds %s", (path, value) => {
    expect(valueAt(row, path)).toEqual(value);
  });

  test("reads back every path that it writes", () => {
    const step = fc.oneof(fc.nat({ max: 999 }), fc.string({ minLength: 0, maxLength: 8 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        expect(stepsOf(pathOf(steps))).toEqual(steps);
      }),
    );
  });
});

describe("columnText", () => {
  const row = {
    Body: "A cat.",
    Question: "How many?",
    answer: "1 + 1\n#### 1,234",
    n: 3,
    none: null,
    "x | hashes": "own",
  };

  test.each([
    ["Question", "How many?"],
    ["n", "3"],
    ["none", undefined],
    ["{Body} {Question}", "A cat. How many?"],
    ["{none} {Question}", "How many?"],
    ["{none} {gone}", undefined],
    ["answer | hashes", "1234"],
    ["answer|boxed", undefined],
    ["x | hashes", "own"],
  ])("of %s", (column, text) => {
    expect(columnText(row, column)).toBe(text);
  });

  test.each([
    ["", "empty"],
    [" | hashes", "empty"],
    ["answer | nothing", "unknown-form"],
    ["answer | hashes", undefined],
    ["a.b", undefined],
  ])("says what is wrong with %j", (column, problem) => {
    expect(columnProblem(column)).toBe(problem);
  });
});

describe("columnsOf", () => {
  test("lists nested fields with kinds and samples", () => {
    const rows = rowsOf({ a: 1, m: [{ role: "user" }], e: null }, { a: "x", m: [], e: "" });
    expect(columnsOf(rows)).toEqual([
      { path: "a", kind: "mixed", filled: 2, samples: ["1", "x"] },
      { path: "m", kind: "list", filled: 2, samples: ['[{"role":"user"}]', "[]"] },
      { path: "m[0]", kind: "object", filled: 1, samples: ['{"role":"user"}'] },
      { path: "m[0].role", kind: "text", filled: 1, samples: ["user"] },
      { path: "e", kind: "empty", filled: 0, samples: [] },
    ]);
  });

  test("lists at most 200 columns", () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`c${index}`, index]));
    expect(columnsOf(rowsOf(wide)).length).toBe(200);
  });
});

describe("guessColumns", () => {
  test.each([
    ["GSM8K", { question: "How?", answer: "So\n#### 42" }, "question", "answer | hashes"],
    [
      "MATH-500",
      { problem: "Let", solution: "\\boxed{2}", answer: "2", subject: "x", level: 2, unique_id: "u" },
      "problem",
      "answer",
    ],
    [
      "MATH",
      { problem: "Let", level: "Level 5", type: "Algebra", solution: "so \\boxed{2}" },
      "problem",
      "solution | boxed",
    ],
    ["AIME 2025", { problem: "Find", answer: "70", id: "0" }, "problem", "answer"],
    ["AIME 2024", { ID: "2024-I-1", Problem: "Find", Solution: "…", Answer: 204 }, "Problem", "Answer"],
    ["AMC 23", { id: 0, answer: 27, question: "Cities", url: "https://" }, "question", "answer"],
    [
      "SVAMP",
      { ID: "c", Body: "A cat", Question: "How?", Equation: "1", Answer: 1, Type: "S" },
      "{Body} {Question}",
      "Answer",
    ],
    ["prompt and completion", { prompt: "Say", completion: "hi" }, "prompt", "completion"],
    ["prompt and response", { response: "hi", prompt: "Say" }, "prompt", "response"],
    ["instructions", { instruction: "Add", input: "1, 2", output: "3" }, "{instruction}\n{input}", "output"],
    ["instructions without input", { instruction: "Add", output: "3" }, "instruction", "output"],
    ["input and target", { input: "a", target: "b" }, "input", "target"],
    [
      "messages",
      {
        messages: [
          { role: "system", content: "s" },
          { role: "user", content: "q" },
          { role: "assistant", content: "a" },
        ],
      },
      "messages[1].content",
      "messages[2].content",
    ],
    [
      "conversations",
      {
        id: "1",
        conversations: [
          { from: "human", value: "q" },
          { from: "gpt", value: "a" },
        ],
      },
      "conversations[0].value",
      "conversations[1].value",
    ],
    [
      "messages with a checked answer",
      { prompt: [{ role: "user", content: "q" }], reward_model: { ground_truth: "4", style: "rule" } },
      "prompt[0].content",
      "reward_model.ground_truth",
    ],
    ["nested fields", { data: { question: "q", answer: "a" } }, "data.question", "data.answer"],
    ["no names", { a: "x", b: "a much longer text" }, "b", undefined],
  ])("of %s", (_, fields, question, reference) => {
    expect(guessColumns(rowsOf(fields))).toEqual({
      question,
      ...(reference === undefined ? {} : { reference }),
    });
  });

  test("guesses nothing where there is no text", () => {
    expect(guessColumns([])).toBeUndefined();
    expect(guessColumns(rowsOf({ a: 1 }))).toBeUndefined();
  });

  test.skipIf(!existsSync(SHARED))(
    "of real data sets (skipped where ../shared/data is not there)",
    async () => {
      const gsm8k = (await readRows(readFileSync(new URL("gsm8k_test.jsonl", SHARED)), "g.jsonl")).rows;
      expect(guessColumns(gsm8k)).toEqual({ question: "question", reference: "answer | hashes" });
      const references = gsm8k.map(({ fields }) => columnText(fields, "answer | hashes"));
      expect(references.slice(0, 4)).toEqual(["18", "3", "70000", "540"]);
      expect(references.every((text) => text !== undefined && /^-?\d+(\.\d+)?$/.test(text))).toBe(true);
      const svamp = (await readRows(readFileSync(new URL("svamp.json", SHARED)), "s.json")).rows;
      expect(guessColumns(svamp)).toEqual({ question: "{Body} {Question}", reference: "Answer" });
    },
  );
});
