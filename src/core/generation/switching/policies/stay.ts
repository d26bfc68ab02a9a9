import { definePolicy, type PolicyStep } from "../policy";
import { hysteresisRule } from "../rule";

/** The threshold rule, held back until the model that took over has written a few tokens. */
export const stay = definePolicy({
  id: "stay",
  label: "Stay at least n",
  help: "As the threshold rule, but whoever took over writes at least n tokens before the other may.",
  uses: ["divergence", "threshold", "switchBack", "start"],
  parameters: {
    stayTokens: {
      kind: "number",
      url: "stay",
      label: "Stay at least",
      help: "Tokens that a model writes at least after it took over.",
      default: 4,
      min: 1,
      max: 64,
      step: 1,
      integer: true,
    },
  },
  begin(context, { stayTokens }) {
    /** `owed`: tokens that the active model still has to write. */
    const withOwed =
      (owed: number): PolicyStep =>
      ({ active, divergence }) => {
        const ruled = hysteresisRule(active, divergence, context, context.divergence);
        if (owed > 0) {
          return {
            active,
            reason: `stays for ${owed} more of ${stayTokens} tokens`,
            next: withOwed(owed - 1),
          };
        }
        return { ...ruled, next: withOwed(ruled.active === active ? 0 : stayTokens - 1) };
      };
    return withOwed(0);
  },
});
