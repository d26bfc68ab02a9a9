import type { Reward, RewardInput, RewardOptions, RewardOutcome, RewardTools } from "./reward";
import type { SandboxOutcome } from "./sandbox";

/** Characters of a person's code, at most. */
const MOST_CODE = 20_000;

const EXAMPLE = `// context: extracted (what the answer format found), tokens, index, row
(prompt, answer, reference, context) => {
  return context.extracted === reference ? 1 : 0;
}
`;

/** A function that a person writes: `(prompt, answer, reference, context) => number`, run in a sandbox. */
export const customReward: Reward = {
  id: "custom",
  label: "Custom",
  help: "A JavaScript function of prompt, answer, reference and context that returns a number.",
  range: [-Infinity, Infinity],
  correctness: true,
  options: {
    code: {
      kind: "text",
      code: true,
      label: "Function",
      help: "It is run anew for every answer, without network, page, clock or luck.",
      default: EXAMPLE,
      maxLength: MOST_CODE,
    },
    milliseconds: {
      kind: "number",
      label: "Time limit (ms)",
      help: "For one answer.",
      default: 1000,
      min: 10,
      max: 5000,
      step: 10,
      integer: true,
    },
  },
  needs: () => ({}),
  cost: "guarded",
  async prepare(tools) {
    await tools?.sandbox?.load();
  },
  score,
};

async function score(
  { prompt, answer, reference, extracted, tokens, index, row }: RewardInput,
  options: RewardOptions,
  { sandbox, limit = Infinity }: RewardTools = {},
): Promise<RewardOutcome> {
  if (!sandbox) throw new Error("There is no sandbox here to run a person's code in.");
  const milliseconds = Math.min(options.milliseconds as number, limit);
  const context = { extracted, tokens, index, row };
  return outcomeOf(
    await sandbox.call(options.code as string, [prompt, answer, reference, context], milliseconds),
  );
}

function outcomeOf(result: SandboxOutcome): RewardOutcome {
  switch (result.type) {
    case "number":
      return Number.isFinite(result.value)
        ? { ok: true, value: result.value }
        : { ok: false, why: "not-a-number", detail: String(result.value) };
    case "threw":
      return { ok: false, why: "error", detail: result.message, ...(result.at && { at: result.at }) };
    case "time-limit":
      return { ok: false, why: "time-limit" };
    case "other":
      return { ok: false, why: "not-a-number", detail: result.kind };
  }
}
