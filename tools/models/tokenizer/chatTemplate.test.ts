import { beforeAll, describe, expect, it } from "vitest";
import type { Message, PreTrainedTokenizer } from "@huggingface/transformers";
import { makeTokenizer } from "./make";
import { loadTransformers } from "./transformers";

let tokenizer: PreTrainedTokenizer;

beforeAll(async () => {
  const { tokenizerJson, tokenizerConfig } = makeTokenizer(1);
  const { PreTrainedTokenizer } = await loadTransformers();
  tokenizer = new PreTrainedTokenizer(tokenizerJson, tokenizerConfig);
}, 30_000);

function render(messages: Message[], add_generation_prompt = false): string {
  return String(tokenizer.apply_chat_template(messages, { tokenize: false, add_generation_prompt }));
}

const user = { role: "user", content: " Hi {{ name }} " };
const assistant = { role: "assistant", content: "Yes" };
const system = { role: "system", content: "Be brief." };

describe("the chat template", () => {
  it("puts each message between its role and the end, content untouched", () => {
    expect(render([user, assistant])).toBe("<|user|> Hi {{ name }} <|end|><|assistant|>Yes<|end|>");
  });

  it("opens the assistant's turn when asked", () => {
    expect(render([user], true)).toBe("<|user|> Hi {{ name }} <|end|><|assistant|>");
  });

  it("puts a system message in front of the first user message only", () => {
    expect(render([system, user, assistant, user])).toBe(
      "<|user|>Be brief.\n\n Hi {{ name }} <|end|><|assistant|>Yes<|end|><|user|> Hi {{ name }} <|end|>",
    );
  });

  it("refuses other roles and a late system message by name", () => {
    expect(() => render([{ role: "tool", content: "x" }])).toThrow("this is tool");
    expect(() => render([user, system])).toThrow("this is system");
  });
});
