import { z } from "zod";
import { MAX_COMPARED_TOKENS } from "../config/limits";
import { VIEWS } from "../config/link";
import { SETTING_ROWS, SETTINGS, type SettingId, type Settings } from "../config/settings";
import { readValue } from "../config/values";

/*
 * What stands after a word of a lesson's step, read into values. Each schema takes the text after the word, trimmed.
 */

export const side = z.enum(["a", "b"]);

export const view = z.enum(VIEWS);

/** A token as people count it, from 1; read as a position, from 0. */
export const position = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform((text) => Number(text) - 1)
  .refine((number) => number < MAX_COMPARED_TOKENS);

/** Id of a recorded example. */
export const exampleId = z.string().regex(/^[\w-]{1,100}$/);

/** A text to the end of the line. */
export const line = z.string().min(1).max(2000);

export const none = z.literal("");

/** Settings that a lesson may set or ask about: how the text is looked at, how tokens are drawn, who writes them. */
const OPEN_SETTINGS = [
  "chat",
  "measure",
  "threshold",
  "temperature",
  "k",
  "unit",
  "range",
  "writer",
  "samplingTemperature",
  "topK",
  "topP",
  "minP",
  "seed",
  "maxNewTokens",
  "expected",
  "policy",
  "divergence",
  "switchThreshold",
  "switchBack",
  "start",
] as const satisfies readonly SettingId[];

export type OpenSetting = (typeof OPEN_SETTINGS)[number];

const ID_OF_KEY = new Map<string, OpenSetting>(OPEN_SETTINGS.map((id) => [SETTINGS[id].url, id]));

/** The keys of settings in lessons, as links write them, with what they mean. */
export const SETTING_KEYS: readonly { key: string; label: string }[] = SETTING_ROWS.flatMap(([id, row]) =>
  OPEN_SETTINGS.some((open) => open === id) ? [{ key: row.url, label: row.label }] : [],
);

function idOf(key: string, context: z.RefinementCtx): OpenSetting {
  const id = ID_OF_KEY.get(key);
  if (id !== undefined) return id;
  context.addIssue({ code: "custom", message: `no setting is called “${key}”` });
  return z.NEVER;
}

function valueOf(id: OpenSetting, text: string, context: z.RefinementCtx): unknown {
  const { value, problem } = readValue(SETTINGS[id], text);
  if (problem === undefined) return value;
  context.addIssue({ code: "custom", message: `${SETTINGS[id].label} cannot be “${text}”` });
  return z.NEVER;
}

/** `m=kl k=5`: settings by the keys of links. */
export const assignments = line.transform((text, context): Partial<Settings> => {
  const pairs = text.split(/\s+/).map((pair) => {
    const [key = "", value] = pair.split("=");
    const id = idOf(key, context);
    return [id, id === z.NEVER ? undefined : valueOf(id, value ?? "", context)] as const;
  });
  return Object.fromEntries(pairs);
});

/** One setting by its key. */
export const settingId = line.transform(idOf);

const COMPARISONS = {
  "=": (value: unknown, wanted: unknown) => String(value) === String(wanted),
  "!=": (value: unknown, wanted: unknown) => String(value) !== String(wanted),
  "<": (value: unknown, wanted: unknown) => Number(value) < Number(wanted),
  "<=": (value: unknown, wanted: unknown) => Number(value) <= Number(wanted),
  ">": (value: unknown, wanted: unknown) => Number(value) > Number(wanted),
  ">=": (value: unknown, wanted: unknown) => Number(value) >= Number(wanted),
};

type Operator = keyof typeof COMPARISONS;

const OPERATORS = Object.keys(COMPARISONS) as Operator[];

/** `< 10`: whether a share, from 0 to 1, compares like this in percent. */
export const percentage = z
  .string()
  .regex(/^[<>]=?\s*\d{1,3}(\.\d+)?$/)
  .transform((text): ((share: number) => boolean) => {
    const [, sign = "", percent = ""] = /^([<>]=?)\s*(\S+)$/.exec(text) ?? [];
    const operator = OPERATORS.find((one) => one === sign) ?? "<";
    return (share) => COMPARISONS[operator](100 * share, percent);
  });

/** `k >= 5`: what a setting has to be. */
export const comparison = line.transform((text, context): ((settings: Settings) => boolean) => {
  const [, key = "", operator = "", wanted = ""] = /^(\w+)\s*([=!<>]=?)\s*(\S+)$/.exec(text) ?? [];
  const compare = Object.entries(COMPARISONS).find(([sign]) => sign === operator)?.[1];
  if (compare === undefined) {
    context.addIssue({ code: "custom", message: `“${text}” is no comparison` });
    return z.NEVER;
  }
  const id = idOf(key, context);
  if (id === z.NEVER) return z.NEVER;
  const value = valueOf(id, wanted, context);
  return (settings) => compare(settings[id], value);
});
