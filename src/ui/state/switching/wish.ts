import type { Settings } from "../../../core/config/settings";
import { policyOf, POLICY_SETTINGS } from "../../../core/generation/switching/policies";
import { parseForced } from "../../../core/generation/switching/forcedText";
import type { RunSettings } from "../../../core/generation/switching/run";
import { drawingOf } from "../drawing";

/** All that the settings say of switched answers. */
export interface Wish {
  prompt: string;
  chat: boolean;
  settings: RunSettings;
  pace: "auto" | number;
  /** Whether the random control is wanted too. */
  control: boolean;
}

export function wishOf(settings: Settings): Wish {
  const { sampling, seed, maxNewTokens } = drawingOf(settings);
  const names = Object.keys(policyOf(settings.policy).parameters) as (keyof typeof POLICY_SETTINGS)[];
  return {
    prompt: settings.prompt,
    chat: settings.chat,
    settings: {
      choice: {
        policy: settings.policy,
        kind: settings.divergence,
        threshold: settings.switchThreshold,
        switchBack: settings.switchBack,
        start: settings.start,
        own: Object.fromEntries(names.map((name) => [name, settings[name]])),
      },
      forced: parseForced(settings.forced),
      sampling,
      seed,
      sample: settings.sample,
      maxTokens: maxNewTokens,
      stopStrings: settings.stopStrings.split("\n").filter((text) => text !== ""),
      endRepetition: settings.endRepetition,
      k: settings.k,
    },
    pace: settings.draftLength === 0 ? "auto" : settings.draftLength,
    control: settings.showControl,
  };
}

/** What positions that are known must have in common with others for both to be of one text. */
type Grounds = Pick<Wish, "prompt" | "chat" | "settings">;

/**
 * Whether what is known of one wish's positions holds for the other's: the same prompt and luck. Who writes, force and
 * the number of tokens may differ.
 */
export function sameGrounds(one: Grounds, other: Grounds): boolean {
  return groundsOf(one) === groundsOf(other);
}

function groundsOf({ prompt, chat, settings }: Grounds): string {
  const { sampling, seed, sample, stopStrings, endRepetition } = settings;
  const { temperature, topK, topP, minP } = sampling;
  return JSON.stringify([
    prompt,
    chat,
    [temperature, topK, topP, minP],
    seed,
    sample,
    stopStrings,
    endRepetition,
  ]);
}
