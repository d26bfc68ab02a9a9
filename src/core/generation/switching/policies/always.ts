import { definePolicy, type PolicyStep } from "../policy";

/** B alone. */
export const always = definePolicy({
  id: "always",
  label: "Always B",
  help: "B writes every token.",
  uses: [],
  parameters: {},
  begin() {
    const step: PolicyStep = () => ({ active: "b", reason: "always B", next: step });
    return step;
  },
});
