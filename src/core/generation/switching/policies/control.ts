import { uniform } from "../../../random";
import { definePolicy, type PolicyStep } from "../policy";

/**
 * The random control of another policy: as many tokens from B, at positions that the seed draws and nothing else
 * decides. Of the first `controlLength` positions exactly `controlTokens` are chosen, each set of that size equally
 * likely (selection sampling, Knuth, TAOCP 2, algorithm 3.4.2 S); what comes after them is A's.
 */
export const control = definePolicy({
  id: "control",
  label: "Random control",
  help: "As many tokens from B as another policy took, at random positions: what the choice of positions is worth.",
  uses: [],
  parameters: {
    controlTokens: {
      kind: "number",
      url: "ck",
      label: "Tokens from B",
      help: "How many tokens B writes.",
      default: 4,
      min: 0,
      max: 4096,
      step: 1,
      integer: true,
    },
    controlLength: {
      kind: "number",
      url: "cn",
      label: "Among the first",
      help: "The positions among which they are drawn.",
      default: 96,
      min: 1,
      max: 4096,
      step: 1,
      integer: true,
    },
  },
  begin({ seed, sample }, { controlTokens, controlLength }) {
    const after =
      (spent: number): PolicyStep =>
      ({ position }) => {
        const left = Math.min(controlTokens, controlLength) - spent;
        const among = controlLength - position;
        const drawn = among > 0 && uniform(seed, "control", sample, position) * among < left;
        return {
          active: drawn ? "b" : "a",
          reason: "drawn by the seed",
          next: after(drawn ? spent + 1 : spent),
        };
      };
    return after(0);
  },
});
