import { expect, test } from "vitest";
import { prefixHashLogits } from "../../backends/table/logits";
import { TableModel } from "../../backends/table/tableModel";
import { TableTokenizer } from "../../backends/table/tableTokenizer";
import { logSoftmax } from "../distribution/logSoftmax";
import { rank } from "../distribution/rank";
import { readAlone, type ReadChunk } from "./readAlone";

const tokenizer = new TableTokenizer(["How", " many", "?", " one", " two"]);
const logits = prefixHashLogits(5, tokenizer.vocabSize);
const ids = tokenizer.encode("How many? one two", false);

async function all(chunks: AsyncIterable<ReadChunk>): Promise<ReadChunk[]> {
  const list: ReadChunk[] = [];
  for await (const chunk of chunks) list.push(chunk);
  return list;
}

test("reading alone gives each token's log-probability and rank, conditioned on all before, chunk by chunk", async () => {
  const model = new TableModel({ tokenizer, logits });
  const chunks = await all(readAlone(model, ids, 2, { chunk: 2 }));
  expect(chunks.map(({ from, ranks }) => [from, ranks.length])).toEqual([
    [2, 2],
    [4, 1],
  ]);
  const rows = [2, 3, 4].map((position) => logSoftmax(logits(ids.slice(0, position))));
  expect(chunks.flatMap(({ logprobs }) => [...logprobs])).toEqual(
    rows.map((row, i) => row[ids[i + 2] as number]),
  );
  expect(chunks.flatMap(({ ranks }) => [...ranks])).toEqual(
    rows.map((row, i) => rank(row, ids[i + 2] as number)),
  );
});

test("a model that lists its most probable tokens only is refused by name", async () => {
  const model = new TableModel({ id: "served", tokenizer, logits, truncateTo: 5 });
  await expect(all(readAlone(model, ids, 1))).rejects.toThrow(/served.*5 most probable.*265/);
});
