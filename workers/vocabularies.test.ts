import { describe, expect, test, vi } from "vitest";
import { prefixHashLogits } from "../src/backends/table/logits";
import { TableModel } from "../src/backends/table/tableModel";
import { TableTokenizer } from "../src/backends/table/tableTokenizer";
import { ExpectedError } from "../src/core/errors";
import { Vocabularies } from "./vocabularies";

function model(...pieces: string[]): TableModel {
  const tokenizer = new TableTokenizer(pieces);
  return new TableModel({ tokenizer, logits: prefixHashLogits(1, tokenizer.vocabSize) });
}

describe("Vocabularies", () => {
  test("asks one of the models with a tokenizer, once", async () => {
    const [first, second] = [model("a"), model("a")];
    const asked = [vi.spyOn(first, "tokens"), vi.spyOn(second, "tokens")];
    const vocabularies = new Vocabularies();
    const all = await vocabularies.of(first);
    expect(await vocabularies.of(second)).toBe(all);
    expect(await vocabularies.look(second, [260, 3])).toEqual([all[260], all[3]]);
    expect(asked.map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
    expect(all).toHaveLength(first.info.vocabSize);
  });

  test("leaves ids that are no tokens to the model, which refuses them", async () => {
    await expect(new Vocabularies().look(model("a"), [3, 9999])).rejects.toThrow(ExpectedError);
  });

  test("does not remember a failure", async () => {
    const failing = model("a");
    vi.spyOn(failing, "tokens").mockImplementationOnce(() => Promise.reject(new Error("busy")) as never);
    const vocabularies = new Vocabularies();
    await expect(vocabularies.of(failing)).rejects.toThrow("busy");
    expect(await vocabularies.of(failing)).toHaveLength(failing.info.vocabSize);
  });

  test("forgets tokenizers that nobody needs", async () => {
    const [a, b] = [model("a"), model("b")];
    const vocabularies = new Vocabularies();
    await Promise.all([vocabularies.of(a), vocabularies.of(b)]);
    vocabularies.keepOnly([b.info.tokenizer]);
    expect(vocabularies.get(a.info.tokenizer)).toBeUndefined();
    expect(vocabularies.get(b.info.tokenizer)).toBeDefined();
  });
});
