import type { SelfCheck } from "../state/selfChecks.svelte";

/** What a check says at a glance. */
export type SelfCheckTone = "passed" | "failed" | "checking" | "unknown";

/** The tone of a check: green, red, or grey. */
export function selfCheckTone(check: SelfCheck): SelfCheckTone {
  switch (check.type) {
    case "checked":
      return check.result.passed ? "passed" : "failed";
    case "checking":
      return "checking";
    case "unchecked":
      return "unknown";
    default:
      return check satisfies never;
  }
}
