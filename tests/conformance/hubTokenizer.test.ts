import { describe, expect, test } from "vitest";
import { openTokenizer } from "./onnxInNode";

/** A byte-level tokenizer with three merges, which puts a token before every text. */
function byteLevel(change: object = {}): { json: object; config: object } {
  const letters = [..."abcdefghijklmnopqrstuvwxyzĠâĤ¬"];
  const pieces = ["<s>", "</s>", ...letters, "th", "the", "Ġthe"];
  const added = (id: number, content: string) => ({ id, content, special: true, normalized: false });
  return {
    json: {
      added_tokens: [added(0, "<s>"), added(1, "</s>")],
      normalizer: null,
      pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, use_regex: true },
      post_processor: {
        type: "TemplateProcessing",
        single: [{ SpecialToken: { id: "<s>", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
        pair: [],
        special_tokens: { "<s>": { id: "<s>", ids: [0], tokens: ["<s>"] } },
      },
      decoder: { type: "ByteLevel" },
      model: {
        type: "BPE",
        vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
        merges: [
          ["t", "h"],
          ["th", "e"],
          ["Ġ", "the"],
        ],
        unk_token: null,
      },
      ...change,
    },
    config: { tokenizer_class: "PreTrainedTokenizerFast", bos_token: "<s>", eos_token: "</s>" },
  };
}

const { json, config } = byteLevel();

describe("HubTokenizer", () => {
  test("shows byte-level pieces as the text or the bytes they stand for", async () => {
    const tokenizer = await openTokenizer(json, config);
    const shown = tokenizer.encode("the the€").map((id) => tokenizer.token(id));
    expect(shown.map(({ text, kind }) => `${kind}:${text}`)).toEqual([
      "text:the",
      "text: the",
      "bytes:<0xE2>",
      "bytes:<0x82>",
      "bytes:<0xAC>",
    ]);
    expect(tokenizer.token(1)).toEqual({ id: 1, text: "</s>", kind: "special" });
  });

  test("the tokenizer's own first token comes with `special`, and not twice", async () => {
    const tokenizer = await openTokenizer(json, config);
    const plain = tokenizer.encode("the");
    expect(tokenizer.encode("the", { special: true })).toEqual([0, ...plain]);
    expect(tokenizer.encode("<s>the", { special: true })).toEqual([0, ...plain]);
    expect(tokenizer.encode("", { special: true })).toEqual([0]);
    expect(tokenizer.encode("")).toEqual([]);
  });

  test("a spelled special token is letters unless `special` is asked for", async () => {
    const tokenizer = await openTokenizer(json, config);
    expect(tokenizer.encode("the</s>", { special: true }).at(-1)).toBe(1);
    expect(tokenizer.encode("the</s>")).not.toContain(1);
  });

  test("sizes and ends are read from the files", async () => {
    const tokenizer = await openTokenizer(json, config);
    expect(tokenizer.vocabSize).toBe(2 + 26 + 4 + 3);
    expect([tokenizer.endOfText, tokenizer.chat]).toEqual([1, false]);
  });

  test("a template that cannot render fails in words", async () => {
    const chat_template = "{{ raise_exception('no system messages') }}";
    const tokenizer = await openTokenizer(json, { ...config, chat_template });
    expect(tokenizer.chat).toBe(true);
    expect(() => tokenizer.render([{ role: "system", content: "x" }])).toThrow(/no system messages/);
  });

  test("byte fallback and the space mark of SentencePiece are shown as what they mean", async () => {
    const vocab = { "<unk>": 0, "▁the": 1, "<0xE2>": 2, "<0x0A>": 3 };
    const sentencePiece = {
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: null,
      post_processor: null,
      decoder: { type: "Sequence", decoders: [{ type: "ByteFallback" }, { type: "Fuse" }] },
      model: { type: "BPE", vocab, merges: [], byte_fallback: true, unk_token: "<unk>" },
    };
    const tokenizer = await openTokenizer(sentencePiece, {});
    expect([1, 2, 3, 7].map((id) => tokenizer.token(id))).toEqual([
      { id: 1, text: " the", kind: "text" },
      { id: 2, text: "<0xE2>", kind: "bytes" },
      { id: 3, text: "\n", kind: "text" },
      { id: 7, text: "<unused 7>", kind: "special" },
    ]);
  });
});

describe("the fingerprint", () => {
  async function fingerprint(change: object): Promise<string> {
    const files = byteLevel(change);
    return (await openTokenizer(files.json, files.config)).fingerprint();
  }

  const model = (json as { model: object }).model;

  test("does not depend on how the file is written", async () => {
    const reordered = Object.fromEntries(Object.entries({ ...model, dropout: null }).reverse());
    const merges = ["t h", "th e", "Ġ the"];
    expect(await fingerprint({ model: { ...reordered, merges } })).toBe(await fingerprint({}));
  });

  test("does not depend on what only completes or shows a text", async () => {
    expect(await fingerprint({ post_processor: null })).toBe(await fingerprint({}));
  });

  test.each([
    ["a merge", { model: { ...model, merges: [["t", "h"]] } }],
    [
      "the order of merges",
      {
        model: {
          ...model,
          merges: [
            ["h", "e"],
            ["t", "h"],
          ],
        },
      },
    ],
    ["the splitting", { pre_tokenizer: { type: "ByteLevel", add_prefix_space: true, use_regex: true } }],
    ["a special token", { added_tokens: [] }],
  ])("differs with %s", async (_, change) => {
    expect(await fingerprint(change)).not.toBe(await fingerprint({}));
  });
});
