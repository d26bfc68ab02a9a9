import type { DigestedComparison } from "../../compare/digest";
import type { SwitchChoice } from "./choice";
import { formatForced } from "./forcedText";
import { policyOf } from "./policies";
import type { AnswerRole, RunSettings, SwitchedRun } from "./run";

/**
 * An answer as a digest is taken of it: its tokens, and both models' numbers over them. Undefined where the answer is not
 * there, is empty, or was not read by both models to its end.
 */
export function digestedAnswer(
  { prompt, answers, settings, a, b }: SwitchedRun,
  role: AnswerRole,
): DigestedComparison | undefined {
  const { positions = [] } = answers[role] ?? {};
  const statistics = positions.flatMap(({ judged }) => (judged ? [judged.statistics] : []));
  if (positions.length === 0 || statistics.length < positions.length) return undefined;
  return {
    prompt: prompt.ids,
    solution: positions.map(({ token }) => token),
    js: statistics.map(({ js }) => js),
    entropyA: statistics.map(({ entropyA }) => entropyA),
    entropyB: statistics.map(({ entropyB }) => entropyB),
    temperature: 1,
    a,
    b,
    settings: decisiveSettings(answers[role]?.choice ?? settings.choice, settings),
  };
}

/** All that decides what is written, as one text that is equal for equal settings. */
export function decisiveSettings(
  { policy, kind, threshold, switchBack, start, own }: SwitchChoice,
  {
    forced,
    sampling,
    seed,
    sample,
    maxTokens,
    stopStrings,
    endRepetition,
  }: Omit<RunSettings, "choice" | "k">,
): string {
  const names = Object.keys(policyOf(policy).parameters).sort();
  return JSON.stringify([
    [policy, kind, threshold, switchBack, start, ...names.map((name) => own[name] ?? null)],
    formatForced(forced),
    [sampling.temperature, sampling.topK, sampling.topP, sampling.minP],
    [seed, sample, maxTokens],
    stopStrings,
    endRepetition,
  ]);
}
