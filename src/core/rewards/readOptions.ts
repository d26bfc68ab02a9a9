import type { Setting } from "../config/settings";
import { readValue, shorten, type ValueProblem } from "../config/values";
import type { Reward, RewardOption, RewardOptions } from "./reward";

/** Why an option from outside was not taken as it stood; "unknown" where the reward has none of that name. */
export type OptionProblem = { option: string } & (ValueProblem | { type: "unknown" });

/** Whole, valid options, and what was wrong with those given. */
export interface ReadOptions {
  options: RewardOptions;
  problems: readonly OptionProblem[];
}

/**
 * The options of a reward from what a link or a file gives: defaults where nothing usable is given, numbers clamped
 * and set on their step, texts cut. Values may be texts, as links have them (`"1"` for a flag). Unknown options are
 * named and dropped. Never throws.
 */
export function readOptions(reward: Reward, given: unknown): ReadOptions {
  const values = new Map(isRecord(given) ? Object.entries(given) : []);
  const problems: OptionProblem[] = [];
  if (given !== undefined && given !== null && !isRecord(given))
    problems.push({ option: "", type: "refused", value: spelled(given), expected: "names with values" });
  const options: Record<string, number | boolean | string> = {};
  for (const [option, row] of Object.entries(reward.options)) {
    options[option] = row.default;
    const value = values.get(option);
    values.delete(option);
    if (value === undefined) continue;
    const read = readValue(settingOf(option, row), textOf(value));
    options[option] = read.value as number | boolean | string;
    if (read.problem) problems.push({ option, ...read.problem });
  }
  for (const option of values.keys()) problems.push({ option: shorten(option), type: "unknown" });
  return { options, problems };
}

/** The row as a setting, so that it is read by the rules of settings. */
function settingOf(option: string, row: RewardOption): Setting {
  return { ...row, url: option };
}

function textOf(value: unknown): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "string" ? value : spelled(value);
}

function spelled(value: unknown): string {
  if (typeof value === "number") return String(value);
  return Array.isArray(value)
    ? "[…]"
    : value === null
      ? "null"
      : typeof value === "object"
        ? "{…}"
        : typeof value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
