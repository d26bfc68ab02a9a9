import type { StopCheck, TokenId } from "../../model";
import { uniform } from "../../random";
import { process } from "../../sampling/chain";
import { draw } from "../../sampling/draw";
import type { SamplingSettings } from "../../sampling/settings";
import { ending, type EndingOptions, type SwitchEndReason } from "../switching/endings";
import type { Follower } from "../switching/follower";
import { mix, type MixedRows, type Mixture } from "./mixture";
import type { KeptRows } from "./keptRows";

export interface MixedOptions {
  mixture: Mixture;
  sampling: SamplingSettings;
  seed: number;
  /** Index of the sample: samples of one seed have independent luck. */
  sample: number;
  endings: EndingOptions;
  /** Rows of earlier runs over the same prompt with the same models; new ones are added. */
  kept: KeptRows;
  /** Asked before each token. */
  stop?: StopCheck;
}

/** A position of a mixed answer: its token is drawn from the mixture with the position's own luck. */
export interface MixedPosition {
  /** Index within the solution. */
  position: number;
  token: TokenId;
  /** The number in [0, 1) that all draws were made with. */
  luck: number;
  /** What A alone and B alone draw with it. */
  drawA: TokenId;
  drawB: TokenId;
  /** The token's log-probability in the mixture. */
  logprob: number;
  /** (V) log-probabilities of both models. */
  a: Float32Array;
  b: Float32Array;
}

export type MixedEvent =
  | { type: "position"; position: MixedPosition }
  /** `passed`: positions that needed a forward pass of every model. */
  | { type: "end"; reason: SwitchEndReason; passed: number };

/**
 * Writes an answer from a mixture of models. A token is drawn only when all models have been asked, so nothing can be
 * drafted ahead: each token costs one pass of every model, all at the same time, but where its rows are kept.
 */
export async function* mixed(
  followers: { a: Follower; b: Follower; c?: Follower },
  prompt: readonly TokenId[],
  options: MixedOptions,
): AsyncGenerator<MixedEvent, void, void> {
  const { endings, sampling, mixture, kept, seed, sample } = options;
  const solution: TokenId[] = [];
  let passed = 0;
  while (true) {
    const reason = (await ending(solution, endings)) ?? (options.stop?.() ? "stopped" : undefined);
    if (reason) return yield { type: "end", reason, passed };
    const ids = [...prompt, ...solution];
    let rows = kept.get(ids);
    if (!rows) {
      rows = await rowsAfter(followers, ids);
      kept.put(ids, rows);
      passed++;
    }
    const position = solution.length;
    const luck = uniform(seed, "token", sample, position);
    const logprobs = mix(rows, mixture);
    const token = draw(process(logprobs, sampling), luck);
    const { a, b } = rows;
    const [drawA, drawB] = [draw(process(a, sampling), luck), draw(process(b, sampling), luck)];
    solution.push(token);
    yield {
      type: "position",
      position: { position, token, luck, drawA, drawB, logprob: logprobs[token]!, a, b },
    };
  }
}

async function rowsAfter(
  { a, b, c }: { a: Follower; b: Follower; c?: Follower },
  ids: readonly TokenId[],
): Promise<MixedRows> {
  const at = ids.length;
  const [[rowA], [rowB], [rowC]] = await Promise.all([
    a.rows(ids, at, at),
    b.rows(ids, at, at),
    c ? c.rows(ids, at, at) : [undefined],
  ]);
  return { a: rowA!, b: rowB!, c: rowC };
}
