import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modelOf } from "../../../../tests/support/sampleRuns";
import { entropy } from "../../distribution/entropy";
import { logSoftmax } from "../../distribution/logSoftmax";
import { withTemperature } from "../../distribution/temperature";
import { ExpectedError } from "../../errors";
import { uniform } from "../../random";
import { npzBytes } from "../npzBytes";
import { openNpzDirectory } from "../npzFile";
import { bytesSource, type ByteSource } from "../source";
import type { ArrayToWrite } from "../writeNpz";
import { OpenedAnswers } from "./openAnswers";
import { AnswersWriter, type AnsweredQuestion, type AnswersOptions } from "./writeAnswers";

const V = 40;

function row(q: number, s: number, t: number): Float32Array {
  return logSoftmax(Float32Array.from({ length: V }, (_, id) => 6 * uniform(q, "test", s, t * V + id)));
}

const questions: AnsweredQuestion[] = [
  {
    index: 3,
    question: "How many?",
    prompt: "<user>How many?",
    reference: "7",
    answers: [
      { author: "a", text: "t1 t2", ids: [1, 2, 3] },
      { author: "b", text: "", ids: [] },
      { author: "b", text: "too long", ids: [1, 2], skipped: "Prompt and answer have 99 tokens." },
    ],
  },
  { index: 4, question: "None?", prompt: "None?", answers: [] },
  { index: 9, question: "Why „so“?", prompt: "Why?", answers: [{ author: "a", text: "é", ids: [39, 0] }] },
];

const WHOLE: AnswersOptions = { content: "probabilities", precision: "float32", k: 5, temperature: 1 };

async function files(options: AnswersOptions): Promise<{ npz: Uint8Array; json: string }> {
  let json = "";
  const writer = new AnswersWriter({
    ...options,
    model: modelOf("rl"),
    metadata: { dataset: "letters", format: "not this" },
    questions,
    rows: async function* (q, s) {
      for (let t = 0; t < questions[q]!.answers[s]!.ids.length; t++) yield row(q, s, t);
    },
    look: async (ids) => [...ids].map((id) => ({ id, text: ` t${id}`, kind: "text" as const })),
    json: (text) => void (json += text),
  });
  await writer.begin();
  const npz = await npzBytes([...writer.arrays()]);
  await writer.finish();
  return { npz, json };
}

async function opened({
  npz,
  json,
}: {
  npz?: Uint8Array | ByteSource;
  json: string;
}): Promise<OpenedAnswers> {
  const source = npz instanceof Uint8Array ? bytesSource(npz) : npz;
  return new OpenedAnswers(source && (await openNpzDirectory(source)), json);
}

const PAGE = { offset: 0, limit: V };

describe("distributions of answers", () => {
  it.each([
    ["probabilities", "float32", 1, 4],
    ["logprobs", "float32", 0.7, 5],
    ["logprobs", "float16", 1, 1.5],
  ] as const)("come back as %s %s at temperature %d", async (content, precision, temperature, digits) => {
    const answers = await opened(await files({ ...WHOLE, content, precision, temperature }));
    expect(answers.summary).toMatchObject({
      metadata: { model: "rl", temperature },
      raw: { dataset: "letters", format: "rl-on-off/answers", vocab_size: V },
      unknown: [],
    });
    expect(answers.summary.results).toEqual([
      {
        question: "How many?",
        reference: "7",
        samples: [
          { text: "t1 t2", author: "a", tokens: 3 },
          { text: "", author: "b", tokens: 0 },
          { text: "too long", author: "b", tokens: undefined },
        ],
      },
      { question: "None?", reference: undefined, samples: [] },
      { question: "Why „so“?", reference: undefined, samples: [{ text: "é", author: "a", tokens: 2 }] },
    ]);
    const wanted = withTemperature(row(2, 0, 1), temperature);
    const { tokens, entropies, logprobs, computed } = await answers.tokens(2, 0);
    expect(tokens).toEqual([39, 0].map((id) => ({ id, text: ` t${id}`, kind: "text" })));
    expect(entropies[1]).toBeCloseTo(entropy(wanted), 6);
    expect(logprobs![1]).toBeCloseTo(wanted[0]!, 6);
    expect(computed).toBe(false);
    const found = await answers.position(2, 0, 1, PAGE);
    expect(found).toMatchObject({ total: V, rest: -Infinity });
    expect(found.candidates.length).toBe(V);
    for (const { token, logprob } of found.candidates) expect(logprob).toBeCloseTo(wanted[token.id]!, digits);
    const order = found.candidates.map(({ logprob }) => logprob);
    expect(order).toEqual(order.toSorted((x, y) => y - x));
    const page = await answers.position(2, 0, 1, { offset: 3, limit: 2 });
    expect(page.candidates).toEqual(found.candidates.slice(3, 5));
    expect((await answers.tokens(0, 1)).tokens).toEqual([]);
    await expect(answers.position(0, 2, 0, PAGE)).rejects.toThrow(
      /no distributions of answer 3 of question 1/,
    );
    await expect(answers.position(2, 0, 2, PAGE)).rejects.toThrow(/2 rows; token 3/);
    await expect(answers.tokens(7, 0)).rejects.toThrow(RangeError);
  });

  it("come back as the k most probable tokens and the mass of the rest", async () => {
    const answers = await opened(await files({ ...WHOLE, content: "top_k" }));
    const { candidates, total, rest } = await answers.position(0, 0, 2, PAGE);
    const wanted = row(0, 0, 2);
    expect([candidates.length, total]).toEqual([5, 5]);
    for (const { token, logprob } of candidates) expect(logprob).toBe(wanted[token.id]);
    const mass = candidates.reduce((sum, { logprob }) => sum + Math.exp(logprob), Math.exp(rest));
    expect(mass).toBeCloseTo(1, 5);
    expect((await answers.tokens(0, 0)).entropies[2]).toBeCloseTo(entropy(wanted), 6);
    expect((await answers.position(0, 0, 2, { offset: 4, limit: 9 })).candidates).toEqual(
      candidates.slice(4),
    );
  });

  it("read the directory when they open, and then one row a position", async () => {
    const { npz, json } = await files(WHOLE);
    const inner = bytesSource(npz);
    const reads: number[] = [];
    const read = (offset: number, length: number) => {
      reads.push(length);
      return inner.read(offset, length);
    };
    const answers = await opened({ npz: { size: inner.size, read }, json });
    const directory = reads.length;
    await answers.tokens(2, 0);
    expect(reads.length).toBe(directory);
    await answers.position(2, 0, 1, PAGE);
    const first = reads.length;
    await answers.position(2, 0, 0, PAGE);
    expect(reads.slice(first)).toEqual([4 * V]);
  });

  it("compute entropies where the JSON has none, and show texts where there is no archive", async () => {
    const { npz, json } = await files(WHOLE);
    const parsed = JSON.parse(json) as { results: { samples: { entropies?: number[] }[] }[] };
    for (const { samples } of parsed.results) for (const sample of samples) delete sample.entropies;
    const bare = await opened({ npz, json: JSON.stringify(parsed) });
    const { entropies, computed } = await bare.tokens(0, 0);
    expect(computed).toBe(true);
    expect(entropies[1]).toBeCloseTo(entropy(row(0, 0, 1)), 5);
    const alone = await opened({ json });
    expect((await alone.tokens(0, 0)).entropies[1]).toBeCloseTo(entropy(row(0, 0, 1)), 6);
    await expect(alone.position(0, 0, 0, PAGE)).rejects.toThrow(/no distributions/);
    const nothing = await opened({ json: '{"results": [{"samples": ["x", {"token_strings": ["a"]}]}]}' });
    expect((await nothing.tokens(0, 0)).tokens).toEqual([]);
    expect((await nothing.tokens(0, 1)).entropies).toEqual(Float64Array.of(NaN));
  });

  it("name unknown keys, and tell a file that does not hold together", async () => {
    const json = JSON.stringify({
      colour: 1,
      results: [{ mood: 2, samples: [{ text: "x", size: 3, token_strings: ["x", "y"], entropies: [1] }] }],
    });
    const answers = await opened({ json });
    expect(answers.summary.unknown).toEqual(["colour", "results[].mood", "results[].samples[].size"]);
    await expect(answers.tokens(0, 0)).rejects.toThrow(/2 tokens by one account and 1 by another/);
  });
});

describe("hostile files of answers", () => {
  const array = (
    name: string,
    numbers: number[],
    shape: number[],
    type: "float32" | "int32" = "float32",
  ): ArrayToWrite => ({
    name,
    type,
    shape,
    bytes: () => [
      new Uint8Array((type === "float32" ? Float32Array.from(numbers) : Int32Array.from(numbers)).buffer),
    ],
  });
  const json = (rest: object = {}) =>
    JSON.stringify({ results: [{ samples: [{ text: "x", token_strings: ["x"], ...rest }] }] });
  const name = "results[0].samples[0].distributions";

  it.each([
    ["NaN", [NaN, 0.5], [1, 2], {}],
    ["ids in place of floats", [1, 2], [1, 2], {}, "int32"],
    ["no vocabulary", [], [1, 0], {}],
    ["one axis", [0.5, 0.5], [2], {}],
    ["probabilities of 3", [1, 2], [1, 2], { kind: "probs" }],
  ] as const)("are refused by name: %s", async (_, numbers, shape, metadata, type?: "int32") => {
    const npz = await npzBytes([array(name, [...numbers], [...shape], type)]);
    const text = json().replace(
      "{",
      `{"metadata":{"distribution_type":"${"kind" in metadata ? "probs" : "none"}"},`,
    );
    const answers = await opened({ npz, json: text });
    await expect(answers.position(0, 0, 0, PAGE)).rejects.toBeInstanceOf(ExpectedError);
    if (shape.length === 1 || type) await expect(answers.tokens(0, 0)).rejects.toBeInstanceOf(ExpectedError);
  });

  it("tell what an array is where nothing says so", async () => {
    for (const [numbers, wanted] of [
      [[0.25, 0.75], Math.log(0.75)],
      [[Math.log(0.25), Math.log(0.75)], Math.log(0.75)],
      [[1, 1 + Math.log(3)], Math.log(0.75)],
      [[-9, -9 + Math.log(3)], Math.log(0.75)],
    ] as const) {
      const answers = await opened({
        npz: await npzBytes([array(name, [...numbers], [1, 2])]),
        json: json(),
      });
      const { candidates } = await answers.position(0, 0, 0, PAGE);
      expect(candidates[0]!.token.id).toBe(1);
      expect(candidates[0]!.logprob).toBeCloseTo(wanted, 5);
    }
  });

  it("say which array a reference names that is not there", async () => {
    const npz = await npzBytes([array("other", [1], [1, 1])]);
    const answers = await opened({ npz, json: json({ distributions: "distributions.npz:results[9].x" }) });
    await expect(answers.position(0, 0, 0, PAGE)).rejects.toThrow(/no array “results\[9\]\.x”/);
  });

  it("of any JSON, and of ours with bytes changed, throw nothing but named errors", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        await opened({ json: text }).catch((error: unknown) => expect(error).toBeInstanceOf(ExpectedError));
      }),
    );
    const whole = await files({ ...WHOLE, content: "top_k" });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.npz.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.nat(whole.npz.length),
        async (changes, cut) => {
          const npz = whole.npz.slice(0, cut % 3 === 0 ? cut : whole.npz.length);
          for (const [at, byte] of changes) npz[at] = byte;
          try {
            const answers = await opened({ npz, json: whole.json });
            for (const [q, s] of [
              [0, 0],
              [2, 0],
            ] as const)
              await answers.position(q, s, 1, PAGE);
          } catch (error) {
            expect(error).toBeInstanceOf(ExpectedError);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

function numpyIsHere(): boolean {
  try {
    execFileSync("python3", ["-c", "import numpy"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const here = numpyIsHere();

describe.skipIf(!here)(here ? "numpy" : "numpy (skipped: there is no python3 with numpy here)", () => {
  function python(folder: string, script: string): string {
    return execFileSync("python3", ["-c", script], { cwd: folder, encoding: "utf8" });
  }

  it("reads the arrays of answers by the names in the JSON", async () => {
    const folder = mkdtempSync(join(tmpdir(), "answers-"));
    try {
      for (const content of ["probabilities", "top_k"] as const) {
        const { npz, json } = await files({ ...WHOLE, content });
        writeFileSync(join(folder, "distributions.npz"), npz);
        writeFileSync(join(folder, "distributions.json"), json);
        const said = python(
          folder,
          `
import json, numpy as np
about = json.load(open("distributions.json"))
arrays = np.load("distributions.npz")
def of(reference):
    return arrays[reference.split(":", 1)[1]]
out = {"keys": sorted(about), "samples": about["samples"], "prompts": about["prompts"], "entropies": []}
for q in about["results"]:
    for s in q["samples"]:
        if "distributions" in s:
            p = of(s["distributions"]).astype(np.float64)
            assert p.shape == (len(s["token_strings"]), about["metadata"]["vocab_size"]), p.shape
            own = -(p * np.log(p)).sum(axis=1)
            assert np.allclose(own, s["entropies"], atol=1e-5)
            assert np.allclose(p.sum(axis=1), 1, atol=1e-5)
            out["entropies"].append(own.tolist())
        elif "top_ids" in s:
            ids, lp, rest = of(s["top_ids"]), of(s["top_logprobs"]), of(s["rest"])
            assert ids.shape == lp.shape == (len(s["token_ids"]), 5)
            assert np.allclose(np.exp(lp).sum(axis=1) + np.exp(rest), 1, atol=1e-5)
            out["entropies"].append(s["entropies"])
print(json.dumps(out))
`,
        );
        const out = JSON.parse(said) as Record<string, unknown> & { entropies: number[][] };
        expect(out["keys"]).toEqual(["metadata", "prompts", "results", "samples", "tokens"]);
        expect(out["samples"]).toEqual([["t1 t2", "", "too long"], [], ["é"]]);
        expect(out.entropies.map((list) => list.length)).toEqual([3, 0, 2]);
        expect(out.entropies[2]![1]).toBeCloseTo(entropy(row(2, 0, 1)), 5);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(["savez", "savez_compressed"])("writes with %s what the page reads, NaN included", async (save) => {
    const folder = mkdtempSync(join(tmpdir(), "answers-"));
    try {
      python(
        folder,
        `
import json, numpy as np
logits = np.random.default_rng(1).normal(size=(3, 50)).astype(np.float32)
p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
h = -(p * np.log(p)).sum(axis=1)
np.${save}("distributions.npz", **{"results[0].samples[0].distributions": logits, "results[0].samples[1].distributions": p})
json.dump({
    "metadata": {"model": "some/model", "temperature": 1.0, "return_type": "logits"},
    "prompts": ["Q?"], "samples": 2,
    "results": [{"prompt": "Q?", "samples": [
        {"text": "abc", "token_strings": ["a", "b", "c"], "distributions": "distributions.npz:results[0].samples[0].distributions", "entropies": [float(h[0]), float("nan"), float(h[2])]},
        {"text": "abc", "token_strings": ["a", "b", "c"], "distributions": "distributions.npz:results[0].samples[1].distributions"},
    ]}],
}, open("distributions.json", "w"))
json.dump({"p": p[1].tolist(), "h": h.tolist()}, open("wanted.json", "w"))
`,
      );
      const text = (name: string) => readFileSync(join(folder, name), "utf8");
      const wanted = JSON.parse(text("wanted.json")) as { p: number[]; h: number[] };
      const answers = await opened({
        npz: new Uint8Array(readFileSync(join(folder, "distributions.npz"))),
        json: text("distributions.json"),
      });
      expect(answers.summary.results[0]!.question).toBe("Q?");
      const first = await answers.tokens(0, 0);
      expect(first.entropies[0]).toBeCloseTo(wanted.h[0]!, 5);
      expect(first.entropies[1]).toBeNaN();
      const second = await answers.tokens(0, 1);
      wanted.h.forEach((h, at) => expect(second.entropies[at]).toBeCloseTo(h, 4));
      for (const sample of [0, 1]) {
        const { candidates, entropy: own } = await answers.position(0, sample, 1, { offset: 0, limit: 50 });
        expect(own).toBeCloseTo(wanted.h[1]!, 4);
        for (const { token, logprob } of candidates)
          expect(Math.exp(logprob)).toBeCloseTo(wanted.p[token.id]!, 5);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
