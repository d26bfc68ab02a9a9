import type { Settings } from "../../../core/config/settings";
import type { StudyProblem } from "../../../core/study/events";
import type { StudySettings } from "../../../core/study/study";
import { studyProblems } from "../../../core/study/studyProblems";
import { readSweep, usesThreshold, type SweepOf, type SweepProblem } from "../../../core/study/sweeps";
import { wishOf } from "../switching/wish";

/** All that the settings say of a study. */
export interface StudyWish {
  settings: StudySettings;
  problems: readonly StudyProblem[];
  /** What of the typed values was not taken as it stands. */
  sweepProblems: readonly SweepProblem[];
  /** The policy that the page is set to knows no threshold: the usual one takes its place. */
  otherPolicy: boolean;
}

/** What is swept by these settings. */
export function sweepOfSettings({ studySweep, policy, divergence }: Settings): SweepOf {
  return {
    setting: studySweep,
    policy: usesThreshold(policy) ? policy : "hysteresis",
    kind: divergence,
  };
}

/** @param own problems of the person's own, in place of generated ones */
export function studyWish(settings: Settings, own?: readonly StudyProblem[]): StudyWish {
  const { choice, sampling, seed, maxTokens, stopStrings, endRepetition } = wishOf(settings).settings;
  const of = sweepOfSettings(settings);
  const { values, problems: sweepProblems } = readSweep(settings.studyValues, of);
  const otherPolicy = of.setting === "threshold" && of.policy !== settings.policy;
  return {
    settings: {
      chat: settings.chat,
      choice: otherPolicy ? { ...choice, policy: of.policy, own: {} } : choice,
      sweep: { setting: of.setting, values },
      control: settings.studyControl,
      ...{ sampling, seed, maxTokens, stopStrings, endRepetition },
    },
    problems: own ?? studyProblems(settings.studyFamily, seed, settings.studyProblems),
    sweepProblems,
    otherPolicy,
  };
}

/** Whether two studies would write the same answers, as far as both have problems. */
export function sameStudy(
  one: Pick<StudyWish, "settings" | "problems">,
  other: Pick<StudyWish, "settings" | "problems">,
): boolean {
  const shared = Math.min(one.problems.length, other.problems.length);
  return grounds(one, shared) === grounds(other, shared);
}

/** What a sweep sets by itself is left out of the comparison. */
function grounds({ settings, problems }: Pick<StudyWish, "settings" | "problems">, count: number): string {
  const { chat, choice, sweep, control, sampling, seed, maxTokens, stopStrings, endRepetition } = settings;
  const swept = sweep.setting === "threshold";
  const { policy, kind, start, own } = choice;
  const { temperature, topK, topP, minP } = sampling;
  return JSON.stringify([
    ...[chat, swept ? policy : "budget", kind, start, Object.entries(own).toSorted()],
    ...[sweep.setting, sweep.values, control, temperature, topK, topP, minP],
    ...[seed, maxTokens, stopStrings, endRepetition],
    problems.slice(0, count).map(({ question, answer }) => [question, answer]),
  ]);
}
