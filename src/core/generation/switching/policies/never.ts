import { definePolicy, type PolicyStep } from "../policy";

/** A alone. */
export const never = definePolicy({
  id: "never",
  label: "Never B",
  help: "A writes every token.",
  uses: [],
  parameters: {},
  begin() {
    const step: PolicyStep = () => ({ active: "a", reason: "never B", next: step });
    return step;
  },
});
