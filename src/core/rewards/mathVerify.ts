import { shorten } from "../config/values";
import type { Reward, RewardInput, RewardOptions, RewardOutcome } from "./reward";
import type { VerifyOptions } from "./math/verifyMath";

/** Loaded with the first run that asks for it, and the algebra library with it. */
const verification = (): Promise<typeof import("./math/verifyMath")> => import("./math/verifyMath");

/** 1 where the answer and the reference are the same mathematics, however written, else 0. */
export const mathVerify: Reward = {
  id: "math",
  label: "Math",
  help: "1 if the answer and the reference are the same number, formula, set, interval, equation or matrix, else 0.",
  range: [0, 1],
  correctness: true,
  options: {
    place: {
      kind: "choice",
      label: "Look for the answer",
      help: "Where in what the model wrote the answer is looked for.",
      default: "format",
      choices: [
        { value: "format", label: "in what the answer format found" },
        { value: "anywhere", label: "anywhere" },
        { value: "latex", label: "in LaTeX" },
        { value: "boxed", label: "in \\boxed{} only" },
      ],
    },
    places: {
      kind: "number",
      label: "Decimal places",
      help: "Where a number is written as a decimal, numbers are compared to so many places.",
      default: 6,
      min: 0,
      max: 12,
      step: 1,
      integer: true,
    },
    tolerance: {
      kind: "number",
      label: "Tolerance",
      help: "Numbers that differ by no more than this share of the reference are the same.",
      default: 0,
      min: 0,
      max: 0.5,
      step: 0.0001,
    },
    percent: {
      kind: "choice",
      label: "Percent",
      help: "Whether 50 % may stand for 50 too.",
      default: "hundredths",
      choices: [
        { value: "hundredths", label: "50 % is 0.5" },
        { value: "either", label: "50 % is 0.5 or 50" },
      ],
    },
    ordered: {
      kind: "flag",
      label: "Order matters",
      help: "The answers 1, 2 and 2, 1 differ; tuples in brackets always do.",
      default: false,
    },
    inequalityForInterval: {
      kind: "flag",
      label: "Inequality for an interval",
      help: "1 ≤ x ≤ 2 is right where the reference is [1, 2]; the other way round it always is.",
      default: false,
    },
  },
  needs: () => ({ reference: true }),
  cost: "guarded",
  prepare: async () => (await verification()).prepareMath(),
  score,
};

async function score(
  { answer, extracted, reference }: RewardInput,
  options: RewardOptions,
): Promise<RewardOutcome> {
  if (reference === undefined || reference.trim() === "") return { ok: false, why: "no-reference" };
  const { verifyMath } = await verification();
  const inFormat = options.place === "format";
  const rules = { ...options, place: inFormat ? "anywhere" : options.place } as VerifyOptions;
  const verdict = await verifyMath(reference, inFormat ? (extracted ?? "") : answer, rules);
  return {
    ok: true,
    value: verdict.same ? 1 : 0,
    details: {
      ...(verdict.prediction !== undefined && { given: shorten(verdict.prediction) }),
      ...(verdict.gold !== undefined && { expected: shorten(verdict.gold) }),
      ...(verdict.shape && { shape: verdict.shape }),
      by: verdict.by,
    },
  };
}
