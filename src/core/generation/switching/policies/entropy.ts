import { definePolicy, type PolicyStep } from "../policy";
import { hysteresisRule } from "../rule";

/** The threshold rule over the entropy of the model that is active: B is asked where A is undecided. */
export const entropy = definePolicy({
  id: "entropy",
  label: "Entropy",
  help: "B takes over where A is undecided (its entropy above the threshold), and hands back where B is sure of itself.",
  uses: ["threshold", "switchBack", "start"],
  signal: "entropy",
  parameters: {},
  begin(context) {
    const step: PolicyStep = ({ active, entropyA, entropyB }) => ({
      ...hysteresisRule(
        active,
        active === "a" ? entropyA : entropyB,
        context,
        active === "a" ? "H(A)" : "H(B)",
      ),
      next: step,
    });
    return step;
  },
});
