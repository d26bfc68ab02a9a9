import type { Side } from "../../side";
import { thresholdsOf } from "./bounds";
import type { Standing } from "./decisions";
import { divergenceRow, type DivergenceKind } from "./divergenceKind";
import { policyOf, type PolicyId } from "./policies";

/** All that decides who writes, as the person set it; what can change after a run without a model. */
export interface SwitchChoice {
  policy: PolicyId;
  kind: DivergenceKind;
  /** −1 for the usual one. */
  threshold: number;
  /** −1 for half the threshold. */
  switchBack: number;
  /** The model that is active before the first position. */
  start: Side;
  /** Settings of the policy's own, by name; what is missing has its default. */
  own: Readonly<Record<string, number>>;
}

/** Where a policy stands before the first position of a sample. */
export function standingOf(choice: SwitchChoice, luck: { seed: number; sample: number }): Standing {
  const policy = policyOf(choice.policy);
  const { threshold, switchBack } = thresholdsOf(policy, choice.kind, choice);
  const own = Object.fromEntries(
    Object.entries(policy.parameters).map(([name, row]) => [name, choice.own[name] ?? row.default]),
  );
  const context = { threshold, switchBack, divergence: divergenceRow(choice.kind).short, ...luck };
  return { step: policy.begin(context, own), active: choice.start };
}
