import { logSoftmax } from "../core/distribution/logSoftmax";
import { uniform } from "../core/random";
import { process } from "../core/sampling/chain";
import { draw } from "../core/sampling/draw";
import type { SamplingSettings } from "../core/sampling/settings";
import type { Decoder } from "./decoder";
import type { Params } from "./params";

export interface RolloutOptions {
  seed: number;
  /** Number of the first text's draws; text `i` draws with number `firstSample + i`. */
  firstSample: number;
  sampling: SamplingSettings;
  /** Tokens of an answer at most, the ending one included. */
  maxNewTokens: number;
  /** Writing this token ends an answer. */
  endId: number;
}

/** One written answer. */
export interface Rollout {
  prompt: readonly number[];
  /** Ends with the ending token unless it was cut at `maxNewTokens`. */
  solution: number[];
  /** Of each token of the solution, as the model gives them (temperature 1, nothing cut), in nats. */
  logprobs: number[];
}

/**
 * Writes an answer to each prompt. The token at position `t` of an answer is drawn with
 * `uniform(seed, "token", sample, t)`, whatever else is in the batch.
 *
 * All texts advance together, one token a step, each fed its prompt first: no padding is ever seen by the model.
 * @param prompts at most `decoder.rows`, each of one token or more and shorter than `decoder.length`
 */
export async function rollOut(
  decoder: Decoder,
  params: Params,
  prompts: readonly (readonly number[])[],
  options: RolloutOptions,
): Promise<Rollout[]> {
  const { rows, length, config } = decoder;
  if (prompts.length > rows) throw new RangeError(`${prompts.length} prompts, but only ${rows} rows.`);
  const rollouts = prompts.map((prompt): Rollout => ({ prompt, solution: [], logprobs: [] }));
  const done = ({ prompt, solution }: Rollout): boolean =>
    solution.at(-1) === options.endId ||
    solution.length === options.maxNewTokens ||
    prompt.length + solution.length === length;

  const run = decoder.open(params);
  try {
    for (let position = 0; !rollouts.every(done); position++) {
      const ids = new Int32Array(rows);
      rollouts.forEach(({ prompt, solution }, row) => {
        ids[row] = prompt[position] ?? solution[position - prompt.length] ?? 0;
      });
      const logits = await run.append(ids);
      rollouts.forEach((rollout, row) => {
        if (position + 1 < rollout.prompt.length || done(rollout)) return;
        const t = rollout.solution.length;
        const luck = uniform(options.seed, "token", options.firstSample + row, t);
        const logprobs = logSoftmax(logits.subarray(row * config.vocabSize, (row + 1) * config.vocabSize));
        const id = draw(process(logprobs, options.sampling), luck);
        rollout.solution.push(id);
        rollout.logprobs.push(logprobs[id]!);
      });
    }
  } finally {
    run.close();
  }
  return rollouts;
}
