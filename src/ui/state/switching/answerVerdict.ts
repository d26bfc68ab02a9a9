import type { AnswerRole } from "../../../core/generation/switching/run";
import { verdict, type Verdict } from "../../../core/rewards/verdict";
import type { SettingsState } from "../settings.svelte";
import { solutionText } from "../solutionText";
import type { SwitchingState } from "./switching.svelte";

interface Parts {
  settings: SettingsState;
  switching: SwitchingState;
}

/** How an answer is rewarded, where the right one is known and it has ended. */
export function answerVerdict({ settings, switching }: Parts, role: AnswerRole): Verdict | undefined {
  const expected = settings.get("expected").trim();
  const end = switching.answers[role]?.end;
  if (expected === "" || end === undefined || switching.doing?.role === role) return undefined;
  return verdict(solutionText(switching.tokensOf(role)), expected);
}
