import { lastBoxed } from "../../rewards/boxed";
import type { AnswerFormat } from "./format";

/** What stands in the last `\boxed{…}` that closes; an empty box is an answer that is empty. */
export const boxedFormat: AnswerFormat = {
  id: "boxed",
  label: "\\boxed{}",
  help: "The answer stands in the last \\boxed{…}.",
  cost: "bounded",
  find: (text) => lastBoxed(text)?.trim(),
};
