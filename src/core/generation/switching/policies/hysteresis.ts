import { definePolicy, type PolicyStep } from "../policy";
import { hysteresisRule } from "../rule";

/** The rule of DESIGN.md section 4, position by position. */
export const hysteresis = definePolicy({
  id: "hysteresis",
  label: "Threshold",
  help: "B takes over where the divergence rises above the threshold, and hands back where it falls below the lower one.",
  uses: ["divergence", "threshold", "switchBack", "start"],
  parameters: {},
  begin(context) {
    const step: PolicyStep = ({ active, divergence }) => ({
      ...hysteresisRule(active, divergence, context, context.divergence),
      next: step,
    });
    return step;
  },
});
