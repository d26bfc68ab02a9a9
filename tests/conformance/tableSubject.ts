import { prefixHashLogits } from "../../src/backends/table/logits";
import { TableModel } from "../../src/backends/table/tableModel";
import { TableTokenizer } from "../../src/backends/table/tableTokenizer";
import type { Subject } from "./suite";

const PIECES = [
  "How",
  " many",
  " r",
  " in",
  "straw",
  "berry",
  "?",
  "a",
  "e",
  "i",
  "o",
  "u",
  " ",
  "1",
  "2",
  "3",
];

/** @param padding logits beyond the vocabulary, as some models have */
export function tableSubject(padding: number, chat: boolean): Subject {
  const tokenizer = new TableTokenizer(PIECES);
  const logits = prefixHashLogits(3, tokenizer.vocabSize + padding);
  return {
    name: `table, ${padding} padded logits, ${chat ? "with" : "without"} chat template`,
    create: async () => new TableModel({ tokenizer, logits, contextLength: 64, chat }),
    tolerance: 0,
  };
}
