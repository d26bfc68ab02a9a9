import { definePolicy, type PolicyStep } from "../policy";
import { FINITE_MOST, hysteresisRule } from "../rule";

/** The threshold rule over the mean of the last positions' divergences, this one's included. */
export const window = definePolicy({
  id: "window",
  label: "Window",
  help: "As the threshold rule, over the mean divergence of the last w positions.",
  uses: ["divergence", "threshold", "switchBack", "start"],
  parameters: {
    windowPositions: {
      kind: "number",
      url: "win",
      label: "Window",
      help: "Positions whose mean divergence decides, this one included; fewer at the beginning.",
      default: 3,
      min: 1,
      max: 64,
      step: 1,
      integer: true,
    },
  },
  begin(context, { windowPositions: width }) {
    const after =
      (before: readonly number[]): PolicyStep =>
      ({ active, divergence }) => {
        const seen = [...before, Math.min(divergence, FINITE_MOST)].slice(-width);
        const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
        return {
          ...hysteresisRule(active, mean, context, `mean ${context.divergence}`),
          next: after(seen),
        };
      };
    return after([]);
  },
});
