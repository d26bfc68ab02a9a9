import type { SwitchChoice } from "../generation/switching/choice";

/** What a study varies: one setting of the switched answers, over these values. */
export interface Sweep {
  setting: "threshold" | "budgetTokens" | "budgetShare";
  values: readonly number[];
}

/** One way to write an answer. */
export type Arm =
  | { series: "a" }
  | { series: "b" }
  | { series: "switched"; sweep: number }
  /** As many tokens from B as the switched answer of the same value, at random positions; fewer where it ends earlier. */
  | { series: "control"; sweep: number };

/** All arms of a study, in the order in which they are written. */
export function armsOf({ values }: Sweep, control: boolean): Arm[] {
  return [
    { series: "a" },
    ...values.flatMap((sweep): Arm[] => [
      { series: "switched", sweep },
      ...(control ? [{ series: "control", sweep } as const] : []),
    ]),
    { series: "b" },
  ];
}

/** What an arm writes with. */
export function choiceOf(choice: SwitchChoice, { setting }: Sweep, value: number): SwitchChoice {
  if (setting === "threshold") return { ...choice, threshold: value, switchBack: -1 };
  const own =
    setting === "budgetTokens"
      ? { budgetTokens: value, budgetShare: 1 }
      : { budgetTokens: UNLIMITED, budgetShare: value };
  return { ...choice, policy: "budget", own: { ...choice.own, ...own } };
}

/** More tokens than any answer has. */
const UNLIMITED = 4096;

export function sameArm(one: Arm, other: Arm): boolean {
  return one.series === other.series && sweepOf(one) === sweepOf(other);
}

/** The swept value of an arm that has one. */
export function sweepOf(arm: Arm): number | undefined {
  return "sweep" in arm ? arm.sweep : undefined;
}
