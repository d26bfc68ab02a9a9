import type { PromptTemplate } from "./template";

/**
 * The prompt format of Llama 3 Instruct. The tokenizer puts no second `<|begin_of_text|>` before the one here.
 * Source: https://www.llama.com/docs/model-cards-and-prompt-formats/meta-llama-3/
 */
export const llama3: PromptTemplate = {
  id: "llama3",
  label: "Llama 3",
  help: "Messages between header and <|eot_id|>, as Llama 3 Instruct reads them.",
  render({ message, system }) {
    const header = (role: string) => `<|start_header_id|>${role}<|end_header_id|>\n\n`;
    const turn = (role: string, content: string) => `${header(role)}${content.trim()}<|eot_id|>`;
    const told = system === undefined ? "" : turn("system", system);
    return `<|begin_of_text|>${told}${turn("user", message)}${header("assistant")}`;
  },
};
