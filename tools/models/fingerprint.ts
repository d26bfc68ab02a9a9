import { createHash } from "node:crypto";
import { corpusExample } from "./corpus";
import { CONFIG, SEED } from "./recipe";
import { makeTokenizer } from "./tokenizer/make";

/** Corpus examples that are looked at; a change of the corpus shows in them. */
const EXAMPLES = 2000;

/**
 * A digest of what every stage must share: corpus, token ids, model shape. Checkpoints made from others cannot be
 * gone on with.
 */
export function recipeFingerprint(): string {
  const examples = Array.from({ length: EXAMPLES }, (_, index) => corpusExample(SEED, index));
  const { tokenizerJson } = makeTokenizer(SEED);
  return createHash("sha256")
    .update(JSON.stringify([CONFIG, tokenizerJson, examples]))
    .digest("hex");
}
