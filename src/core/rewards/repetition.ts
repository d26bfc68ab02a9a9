import { repetition as endsInLoop } from "../generation/switching/repetition";
import { ngramCounts } from "./ngrams";
import type { Reward, RewardInput, RewardOptions, RewardOutcome } from "./reward";
import { wordsOf } from "./words";

/** Minus the share of runs of words that stood there before; −1 for an answer that ends in a loop. */
export const repetition: Reward = {
  id: "repetition",
  label: "Repetition",
  help: "A penalty: minus the share of runs of words that the answer has used before.",
  range: [-1, 0],
  options: {
    unit: {
      kind: "choice",
      label: "Runs of",
      help: "Words between spaces, or characters where a language has none.",
      default: "words",
      choices: [
        { value: "words", label: "words" },
        { value: "characters", label: "characters" },
      ],
    },
    order: {
      kind: "number",
      label: "Run",
      help: "Words or characters of a run.",
      default: 3,
      min: 1,
      max: 20,
      step: 1,
      integer: true,
    },
    loop: {
      kind: "flag",
      label: "Loops",
      help: "−1 for an answer whose last 32 words or more only repeat a stretch of at most 64, four times or more.",
      default: true,
    },
  },
  needs: () => ({}),
  cost: "bounded",
  score,
};

/** An answer with fewer units than a run has repeats nothing. */
function score({ answer }: RewardInput, options: RewardOptions): RewardOutcome {
  const words = wordsOf(answer);
  const units = options.unit === "characters" ? Array.from(words.join(" ")) : words;
  const order = options.order as number;
  const runs = Math.max(0, units.length - order + 1);
  const repeated = runs - ngramCounts(units, order).size;
  const loop = options.loop === true ? endsInLoop(numbered(units)) : undefined;
  return {
    ok: true,
    value: loop ? -1 : repeated > 0 ? -repeated / runs : 0,
    details: { runs, repeated, ...(loop && { loop: loop.period }) },
  };
}

/** Equal units get equal numbers. */
function numbered(units: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return units.map((unit) => {
    const number = numbers.get(unit) ?? numbers.size;
    numbers.set(unit, number);
    return number;
  });
}
