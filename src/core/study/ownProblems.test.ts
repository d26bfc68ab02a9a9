import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_ANSWER, MOST_PROBLEMS } from "./limits";
import { MOST_PASTED, ownProblems } from "./ownProblems";

const ONE = { question: "What is 2 + 2?", answer: "4" };

describe("ownProblems", () => {
  test("reads JSON Lines, numbers as answers, blank lines and other fields ignored", () => {
    const text =
      '\uFEFF{"question": "What is 2 + 2?", "answer": 4, "id": 7}\r\n\n{"question":"Why?","answer":" x "}\n';
    expect(ownProblems(text)).toEqual({
      problems: [ONE, { question: "Why?", answer: "x" }],
      bad: [],
      beyond: 0,
    });
  });

  test.each([
    ["commas", 'id,Question,ANSWER\n1,What is 2 + 2?,4\n2,"Say ""a, b""",5\n'],
    ["tabs", 'id\tquestion\tanswer\n1\tWhat is 2 + 2?\t4\n2\t"Say ""a, b"""\t5\n'],
    ["semicolons", 'answer;question\r\n4;What is 2 + 2?\r\n5;"Say ""a, b"""\r\n'],
  ])("reads tables with %s", (_, text) => {
    expect(ownProblems(text).problems).toEqual([ONE, { question: 'Say "a, b"', answer: "5" }]);
  });

  test("names rows that hold no problem by their line, counted within quotes too", () => {
    const table = '\nquestion,answer\n"two\nlines",1\n,2\nWhy?,\na,b,c\n\nlast,3\n';
    expect(ownProblems(table)).toEqual({
      problems: [
        { question: "two\nlines", answer: "1" },
        { question: "last", answer: "3" },
      ],
      bad: [
        { line: 5, why: "no-question" },
        { line: 6, why: "no-answer" },
        { line: 7, why: "cells" },
      ],
      beyond: 0,
    });
    const lines = [
      '{"question":"a","answer":"1"}',
      "{oops",
      "[1]",
      '{"answer":"1"}',
      '{"question":"a","answer":null}',
      `{"question":"a","answer":"${"9".repeat(MOST_ANSWER + 1)}"}`,
    ];
    expect(ownProblems(lines.join("\n")).bad).toEqual([
      { line: 2, why: "no-json" },
      { line: 3, why: "no-object" },
      { line: 4, why: "no-question" },
      { line: 5, why: "no-answer" },
      { line: 6, why: "long-answer" },
    ]);
  });

  test("refuses what is neither, and too much", () => {
    expect(ownProblems(" \n ").refused).toBe("empty");
    expect(ownProblems("hello\nworld").refused).toBe("no-columns");
    expect(ownProblems(" ".repeat(MOST_PASTED) + "{}").refused).toBe("too-long");
    const many = `question,answer\n${"a,1\n".repeat(MOST_PROBLEMS + 5)}`;
    const { problems, beyond } = ownProblems(many);
    expect([problems.length, beyond]).toEqual([MOST_PROBLEMS, 5]);
  });

  test("takes no field of an object's prototype, and never throws", () => {
    expect(ownProblems('{"__proto__":{"question":"a","answer":"1"}}').bad).toEqual([
      { line: 1, why: "no-question" },
    ]);
    const piece = fc.constantFrom("question", "answer", ",", "\n", '"', "{", "}", ":", "\t", ";", "1", "\r");
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (parts) => {
        const { problems } = ownProblems(parts.join(""));
        expect(problems.every(({ question, answer }) => question !== "" && answer !== "")).toBe(true);
      }),
    );
  });
});
