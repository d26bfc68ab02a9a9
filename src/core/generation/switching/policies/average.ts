import { definePolicy, type PolicyStep } from "../policy";
import { FINITE_MOST, hysteresisRule } from "../rule";

/**
 * The threshold rule over an exponential moving average e ← f·e + (1 − f)·d, which begins with the first divergence
 * (the momentum of R2R, arXiv 2505.21600, has f = 0.7).
 */
export const average = definePolicy({
  id: "average",
  label: "Moving average",
  help: "As the threshold rule, over an exponential moving average of the divergence: single peaks weigh less.",
  uses: ["divergence", "threshold", "switchBack", "start"],
  parameters: {
    averageFactor: {
      kind: "number",
      url: "ema",
      label: "Momentum",
      help: "Weight of what came before in the moving average; the new divergence has the rest.",
      default: 0.7,
      min: 0,
      max: 0.99,
      step: 0.01,
    },
  },
  begin(context, { averageFactor: factor }) {
    const after =
      (before: number | undefined): PolicyStep =>
      ({ active, divergence }) => {
        const now = Math.min(divergence, FINITE_MOST);
        const average = before === undefined ? now : factor * before + (1 - factor) * now;
        return {
          ...hysteresisRule(active, average, context, `average ${context.divergence}`),
          next: after(average),
        };
      };
    return after(undefined);
  },
});
