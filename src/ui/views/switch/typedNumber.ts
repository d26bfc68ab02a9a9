import type { NumberSetting } from "../../../core/config/settings";
import { clampNumber } from "../../../core/config/values";

export type TypedProblem =
  | { type: "no-number"; typed: string }
  | { type: "below-zero"; typed: string }
  | { type: "most" | "least"; typed: string; used: number }
  | { type: "rounded"; typed: string; used: number };

/** A number as it is taken, and where that is not what was typed, why. Without a value the setting stays as it is. */
export interface TypedNumber {
  value?: number;
  problem?: TypedProblem;
}

/** What was typed into the field of a number setting. A comma is a point. */
export function typedNumber(row: NumberSetting, typed: string): TypedNumber {
  const text = typed.trim();
  const number = text === "" ? NaN : Number(text.replace(",", "."));
  if (!Number.isFinite(number)) return { problem: { type: "no-number", typed: text } };
  const value = clampNumber(row, number);
  if (number > row.max) return { value, problem: { type: "most", typed: text, used: value } };
  if (number < row.min) return { value, problem: { type: "least", typed: text, used: value } };
  return Math.abs(value - number) > 1e-9
    ? { value, problem: { type: "rounded", typed: text, used: value } }
    : { value };
}
