import type { Settings } from "../../../core/config/settings";
import type { SwitchChoice } from "../../../core/generation/switching/choice";
import type { RunSettings } from "../../../core/generation/switching/run";
import { POLICY_SETTINGS } from "../../../core/generation/switching/policies";

/** What an answer was written with, as far as it is not about who is forced where. */
export type WrittenWith = Omit<RunSettings, "forced" | "k">;

/** The settings with which the Switch view writes an answer once more, its prompt apart. */
export function writtenWith(run: WrittenWith): Partial<Settings> {
  const { choice, sampling, seed, sample, maxTokens, stopStrings, endRepetition } = run;
  return {
    policy: choice.policy,
    divergence: choice.kind,
    switchThreshold: choice.threshold,
    switchBack: choice.switchBack,
    start: choice.start,
    ...ownSettings(choice.own),
    samplingTemperature: sampling.temperature,
    topK: sampling.topK,
    topP: sampling.topP,
    minP: sampling.minP,
    ...{ seed, sample, endRepetition },
    maxNewTokens: maxTokens,
    stopStrings: stopStrings.join("\n"),
    forced: "",
    switchBranches: "",
    answerToken: "",
  };
}

/** Settings of policies by name; names of none are left out. */
function ownSettings(own: SwitchChoice["own"]): Partial<Settings> {
  return Object.fromEntries(Object.entries(own).filter(([name]) => Object.hasOwn(POLICY_SETTINGS, name)));
}
