import type { Reward, RewardInput, RewardOptions, RewardOutcome } from "./reward";

/** What answer formats set before an answer, and after it. */
const MARKS = [
  { opening: "\\boxed{", closing: "}" },
  { opening: "<answer>", closing: "</answer>" },
] as const;

/** 1 where the task's answer format found an answer that is not blank, and what the options ask for holds; else 0. */
export const format: Reward = {
  id: "format",
  label: "Format",
  help: "1 if the answer format found an answer, else 0.",
  range: [0, 1],
  options: {
    once: {
      kind: "flag",
      label: "Only one",
      help: "There is no second box, or no second pair of answer tags.",
      default: false,
    },
    last: {
      kind: "flag",
      label: "Nothing after it",
      help: "After the answer come at most marks and line breaks, no letters or digits.",
      default: false,
    },
  },
  needs: () => ({}),
  cost: "bounded",
  score,
};

function score({ answer, extracted }: RewardInput, options: RewardOptions): RewardOutcome {
  if (extracted === undefined || extracted.trim() === "")
    return { ok: true, value: 0, details: { found: 0 } };
  const place = placeOf(answer, extracted.trim());
  const marks = place.mark ? answer.split(place.mark.opening).length - 1 : 1;
  const after = /[\p{L}\p{N}]/u.test(withoutPrefix(answer.slice(place.end).trimStart(), place.mark?.closing));
  const right = (options.once !== true || marks === 1) && (options.last !== true || !after);
  return { ok: true, value: right ? 1 : 0, details: { found: 1, marks, after: after ? 1 : 0 } };
}

interface Place {
  mark?: (typeof MARKS)[number];
  end: number;
}

/** Where the answer stands: in the last mark that holds it, else where it occurs last. A format may have rewritten it. */
function placeOf(answer: string, extracted: string): Place {
  for (const mark of MARKS) {
    for (let at = answer.lastIndexOf(mark.opening); at >= 0; at = before(answer, mark.opening, at)) {
      let start = at + mark.opening.length;
      while (start < answer.length && answer[start]!.trim() === "") start++;
      if (answer.startsWith(extracted, start)) return { mark, end: start + extracted.length };
    }
  }
  const at = answer.lastIndexOf(extracted);
  return { end: at < 0 ? answer.length : at + extracted.length };
}

function before(text: string, searched: string, at: number): number {
  return at > 0 ? text.lastIndexOf(searched, at - 1) : -1;
}

function withoutPrefix(text: string, prefix = ""): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
