import type { RewardInput, RewardOption, RewardOptions } from "./reward";

/** Option `of`: which text a reward looks at. */
export const COMPARED_TEXT: RewardOption = {
  kind: "choice",
  label: "Text",
  help: "The whole answer, or what the answer format found in it.",
  default: "answer",
  choices: [
    { value: "answer", label: "whole answer" },
    { value: "extracted", label: "what was found" },
  ],
};

/** The text that option `of` chooses; empty where the answer format found nothing. */
export function comparedText(input: RewardInput, options: RewardOptions): string {
  return options.of === "extracted" ? (input.extracted ?? "") : input.answer;
}
