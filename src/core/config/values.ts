import { formatTree, MAX_BRANCHES, parseTree, type BranchTree } from "./branchTree";
import type { NamesSetting, NumberSetting, RangeSetting, Setting } from "./settings";

/** Why a value from outside was not taken as it stood. */
export type ValueProblem =
  | { type: "clamped"; from: string; to: string }
  | { type: "refused"; value: string; expected: string }
  | { type: "cut"; length: number; limit: number }
  | { type: "repeated"; numbers: string }
  | { type: "dropped"; names: string };

export interface ReadValue {
  value: unknown;
  problem?: ValueProblem;
}

/** The text of a value in a link. `readValue` gives the value back. */
export function writeValue(row: Setting, value: unknown): string {
  switch (row.kind) {
    case "flag":
      return value === true ? "1" : "0";
    case "numbers":
    case "names":
      return (value as readonly (number | string)[]).join(".");
    case "range":
      return (value as RangeSetting["default"])?.join("-") ?? "";
    case "tree":
      return formatTree(value as BranchTree);
    case "number":
    case "choice":
    case "text":
      return String(value);
  }
}

/** Parses and clamps one value; what cannot be used becomes the default, with the reason. Never throws. */
export function readValue(row: Setting, text: string): ReadValue {
  switch (row.kind) {
    case "flag":
      if (text === "1" || text === "0") return { value: text === "1" };
      return refused(row, text, "0 or 1");
    case "choice":
      if (row.choices.some((choice) => choice.value === text)) return { value: text };
      return refused(row, text, row.choices.map((choice) => choice.value).join(", "));
    case "number":
      return readNumber(row, text);
    case "numbers":
      return readNumbers(row, text);
    case "names":
      return readNames(row, text);
    case "range":
      return readRange(row, text);
    case "tree": {
      const value = parseTree(text);
      if (value !== undefined) return { value };
      return refused(row, text, `2 to ${MAX_BRANCHES} versions of which one is shown`);
    }
    case "text":
      return readText(row, text);
  }
}

/** The nearest value the row allows: within its bounds and on its step. */
export function clampNumber(row: NumberSetting, value: number): number {
  const inside = Math.min(row.max, Math.max(row.min, value));
  const onStep = Number((Math.round(inside / row.step) * row.step).toFixed(decimalsOf(row.step)));
  return onStep === 0 ? 0 : onStep;
}

/** Decimals of a step such as 0.05 or 0.00001. */
function decimalsOf(step: number): number {
  return Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
}

/** Whether two values of a row look different: numbers are shown with three significant digits, integers whole. */
function looksDifferent(row: NumberSetting, x: number, y: number): boolean {
  return row.integer ? x !== y : x.toPrecision(3) !== y.toPrecision(3);
}

function readNumber(row: NumberSetting, text: string): ReadValue {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (Number.isNaN(number)) return refused(row, text, `a number from ${row.min} to ${row.max}`);
  const value = clampNumber(row, number);
  return looksDifferent(row, value, number)
    ? { value, problem: { type: "clamped", from: shorten(text), to: String(value) } }
    : { value };
}

function readNumbers(row: Extract<Setting, { kind: "numbers" }>, text: string): ReadValue {
  if (text === "") return { value: [] };
  if (!/^\d{1,9}(\.\d{1,9})*$/.test(text)) return refused(row, text, "whole numbers with dots between them");
  const given = text.split(".").map(Number);
  const numbers = row.unique ? [...new Set(given)] : given;
  if (numbers.length > row.maxLength) {
    return {
      value: numbers.slice(0, row.maxLength),
      problem: { type: "cut", length: numbers.length, limit: row.maxLength },
    };
  }
  if (numbers.length === given.length) return { value: numbers };
  const repeated = new Set(given.filter((number, at) => given.indexOf(number) !== at));
  return { value: numbers, problem: { type: "repeated", numbers: shorten([...repeated].join(", ")) } };
}

/** Names that are there, each once; others are dropped and told. */
function readNames(row: NamesSetting<string>, text: string): ReadValue {
  const given = [...new Set(text.split("."))].filter((name) => name !== "");
  const value = given.filter((name) => row.names.includes(name));
  const dropped = given.filter((name) => !row.names.includes(name));
  return dropped.length === 0
    ? { value }
    : { value, problem: { type: "dropped", names: shorten(dropped.join(", ")) } };
}

function readRange(row: RangeSetting, text: string): ReadValue {
  if (text === "") return { value: null };
  const [from, to] = /^\d{1,9}-\d{1,9}$/.test(text) ? text.split("-").map(Number) : [];
  if (from !== undefined && to !== undefined && from <= to && to <= row.max) return { value: [from, to] };
  return refused(row, text, `two positions up to ${row.max}, the smaller first, such as 12-40`);
}

function readText(row: Extract<Setting, { kind: "text" }>, text: string): ReadValue {
  if (row.pattern && !row.pattern.test(text)) return refused(row, text, row.expected ?? "other characters");
  if (text.length <= row.maxLength) return { value: text };
  return {
    value: text.slice(0, row.maxLength),
    problem: { type: "cut", length: text.length, limit: row.maxLength },
  };
}

function refused(row: Setting, text: string, expected: string): ReadValue {
  return { value: row.default, problem: { type: "refused", value: shorten(text), expected } };
}

/** Enough of a hostile value to recognise it. */
export function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
