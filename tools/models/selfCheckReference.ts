import { Tokenizer } from "@huggingface/tokenizers";
import { logSoftmax } from "../../src/core/distribution/logSoftmax";
import { Draws } from "../../src/core/random";
import { CHECKED_POSITIONS, referenceRow } from "../../src/core/selfCheck/makeReference";
import {
  REFERENCE_FORMAT,
  type ReferenceText,
  type SelfCheckReference,
} from "../../src/core/selfCheck/reference";
import { familyOf, problemAt } from "../../src/core/tasks/problems/families";
import type { FamilyId } from "../../src/core/tasks/problems/problem";
import type { LlamaConfig, LlamaWeights } from "../../src/training/llama-config";
import { referenceLogits } from "../../src/training/reference";
import { SPECIAL_TOKENS } from "./tokenizer/chatTemplate";
import { makeTokenizer } from "./tokenizer/make";

const MADE = "a float64 forward pass, one token after the other";
/** Significant digits that are written; float32 has seven. */
const DIGITS = 8;

/**
 * What a model of the embedded pair says of a few texts, computed from its weights by `referenceLogits`: the first words
 * of a solution (where it may go on in several ways), its middle (where it must compute), prose that the model never saw
 * (its distributions are broad there), and the second exchange of a conversation, further from the beginning.
 */
export function selfCheckReference(
  config: LlamaConfig,
  weights: LlamaWeights,
  seed: number,
): SelfCheckReference {
  const { tokenizerJson, tokenizerConfig } = makeTokenizer(seed);
  const tokenizer = new Tokenizer(tokenizerJson, tokenizerConfig);
  const read = (text: string, tokensOfSolution = 0): ReferenceText => {
    const all = tokenizer.encode(text, { add_special_tokens: false }).ids;
    const solutionAt = all.lastIndexOf(tokenizer.token_to_id(SPECIAL_TOKENS.assistant) ?? -1) + 1;
    const ids = tokensOfSolution === 0 ? all : all.slice(0, solutionAt + tokensOfSolution);
    const from = ids.length - CHECKED_POSITIONS;
    // The logits of id t are the distribution of position t + 1.
    const logits = referenceLogits(config, weights, ids).slice(from - 1, -1);
    const shown = tokenizer.decode(ids, { skip_special_tokens: false });
    return { text: shown, ids, from, rows: logits.map((row) => rounded(referenceRow(logSoftmax(row)))) };
  };
  const exchanges = [0, 1].map((index) => exchange(index % 2 === 0 ? "sums" : "letters", seed, index));
  return {
    format: REFERENCE_FORMAT,
    version: 1,
    made: MADE,
    vocabSize: config.vocabSize,
    texts: [
      read(exchange("letters", seed, 10), CHECKED_POSITIONS),
      read(exchange("sums", seed, 11), 12),
      read("The quick brown fox jumps over the lazy dog."),
      read(exchanges.join(""), CHECKED_POSITIONS),
    ],
  };
}

/** A held-out question and a spelled-out solution, as the chat template renders them. */
function exchange(family: FamilyId, seed: number, index: number): string {
  const problem = problemAt(family, "held-out", seed, index);
  const style = familyOf(family).styles.find(({ id }) => id === "steps");
  if (!style) throw new Error(`The family ${family} has no style "steps".`);
  const solution = style.write(problem, new Draws(seed, "test", index));
  const { user, assistant, end } = SPECIAL_TOKENS;
  return `${user}${problem.question}${end}${assistant}${solution}${end}`;
}

function rounded({ ids, logprobs, rest }: ReferenceText["rows"][number]): ReferenceText["rows"][number] {
  const digits = (value: number): number => Number(value.toPrecision(DIGITS));
  return { ids, logprobs: logprobs.map(digits), rest: rest === null ? null : digits(rest) };
}
