import type { RewardOption } from "./reward";

/** Whose likelihood of the answer a reward asks for. */
export const SCORING_MODEL: RewardOption = {
  kind: "choice",
  label: "Model",
  help: "The model that reads the answer. C is not loaded by the Sample view yet: until it is, the reward says that the likelihood is missing.",
  default: "a",
  choices: [
    { value: "a", label: "A" },
    { value: "b", label: "B" },
    { value: "c", label: "C" },
  ],
};
