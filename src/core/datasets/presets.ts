import type { ChosenColumns } from "./dataset";

/** A data set of the Hugging Face Hub that is offered by name. Nothing of it is part of the page. */
export interface DatasetPreset {
  /** In links; never reused. */
  readonly id: string;
  readonly label: string;
  /** One sentence: what is asked, and how many rows there are. */
  readonly help: string;
  readonly hub: { readonly dataset: string; readonly config: string; readonly split: string };
  readonly columns: ChosenColumns;
}

export const DATASET_PRESETS: readonly DatasetPreset[] = [
  {
    id: "gsm8k",
    label: "GSM8K",
    help: "1319 word problems of primary school; the reference is the number after ####.",
    hub: { dataset: "openai/gsm8k", config: "main", split: "test" },
    columns: { question: "question", reference: "answer | hashes" },
  },
  {
    id: "math-500",
    label: "MATH-500",
    help: "500 problems of mathematics competitions, answers in LaTeX.",
    hub: { dataset: "HuggingFaceH4/MATH-500", config: "default", split: "test" },
    columns: { question: "problem", reference: "answer" },
  },
  {
    id: "aime-2025",
    label: "AIME 2025",
    help: "30 problems of the American Invitational Mathematics Examination 2025, answers 0 … 999.",
    hub: { dataset: "math-ai/aime25", config: "default", split: "test" },
    columns: { question: "problem", reference: "answer" },
  },
  {
    id: "amc-23",
    label: "AMC 23",
    help: "40 problems of the American Mathematics Competitions 2023, whole numbers as answers.",
    hub: { dataset: "math-ai/amc23", config: "default", split: "test" },
    columns: { question: "question", reference: "answer" },
  },
];

export function datasetPreset(id: string): DatasetPreset | undefined {
  return DATASET_PRESETS.find((preset) => preset.id === id);
}
