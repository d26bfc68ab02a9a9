import type { PromptTemplate } from "./template";

/**
 * ChatML: every message between `<|im_start|>` with its role and `<|im_end|>`.
 * Source: https://github.com/openai/openai-python/blob/v0.28.1/chatml.md
 */
export const chatml: PromptTemplate = {
  id: "chatml",
  label: "ChatML",
  help: "Messages between <|im_start|> and <|im_end|>, as Qwen and others read them.",
  render({ message, system }) {
    const turn = (role: string, content: string) => `<|im_start|>${role}\n${content}<|im_end|>\n`;
    return `${system === undefined ? "" : turn("system", system)}${turn("user", message)}<|im_start|>assistant\n`;
  },
};
