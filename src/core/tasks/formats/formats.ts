import type { FormatChoice } from "../task";
import { answerTags } from "./answerTags";
import { boxedFormat } from "./boxedFormat";
import type { AnswerFormat } from "./format";
import { lastNumber } from "./lastNumber";
import { raw } from "./raw";
import { regex } from "./regex";

/** All answer formats, in the order in which they are offered. */
export const FORMATS: readonly AnswerFormat[] = [raw, boxedFormat, answerTags, lastNumber, regex];

/** The format of a choice. */
export function formatOf({ id }: Pick<FormatChoice, "id">): AnswerFormat {
  const found = FORMATS.find((format) => format.id === id);
  if (!found) throw new RangeError(`There is no answer format “${id}”`);
  return found;
}

/**
 * The answer proper in what a model wrote; undefined where the format finds none. Of "regex" it may take without end:
 * `formatOf(choice).cost` says which formats are run where they can be stopped.
 */
export function extract(choice: FormatChoice, text: string): string | undefined {
  return formatOf(choice).find(text, choice.pattern ?? "");
}
