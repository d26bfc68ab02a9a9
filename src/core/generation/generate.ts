import type { Distribution, LanguageModel, StopCheck, TokenId } from "../model";
import { uniform } from "../random";
import { process } from "../sampling/chain";
import { draw } from "../sampling/draw";
import type { SamplingSettings } from "../sampling/settings";
import { ending, type EndingOptions, type SwitchEndReason } from "./switching/endings";
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
  /**
   * How a switched answer of this model and another ends, to end as one that the other has no part in. Without it only
   * the model's own end of text and its context count.
   */
  endings?: EndingOptions;
  /** Asked before each token. */
  stop?: StopCheck;
}

export type EndReason = SwitchEndReason;

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
  const solution = first === 0 ? [] : prefix.slice(-first);
  const ended = options.endings && (await ending(solution, options.endings));
  if (ended) return yield end(ended);
  if (maxNewTokens <= 0) return yield end("max-tokens");
  if (room <= 0) return yield end("context-full");
  const endings = options.endings ?? {
    endOfText: new Set(model.info.endOfText),
    maxTokens: first + maxNewTokens,
    room: first + room,
    stopStrings: [],
    decode: (ids) => model.decode(ids),
    endRepetition: false,
  };
  const session = await model.open(prefix);
  try {
    let distribution = await session.next();
    while (true) {
      if (stop?.()) return yield end("stopped");
      const logprobs = wholeRow(distribution, model.info);
      const position = solution.length;
      const id = draw(process(logprobs, sampling), uniform(seed, "token", sample, position));
      yield { type: "token", id, logprob: logprobs[id]!, position };
      solution.push(id);
      const reason = await ending(solution, endings);
      if (reason) return yield end(reason);
      [distribution] = (await session.append([id])) as [Distribution];
    }
  } finally {
    await session.close();
  }
}
