import type { NumberSetting } from "../../config/settings";
import type { Side } from "../../side";

/** What a policy sees of one position before a token is drawn there. */
export interface Seen {
  /** Index within the solution. */
  position: number;
  /** The model that was active before; at the first position the one to start with. */
  active: Side;
  /** Of the chosen kind, between both models' distributions at temperature 1; may be +∞. */
  divergence: number;
  /** In nats. */
  entropyA: number;
  entropyB: number;
}

export interface Decision {
  /** The model that writes this position's token. */
  active: Side;
  /** Why, with the numbers; shown where this makes a switch. */
  reason: string;
  /** The policy for the next position. */
  next: PolicyStep;
}

/**
 * A policy in the middle of a text. Pure: the same step and the same sight give the same decision, so that a text can
 * be rewound to any position by keeping its step.
 */
export type PolicyStep = (seen: Seen) => Decision;

/** What every policy is told. */
export interface PolicyContext {
  /** The other model takes over above. */
  threshold: number;
  /** It hands back below; at most `threshold`. */
  switchBack: number;
  /** Name of the divergence, for reasons. */
  divergence: string;
  seed: number;
  sample: number;
}

type Parameters = Readonly<Record<string, NumberSetting>>;

export interface SwitchPolicy<Id extends string = string, P extends Parameters = Parameters> {
  /** Value in links. */
  id: Id;
  label: string;
  /** One sentence for menus. */
  help: string;
  /** The shared settings that it looks at. */
  uses: readonly ("threshold" | "switchBack" | "divergence" | "start")[];
  /** What the thresholds are compared with. */
  signal: "divergence" | "entropy";
  /** Settings of its own: controls, defaults and link keys follow from the rows. */
  parameters: P;
  begin(context: PolicyContext, own: { readonly [Name in keyof P]: number }): PolicyStep;
}

/** A policy of its own parameters as one of many. */
export function definePolicy<const Id extends string, const P extends Parameters>(
  policy: Omit<SwitchPolicy<Id, P>, "signal"> & Partial<Pick<SwitchPolicy, "signal">>,
): SwitchPolicy<Id, P> {
  return { signal: "divergence", ...policy };
}
