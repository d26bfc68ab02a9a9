import { defaultSettings, type SettingId, type Settings } from "../../../core/config/settings";

/** A problem that the embedded base model gets wrong and gets right where the other one writes a few of its tokens. */
const EXAMPLE = {
  prompt: "Leo finds 46 eggs and then 3 more. How many is that?",
  expected: "49",
  seed: 1,
} as const satisfies Partial<Settings>;

/** What the Switch view opens with where the address names no prompt; what it does name stays. */
export function exampleSettings(given: ReadonlySet<SettingId>): Partial<Settings> {
  const entries = Object.entries({ chat: defaultSettings().chat, ...EXAMPLE });
  return Object.fromEntries(entries.filter(([id]) => !given.has(id as SettingId))) as Partial<Settings>;
}
