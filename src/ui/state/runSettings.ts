import { formatForced } from "../../core/generation/switching/forcedText";
import { POLICY_SETTINGS } from "../../core/generation/switching/policies";
import type { SwitchedRun } from "../../core/generation/switching/run";
import type { Settings } from "../../core/config/settings";

/** The settings that a run was made with, as the page holds settings. */
export function runSettings({ prompt, expected, settings, answers }: SwitchedRun): Partial<Settings> {
  const { choice, forced, sampling, seed, sample, maxTokens, stopStrings, endRepetition, k } = settings;
  const own = Object.entries(choice.own).filter(([name]) => Object.hasOwn(POLICY_SETTINGS, name));
  return {
    ...(Object.fromEntries(own) as Partial<Settings>),
    prompt: prompt.text,
    chat: prompt.chat,
    expected,
    policy: choice.policy,
    divergence: choice.kind,
    switchThreshold: choice.threshold,
    switchBack: choice.switchBack,
    start: choice.start,
    forced: formatForced(forced),
    samplingTemperature: sampling.temperature,
    topK: sampling.topK,
    topP: sampling.topP,
    minP: sampling.minP,
    seed,
    sample,
    maxNewTokens: maxTokens,
    stopStrings: stopStrings.join("\n"),
    endRepetition,
    k,
    showControl: answers.control !== undefined,
  };
}
