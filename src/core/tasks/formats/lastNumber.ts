import type { AnswerFormat } from "./format";

const NUMBER = /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+/g;
/** A number has no more characters than this: what is longer is cut before it is looked at. */
const MOST_CHARACTERS = 100_000;

/**
 * The last number, without thousands separators: `-1,250.5` is `-1250.5`. A minus or plus counts where it touches the
 * number and nothing that could be subtracted from stands before it: of `7-3` the last number is 3. A full stop that
 * ends a sentence is none of it. Of longer texts the last 100 000 characters are read.
 */
export const lastNumber: AnswerFormat = {
  id: "last-number",
  label: "Last number",
  help: "The answer is the last number in the text.",
  cost: "bounded",
  find(text) {
    const end = text.slice(-MOST_CHARACTERS);
    let last: RegExpExecArray | undefined;
    for (const match of end.matchAll(NUMBER)) last = match;
    if (!last) return undefined;
    const before = end.slice(Math.max(0, last.index - 2), last.index);
    const sign = /(?:^|[^\w.)\]}])([-+−])$/u.exec(before)?.[1];
    return `${sign !== undefined && sign !== "+" ? "-" : ""}${last[0].replaceAll(",", "")}`;
  },
};
