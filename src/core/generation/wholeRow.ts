import { ExpectedError } from "../errors";
import type { Distribution, ModelInfo } from "../model";

/** The (V) log-probabilities that a token is drawn from. Refuses a list of the most probable ones alone. */
export function wholeRow(distribution: Distribution, { id, vocabSize }: ModelInfo): Float32Array {
  if (distribution.kind === "full") return distribution.logprobs;
  throw new ExpectedError(
    "bad-input",
    `${id} answers with its ${distribution.ids.length} most probable tokens only, not with all ` +
      `${vocabSize}, so nothing can be drawn from it here.`,
    "Let the server write by itself, or choose a model that runs in the page.",
  );
}
