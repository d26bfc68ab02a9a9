import { SETTINGS, type SettingId, type Settings } from "../../../core/config/settings";
import { strings } from "../../strings";

/** What is seldom changed in the Switch view. */
const SELDOM = [
  "stopStrings",
  "endRepetition",
  "draftLength",
  "sample",
  "k",
] as const satisfies readonly SettingId[];

export interface UnusualSetting {
  id: (typeof SELDOM)[number];
  label: string;
  help: string;
  value: string;
}

/** Those of the seldom changed settings that are not as usual, in words; stop strings as they are written in code. */
export function unusualOf(settings: Settings): UnusualSetting[] {
  return SELDOM.filter((id) => settings[id] !== SETTINGS[id].default).map((id) => {
    const { label, help } = SETTINGS[id];
    return { id, label, help, value: wordsOf(settings[id]) };
  });
}

function wordsOf(value: Settings[(typeof SELDOM)[number]]): string {
  if (typeof value === "boolean") return strings.editor.onOff(value);
  if (typeof value === "number") return String(value);
  return value
    .split("\n")
    .filter((text) => text !== "")
    .map((text) => JSON.stringify(text))
    .join(", ");
}
