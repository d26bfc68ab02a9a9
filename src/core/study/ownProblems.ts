import { dsvFormat } from "d3-dsv";
import type { StudyProblem } from "./events";
import { MOST_ANSWER, MOST_PROBLEMS, MOST_QUESTION } from "./limits";

/** A row that holds no problem. */
export interface BadRow {
  /** Of the text, from 1. */
  line: number;
  why: "no-json" | "no-object" | "no-question" | "no-answer" | "long-question" | "long-answer" | "cells";
}

export interface OwnProblems {
  problems: readonly StudyProblem[];
  /** Left out. */
  bad: readonly BadRow[];
  /** Problems beyond MOST_PROBLEMS, left out too. */
  beyond: number;
  /** Set where the text as a whole is neither. */
  refused?: "empty" | "no-columns" | "too-long";
}

/** Characters that are read, at most. */
export const MOST_PASTED = 4_000_000;

/**
 * Problems of JSON Lines (objects with "question" and "answer", a number or a text) or of CSV, tabs or semicolons (a first
 * row that names the columns question and answer, in any case and among others). Rows that hold none are named by line.
 */
export function ownProblems(text: string): OwnProblems {
  const none = { problems: [], bad: [], beyond: 0 };
  if (text.trim() === "") return { ...none, refused: "empty" };
  if (text.length > MOST_PASTED) return { ...none, refused: "too-long" };
  const plain = text.replace(/^\uFEFF/, "");
  const rows = plain.trimStart().startsWith("{") ? jsonRows(plain) : cellRows(plain);
  if (rows === undefined) return { ...none, refused: "no-columns" };
  const read = rows.map(({ line, row }) => ({ line, ...problemOf(row) }));
  const problems = read.flatMap(({ problem }) => (problem ? [problem] : []));
  return {
    problems: problems.slice(0, MOST_PROBLEMS),
    bad: read.flatMap(({ line, why }) => (why ? [{ line, why }] : [])),
    beyond: Math.max(0, problems.length - MOST_PROBLEMS),
  };
}

/** What a line holds, or why nothing can be made of it. */
interface Row {
  line: number;
  row: { question: unknown; answer: unknown } | BadRow["why"];
}

function jsonRows(text: string): Row[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, index): Row[] => {
    if (line.trim() === "") return [];
    return [{ line: index + 1, row: jsonRow(line) }];
  });
}

function jsonRow(line: string): Row["row"] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "no-json";
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "no-object";
  const field = (name: string): unknown =>
    Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  return { question: field("question"), answer: field("answer") };
}

function cellRows(text: string): Row[] | undefined {
  const body = text.trimStart();
  const [header = ""] = body.split(/\r\n|\n|\r/, 1);
  const format = SEPARATORS.map((separator) => dsvFormat(separator)).find((one) =>
    columnsOf(one.parseRows(header)[0]),
  );
  const names = format?.parseRows(header)[0];
  const columns = columnsOf(names);
  if (format === undefined || names === undefined || columns === undefined) return undefined;
  let line = 1 + breaks(text.slice(0, text.length - body.length));
  return format.parseRows(body).flatMap((cells, index): Row[] => {
    const own = line;
    // Cells in quotes may hold line breaks of their own.
    line += 1 + cells.reduce((sum, cell) => sum + breaks(cell), 0);
    if (index === 0 || cells.every((cell) => cell.trim() === "")) return [];
    if (cells.length !== names.length) return [{ line: own, row: "cells" }];
    return [{ line: own, row: { question: cells[columns.question], answer: cells[columns.answer] } }];
  });
}

const SEPARATORS = [",", "\t", ";"];

function columnsOf(names: readonly string[] | undefined): { question: number; answer: number } | undefined {
  const plain = names?.map((name) => name.trim().toLowerCase()) ?? [];
  const [question, answer] = [plain.indexOf("question"), plain.indexOf("answer")];
  return question < 0 || answer < 0 ? undefined : { question, answer };
}

function breaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function problemOf(row: Row["row"]): { problem?: StudyProblem; why?: BadRow["why"] } {
  if (typeof row === "string") return { why: row };
  const { question, answer } = row;
  if (typeof question !== "string" || question.trim() === "") return { why: "no-question" };
  const right = typeof answer === "number" ? String(answer) : answer;
  if (typeof right !== "string" || right.trim() === "") return { why: "no-answer" };
  if (question.length > MOST_QUESTION) return { why: "long-question" };
  if (right.length > MOST_ANSWER) return { why: "long-answer" };
  return { problem: { question, answer: right.trim() } };
}
