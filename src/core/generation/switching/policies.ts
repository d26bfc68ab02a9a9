import { always } from "./policies/always";
import { average } from "./policies/average";
import { budget } from "./policies/budget";
import { control } from "./policies/control";
import { entropy } from "./policies/entropy";
import { hysteresis } from "./policies/hysteresis";
import { never } from "./policies/never";
import { stay } from "./policies/stay";
import { window } from "./policies/window";
import type { SwitchPolicy } from "./policy";

/** Every policy the page knows, in the order of the menu. A new one is one file and its line here. */
const LIST = [hysteresis, stay, average, window, entropy, budget, control, always, never] as const;

export type PolicyId = (typeof LIST)[number]["id"];

type Both<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

export const POLICIES: readonly SwitchPolicy<PolicyId>[] = LIST;

/** The settings of all policies; no two have one of the same name. */
export const POLICY_SETTINGS = Object.assign({}, ...LIST.map(({ parameters }) => parameters)) as Both<
  (typeof LIST)[number]["parameters"]
>;

export function policyOf(id: PolicyId): SwitchPolicy<PolicyId> {
  return POLICIES.find((policy) => policy.id === id) as SwitchPolicy<PolicyId>;
}
