import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { PreTrainedTokenizer } from "@huggingface/transformers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { corpusExample } from "../corpus";
import { applyMerge, pieces, type Merge } from "./bpe";
import { makeTokenizer, VOCABULARY_SIZE } from "./make";
import { loadTransformers } from "./transformers";

const SEED = 1;
const files = makeTokenizer(SEED);
const { model } = files.tokenizerJson as { model: { vocab: Record<string, number>; merges: Merge[] } };

/** Slow and obvious: all merges in the order of learning, over every piece. */
function referenceEncode(text: string): number[] {
  return pieces(text)
    .flatMap((piece) => model.merges.reduce(applyMerge, [...piece]))
    .map((token) => model.vocab[token] ?? NaN);
}

/** The folder as a web server would serve it; transformers.js finds every file by its usual name. */
function serve(): Promise<Server> {
  const contents: Record<string, object> = {
    "/tiny/tokenizer.json": files.tokenizerJson,
    "/tiny/tokenizer_config.json": files.tokenizerConfig,
  };
  const server = createServer((request, response) => {
    const content = contents[request.url ?? ""];
    response.writeHead(content ? 200 : 404, { "content-type": "application/json" });
    response.end(content && JSON.stringify(content));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

let server: Server;
let tokenizer: PreTrainedTokenizer;

beforeAll(async () => {
  server = await serve();
  const { AutoTokenizer, env } = await loadTransformers();
  env.remoteHost = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  env.remotePathTemplate = "{model}";
  env.allowLocalModels = false;
  env.useBrowserCache = false;
  tokenizer = await AutoTokenizer.from_pretrained("tiny");
}, 30_000);

afterAll(() => {
  server.close();
});

function tokens(text: string): string[] {
  return tokenizer.encode(text).map((id) => tokenizer.decode([id]));
}

describe("makeTokenizer", () => {
  it("gives the same files for the same seed", () => {
    expect(makeTokenizer(SEED)).toEqual(files);
  });

  it("has 512 entries, numbered without gaps, special tokens first", () => {
    const ids = Object.values(model.vocab).sort((a, b) => a - b);
    expect(ids).toEqual(Array.from({ length: VOCABULARY_SIZE }, (_, id) => id));
    expect(model.vocab).toMatchObject({ "<|pad|>": 0, "<|user|>": 1, "<|assistant|>": 2, "<|end|>": 3 });
  });

  it("makes every entry beyond the bytes from two others", () => {
    for (const [left, right] of model.merges) {
      expect(model.vocab).toHaveProperty([left]);
      expect(model.vocab).toHaveProperty([right]);
      expect(model.vocab).toHaveProperty([left + right]);
    }
  });
});

describe("the tokenizer as transformers.js reads it", () => {
  it.each([
    "naïve café, Straße, 中文, Ελληνικά",
    "👩‍👩‍👧‍👦 🇩🇪 🫠",
    "שלום עולם مرحبا",
    "\u0000\u0001\u001b[31m\u007f\u0085\u200b\u202e\ufeff",
    "\ufeffat the beginning",
    "  two  spaces, \t tabs \r\n\n lines ",
    "it 's don't , . ! ?",
  ])("decodes what it encoded: %j", (text) => {
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });

  it("decodes what it encoded for any Unicode text, with the ids of plain merging", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.string({ unit: "grapheme", minLength: 1 })),
        (text) => {
          const ids = tokenizer.encode(text);
          expect(ids).toEqual(referenceEncode(text));
          expect(tokenizer.decode(ids)).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("encodes the empty text as no token", () => {
    expect(tokenizer.encode("")).toEqual([]);
  });

  it("has the ids of plain merging on the corpus, unseen examples included", () => {
    for (let index = 0; index < 300; index++) {
      const { problem, solution } = corpusExample(SEED, 100_000 + index);
      for (const text of [problem.question, solution])
        expect(tokenizer.encode(text)).toEqual(referenceEncode(text));
    }
  });

  it("gives every digit its own token, the same one everywhere", () => {
    expect(tokens("7 27 a7 2026, 7+7=14")).toEqual([
      "7",
      " ",
      "2",
      "7",
      " a",
      "7",
      " ",
      "2",
      "0",
      "2",
      "6",
      ",",
      " ",
      "7",
      "+",
      "7",
      "=",
      "1",
      "4",
    ]);
  });

  it("gives every spelled letter one token, the one the question asks with", () => {
    for (const letter of "abcdefghijklmnopqrstuvwxyz") {
      expect(tokens(` ${letter}0 ${letter}`)).toEqual([` ${letter}`, "0", ` ${letter}`]);
    }
  });

  it("splits words into short pieces and keeps the sentences around them whole", () => {
    expect(tokens("How many r in strawberry?").join("|")).toMatchInlineSnapshot(
      `"How| many| r| in| st|ra|w|b|er|ry|?"`,
    );
    expect(tokens("Let me spell it: s0 t0 r1. The answer is \\boxed{1}").join("|")).toMatchInlineSnapshot(
      `"Let| me| spell| it|:| s|0| t|0| r|1|.| The| answer| is| \\|boxed|{|1|}"`,
    );
  });

  it("renders a question for the assistant as these ids", () => {
    const ids = tokenizer.apply_chat_template([{ role: "user", content: "How many r in strawberry?" }], {
      add_generation_prompt: true,
      return_tensor: false,
      return_dict: false,
    });
    expect(ids).toEqual([1, ...referenceEncode("How many r in strawberry?"), 3, 2]);
  });

  it("knows its end and padding tokens", () => {
    expect(tokenizer.eos_token).toBe("<|end|>");
    expect(tokenizer.pad_token_id).toBe(0);
    expect(tokenizer.encode("a<|end|>")).toEqual([...referenceEncode("a"), 3]);
    expect(tokenizer.decode([1, ...referenceEncode("a"), 3], { skip_special_tokens: true })).toBe("a");
  });

  it("keeps nearly all examples within 48 tokens of prompt and 64 of solution", () => {
    const lengths = Array.from({ length: 2000 }, (_, index) => {
      const { problem, solution } = corpusExample(SEED, index);
      return { prompt: 3 + tokens(problem.question).length, solution: 1 + tokens(solution).length };
    });
    expect(Math.max(...lengths.map(({ prompt }) => prompt))).toBeLessThanOrEqual(48);
    expect(Math.max(...lengths.map(({ solution }) => solution))).toBeLessThanOrEqual(64);
  });
});
