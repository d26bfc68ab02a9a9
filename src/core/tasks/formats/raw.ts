import type { AnswerFormat } from "./format";

/** All that was written is the answer; nothing but white space is none. */
export const raw: AnswerFormat = {
  id: "raw",
  label: "As it is",
  help: "All of the text is the answer.",
  cost: "bounded",
  find: (text) => text.trim() || undefined,
};
