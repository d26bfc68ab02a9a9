import type { Distribution, LanguageModel, StopCheck, TokenId } from "../model";
import { uniform } from "../random";
import { process } from "../sampling/chain";
import { draw } from "../sampling/draw";
import type { SamplingSettings } from "../sampling/settings";
import { wholeRow } from "./wholeRow";

export interface GenerateOptions {
  sampling: SamplingSettings;
  seed: number;
  /** Index of the sample: samples of one seed have independent luck. */
  sample: number;
  /** Tokens to write, at most. */
  maxNewTokens: number;
  /**
   * Index within the solution of the first token to write (default 0). Where `prefix` ends with the first n tokens of
   * a solution and this is n, the same tokens follow as if the solution had been written in one go.
   */
  position?: number;
  /** Asked before each token. */
  stop?: StopCheck;
}

export type EndReason = "end-of-text" | "max-tokens" | "context-full" | "stopped";

export type GenerateEvent =
  /** `logprob` is the model's own: temperature 1, nothing filtered. `position` counts within the solution. */
  { type: "token"; id: TokenId; logprob: number; position: number } | { type: "end"; reason: EndReason };

/**
 * Writes on after `prefix` (not empty), one token event each, then one end event. A token that ends the text is part
 * of it. The draw at position t depends on `(seed, sample, t)` alone.
 */
export async function* generate(
  model: LanguageModel,
  prefix: readonly TokenId[],
  options: GenerateOptions,
): AsyncGenerator<GenerateEvent, void, void> {
  const { sampling, seed, sample, maxNewTokens, position: first = 0, stop } = options;
  const room = model.info.contextLength - prefix.length;
  const end = (reason: EndReason): GenerateEvent => ({ type: "end", reason });
  if (maxNewTokens <= 0) return yield end("max-tokens");
  if (room <= 0) return yield end("context-full");
  const session = await model.open(prefix);
  try {
    let distribution = await session.next();
    for (let written = 0; ;) {
      if (stop?.()) return yield end("stopped");
      const logprobs = wholeRow(distribution, model.info);
      const position = first + written;
      const id = draw(process(logprobs, sampling), uniform(seed, "token", sample, position));
      yield { type: "token", id, logprob: logprobs[id]!, position };
      written++;
      if (model.info.endOfText.includes(id)) return yield end("end-of-text");
      if (written === maxNewTokens) return yield end("max-tokens");
      if (written === room) return yield end("context-full");
      [distribution] = (await session.append([id])) as [Distribution];
    }
  } finally {
    await session.close();
  }
}
