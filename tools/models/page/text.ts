import { Tokenizer } from "@huggingface/tokenizers";
import { makeTokenizer } from "../tokenizer/make";
import { SPECIAL_TOKENS } from "../tokenizer/chatTemplate";

/** Text to ids and back, for one chat-like exchange. */
export interface ChatText {
  /** `<|user|>question<|end|><|assistant|>` */
  promptIds(question: string): number[];
  /** The solution and the token that ends it. */
  solutionIds(solution: string): number[];
  /** The solution's text; the ending token, where there is one, is left out. */
  solutionText(ids: readonly number[]): string;
  endId: number;
}

/** The embedded pair's tokenizer, run by the library that every user of the models runs too. */
export function chatText(seed: number): ChatText {
  const { tokenizerJson, tokenizerConfig } = makeTokenizer(seed);
  const tokenizer = new Tokenizer(tokenizerJson, tokenizerConfig);
  const ids = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const [endId] = ids(SPECIAL_TOKENS.end) as [number];
  return {
    promptIds: (question) =>
      ids(`${SPECIAL_TOKENS.user}${question}${SPECIAL_TOKENS.end}${SPECIAL_TOKENS.assistant}`),
    solutionIds: (solution) => ids(`${solution}${SPECIAL_TOKENS.end}`),
    solutionText: (solution) => {
      const written = solution.filter((id) => id !== endId);
      // The library refuses to decode nothing.
      return written.length === 0 ? "" : tokenizer.decode(written, { skip_special_tokens: false });
    },
    endId,
  };
}
