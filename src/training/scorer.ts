import { jit, tree } from "@jax-js/jax";
import { logSoftmax } from "../core/distribution/logSoftmax";
import { forwardInputs } from "./inputs";
import { keeping } from "./keep";
import { llamaLogits, type ForwardInputs } from "./llama";
import type { LlamaConfig } from "./llama-config";
import { packExamples, type TokenizedExample } from "./packing";
import type { Params } from "./params";

/** Teacher forcing over many texts: packs them into batches of one shape and reads every distribution. */
export class Scorer {
  private readonly compiled;

  constructor(
    private readonly config: LlamaConfig,
    private readonly rows: number,
    private readonly rowLength: number,
  ) {
    this.compiled = jit((params: Params, inputs: ForwardInputs) =>
      keeping((keep) => llamaLogits(config, params, inputs, keep)),
    );
  }

  /**
   * Per example the log-probabilities (solution length, V), row-major: row `t` is the distribution of the solution's
   * token `t`, given prompt and tokens before. The params stay usable.
   */
  async score(params: Params, examples: readonly TokenizedExample[]): Promise<Float32Array[]> {
    const { config, rows, rowLength } = this;
    const scored: Float32Array[] = [];
    while (scored.length < examples.length) {
      const batch = packExamples(config, examples.slice(scored.length), rows, rowLength);
      const [logits, kept] = this.compiled(tree.ref(params), forwardInputs(batch));
      tree.dispose(kept);
      const all = (await logits.data()) as Float32Array;
      for (const start of batch.starts) {
        const { prompt, solution } = examples[scored.length] as TokenizedExample;
        const logprobs = new Float32Array(solution.length * config.vocabSize);
        for (let t = 0; t < solution.length; t++) {
          const cell = (start + prompt.length - 1 + t) * config.vocabSize;
          logprobs.set(logSoftmax(all.subarray(cell, cell + config.vocabSize)), t * config.vocabSize);
        }
        scored.push(logprobs);
      }
    }
    return scored;
  }

  /** Frees what was compiled. */
  dispose(): void {
    this.compiled.dispose();
  }
}
