import { rank } from "../distribution/rank";
import { ExpectedError } from "../errors";
import type { LanguageModel, ScoreOptions, TokenId } from "../model";

/** What one model says of tokens that follow each other. */
export interface ReadChunk {
  /** Index within `ids` of the first. */
  from: number;
  /** ln p of each token, temperature 1. */
  logprobs: Float64Array;
  /** Place of each token among all, from 1. */
  ranks: Uint32Array;
}

/**
 * One model over a text by itself: how probable it finds each of the ids from `from` (at least 1) on, given all before.
 *
 * @throws ExpectedError "bad-input" for a model that lists its most probable tokens only
 */
export async function* readAlone(
  model: LanguageModel,
  ids: readonly TokenId[],
  from: number,
  options: ScoreOptions = {},
): AsyncGenerator<ReadChunk, void, void> {
  let position = from;
  for await (const chunk of model.score(ids, from, options)) {
    const logprobs = new Float64Array(chunk.length);
    const ranks = new Uint32Array(chunk.length);
    chunk.forEach((distribution, index) => {
      if (distribution.kind === "truncated")
        throw new ExpectedError(
          "bad-input",
          `${model.info.id} answers with its ${distribution.ids.length} most probable tokens only, not with all ${model.info.vocabSize}.`,
          "Choose a model that runs in the page.",
        );
      const id = ids[position + index] as TokenId;
      logprobs[index] = distribution.logprobs[id] as number;
      ranks[index] = rank(distribution.logprobs, id);
    });
    yield { from: position, logprobs, ranks };
    position += chunk.length;
  }
}
