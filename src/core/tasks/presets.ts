import { DEFAULT_TASK } from "./taskShape";
import type { Task } from "./task";

/** A task that is offered by name. */
export interface TaskPreset {
  /** In links; never reused. */
  readonly id: string;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  readonly task: Task;
}

const BOXED = "Please reason step by step, and put your final answer within \\boxed{}.";

/** The tasks that are offered by name, the default first. */
export const TASK_PRESETS: readonly TaskPreset[] = [
  {
    id: "boxed",
    label: "Boxed answer",
    help: "The models' own template; the last \\boxed{} must be the reference.",
    task: DEFAULT_TASK,
  },
  {
    id: "math",
    label: "Mathematics",
    help: "Asks for steps and a box; the answer must mean the same as the reference.",
    task: {
      template: { id: "model", instruction: BOXED },
      format: { id: "boxed" },
      rewards: [{ id: "math", weight: 1, options: {} }],
    },
  },
  {
    id: "last-number",
    label: "Last number",
    help: "The last number in the text must be the reference.",
    task: {
      template: { id: "model" },
      format: { id: "last-number" },
      rewards: [{ id: "exact-match", weight: 1, options: {} }],
    },
  },
  {
    id: "answer-tags",
    label: "Answer tags",
    help: "Asks for <answer> tags; what stands in them must mean the same as the reference.",
    task: {
      template: {
        id: "model",
        system: "Think first. Then write your answer between <answer> and </answer>.",
      },
      format: { id: "answer-tags" },
      rewards: [{ id: "math", weight: 1, options: {} }],
    },
  },
  {
    id: "text",
    label: "Text against a reference",
    help: "All that is written, held against the reference by ROUGE-L; BLEU is shown beside it.",
    task: {
      template: { id: "model" },
      format: { id: "raw" },
      rewards: [
        { id: "rouge", weight: 1, options: {} },
        { id: "bleu", weight: 0, options: {} },
      ],
    },
  },
];
