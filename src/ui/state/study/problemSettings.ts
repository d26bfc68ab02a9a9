import type { Settings } from "../../../core/config/settings";
import type { SwitchChoice } from "../../../core/generation/switching/choice";
import { choiceOf, type Arm } from "../../../core/study/arms";
import type { Study } from "../../../core/study/study";
import { writtenWith } from "../switching/writtenWith";

/** The settings with which the Switch view writes an answer of a study once more; undefined where there is none. */
export function problemSettings(
  { settings, problems, results }: Study,
  index: number,
  arm: Arm,
): Partial<Settings> | undefined {
  const problem = problems[index];
  if (!problem) return undefined;
  const choice = choiceOfArm({ settings, results }, index, arm);
  return {
    prompt: problem.question,
    expected: problem.answer,
    chat: settings.chat,
    ...writtenWith({ ...settings, choice, sample: index }),
  };
}

/** What an arm of a problem was written with. */
function choiceOfArm(
  { settings, results }: Pick<Study, "settings" | "results">,
  index: number,
  arm: Arm,
): SwitchChoice {
  const { choice, sweep } = settings;
  switch (arm.series) {
    case "a":
      return { ...choice, policy: "never" };
    case "b":
      return { ...choice, policy: "always" };
    case "switched":
      return choiceOf(choice, sweep, arm.sweep);
    case "control": {
      const outcome = results[index]?.outcomes.find(
        ({ arm: other }) => other.series === "switched" && other.sweep === arm.sweep,
      );
      const own = {
        controlTokens: outcome?.fromB ?? 0,
        controlLength: Math.max(1, outcome?.tokens ?? 0),
      };
      return { ...choice, policy: "control", own };
    }
  }
}
