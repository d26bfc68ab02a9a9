import type { RewardTerm } from "../rewards/reward";

/** How a question becomes the text that a model goes on from. */
export interface TemplateChoice {
  /** "model": the chat template that the model brings. */
  id: "plain" | "chatml" | "llama3" | "model" | "custom";
  /** What the system is told, where the template has a place for it. */
  system?: string;
  /** A Jinja template over `question`, `system` and `messages`; of "custom" only. */
  custom?: string;
  /** Set after the question, as "Put the answer in \boxed{}."; part of the user's message. */
  instruction?: string;
}

/** How the answer proper is found in what a model wrote. */
export interface FormatChoice {
  id: "raw" | "boxed" | "answer-tags" | "last-number" | "regex";
  /** Of "regex": its first group, else the whole match; the last match counts. */
  pattern?: string;
}

/** A task is data: it is saved, stands in the link, and says everything between a dataset's row and a reward. */
export interface Task {
  template: TemplateChoice;
  format: FormatChoice;
  /** The answer's reward is the weighted sum; a weight of 0 is shown and does not count. */
  rewards: readonly RewardTerm[];
}
