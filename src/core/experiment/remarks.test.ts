import { describe, expect, test } from "vitest";
import { packBlock } from "../compare/block";
import { comparedPosition, type ComparedPosition } from "../compare/comparedPosition";
import { formatDigest } from "../compare/digest";
import type { CompareEvent } from "../compare/events";
import { logSoftmax } from "../distribution/logSoftmax";
import type { ModelInfo, Token } from "../model";
import { uniform } from "../random";
import { Contradictions } from "./contradictions";
import { npzBytes } from "./npzBytes";
import { openNpz } from "./npzFile";
import { bytesOf } from "./npy";
import { openDistributions } from "./openDistributions";
import { bundleJson, parseBundle } from "./runBundle";
import { bytesSource } from "./source";
import { isPossible } from "./statisticRanges";
import { distributionArrays, distributionsJson, type ArrayContent } from "./writeDistributions";
import type { ArrayToWrite } from "./writeNpz";

const V = 40;
const K = 5;
const ids = [3, 1, 39, 0, 17, 22, 8];
const info: ModelInfo = {
  id: "base",
  dtype: "fp32",
  device: "wasm",
  vocabSize: V,
  logitsWidth: V,
  contextLength: 64,
  tokenizer: "t",
  chat: false,
  endOfText: [2],
};
const tokens = Array.from({ length: V }, (_, id): Token => ({ id, text: ` t${id}`, kind: "text" }));
const row = (side: number, t: number, spread = 6): Float32Array =>
  logSoftmax(Float32Array.from({ length: V }, (_, id) => spread * uniform(side, "test", t, id)));
const positions = ids.map((token, t) => comparedPosition(row(1, t), row(2, t), token, K));

function arraysOf(content: ArrayContent): ArrayToWrite[] {
  const written = {
    a: info,
    b: { ...info, id: "rl" },
    prompt: "p",
    rendered: "p",
    chat: false,
    promptIds: [4],
    block: packBlock(0, positions),
    temperature: 1,
    k: K,
    tokens,
    content,
    precision: "float32" as const,
    rows: async function* (side: "a" | "b") {
      for (const [t] of ids.entries()) yield row(side === "a" ? 1 : 2, t);
    },
  };
  return distributionArrays(written, distributionsJson(written));
}

type Numbers = Parameters<typeof bytesOf>;

/** The arrays with one of them replaced. */
function replaced(
  arrays: ArrayToWrite[],
  name: string,
  type: Numbers[0],
  numbers: Numbers[1],
): ArrayToWrite[] {
  return arrays.map((array) =>
    array.name === name
      ? { ...array, type, bytes: () => [bytesOf(type, numbers) as Uint8Array<ArrayBuffer>] }
      : array,
  );
}

/** Everything that the page reads of the arrays, and what it says of them. */
async function read(arrays: ArrayToWrite[]) {
  const file = await openDistributions(await openNpz(bytesSource(await npzBytes(arrays))), undefined, K);
  let count = 0;
  for await (const block of file.blocks()) count += block.count;
  return { count, remarks: await file.remarks() };
}

describe("statistics of a file", () => {
  test.each([
    ["js", [1e300, 0.69, 0.6931, 0.7, -0.1, NaN, Infinity], [false, true, true, false, false, false, false]],
    ["totalVariation", [0, 1, 1.01, -0.5], [true, true, false, false]],
    ["entropyA", [0, Math.log(V), Math.log(V) + 0.1, NaN], [true, true, false, false]],
    ["klAB", [0, Infinity, -1, NaN], [true, true, false, false]],
    ["logprobB", [-Infinity, 0, 0.5, NaN], [true, true, false, false]],
    ["rankA", [1, V, V + 1, 0, 1.5, NaN], [true, true, false, false, false, false]],
  ] as const)("are within what %s can be", (name, values, possible) => {
    expect(values.map((value) => isPossible(name, value, V))).toEqual(possible);
  });

  test.each([
    ["js", "float64", 1e300, /“js” holds 1e\+300 at position 0; it must lie within 0 … 0.6931/],
    ["js", "float64", NaN, /“js” holds NaN at position 0/],
    ["entropy_b", "float64", 9, /“entropy_b” holds 9 at position 0; it must lie within 0 … 3.6889/],
    ["rank_b", "int32", 41, /“rank_b” holds 41 .* within 1 … 40/],
    ["top_other_ranks_a", "int32", 0, /position 0 cannot be right: 0 is no rank among 40 tokens/],
    ["top_ids_b", "int32", 3, /“top_ids_b” lists a token twice/],
    ["top_ids_b", "int32", -7, /twice|not within the vocabulary/],
    ["top_logprobs_a", "float32", -0.1, /probabilities of A's listed tokens add up to/],
    ["top_logprobs_a", "float32", NaN, /NaN is no log-probability/],
  ] as const)("that cannot be are refused by name: %s of %s %d", async (name, type, value, message) => {
    const arrays = arraysOf("top-k");
    const { shape } = arrays.find((array) => array.name === name)!;
    const size = shape.reduce((product, axis) => product * axis, 1);
    const failing = read(replaced(arrays, name, type, new Array<number>(size).fill(value)));
    await expect(failing).rejects.toThrow(message);
  });

  test("that fit the file give no remark, whatever it holds", async () => {
    for (const content of ["logprobs", "probs", "top-k"] as const)
      expect(await read(arraysOf(content))).toEqual({ count: ids.length, remarks: [] });
  });

  test("that its most probable tokens rule out are named, with what those leave open", async () => {
    const arrays = replaced(arraysOf("top-k"), "js", "float64", new Array<number>(7).fill(0.69));
    const { remarks } = await read(arrays);
    expect(remarks).toMatchObject([
      { type: "contradiction", statistic: "js", position: 0, count: 7, value: 0.69, against: "candidates" },
    ]);
  });

  test("that its whole distributions give otherwise are named, with what they give", async () => {
    const entropies = positions.map(({ statistics }, t) => statistics.entropyA + (t === 3 ? 0.2 : 0));
    const { remarks } = await read(replaced(arraysOf("logprobs"), "entropy_a", "float64", entropies));
    const computed = positions[3]!.statistics.entropyA;
    expect(remarks).toMatchObject([
      { statistic: "entropyA", position: 3, count: 1, value: computed + 0.2, against: "distributions" },
    ]);
  });

  test("beside whole distributions that are none are shown, and the bad rows named", async () => {
    const flat = new Float32Array(ids.length * V);
    const { count, remarks } = await read(replaced(arraysOf("logprobs"), "logprobs_b", "float32", flat));
    expect(count).toBe(ids.length);
    expect(remarks).toEqual([
      {
        type: "bad-rows",
        message: "Row 0 of “logprobs_b” is no distribution: its probabilities sum to 40, not 1.",
      },
    ]);
  });

  test("that cannot be used beside whole distributions are computed from them, and it says so", async () => {
    const whole = arraysOf("logprobs");
    const names = new Set(
      whole
        .map(({ name }) => name)
        .filter((name) => !/^(about|ids|prompt_ids|logprobs|rest)/.test(name) || name.startsWith("logprob_")),
    );
    const floats = replaced(whole, "top_ids_a", "float32", new Float32Array(ids.length * K).fill(NaN));
    const { count, remarks } = await read(floats);
    expect(count).toBe(ids.length);
    expect(remarks).toHaveLength(1);
    expect(remarks[0]).toMatchObject({
      type: "unused-arrays",
      missing: [],
      refused: "“top_ids_a” must be whole numbers, not float32.",
    });
    const lonely = whole.filter(({ name }) => name === "top_ids_a" || !names.has(name));
    expect((await read(lonely)).remarks).toMatchObject([
      { type: "unused-arrays", arrays: ["top_ids_a"], refused: undefined },
    ]);
  });

  test("of random pairs are never named, however little is listed", () => {
    for (let t = 0; t < 300; t++) {
      const contradictions = new Contradictions();
      const [a, b] = [row(3, t, t % 40), row(4, t, (7 * t) % 60)];
      const compared: ComparedPosition = comparedPosition(a, b, t % V, 1 + (t % 9));
      contradictions.holdAgainstCandidates(t, compared, V);
      contradictions.holdAgainstDistributions(t, compared, compared, { a, b });
      expect(contradictions.list, String(t)).toEqual([]);
    }
  });
});

describe("a run bundle", () => {
  const request = { prompt: "p", chat: false, temperature: 1, k: K };
  const events: CompareEvent[] = [
    {
      type: "compare-start",
      run: 0,
      prompt: [tokens[4]!],
      solution: ids.map((id) => tokens[id]!),
      rendered: "p",
      a: info,
      b: info,
    },
    { type: "compare-block", run: 0, block: packBlock(0, positions), tokens },
    { type: "compare-end", run: 0, milliseconds: 1 },
  ];
  type Bundle = Record<string, unknown> & {
    digest: string;
    results: Record<string, unknown> & { statistics: Record<string, number[]> };
  };
  const bundle = (change: (file: Bundle) => void = () => undefined) => {
    const annotations = [{ position: 2, text: "here" }];
    const file = JSON.parse(bundleJson("#/compare", { request, annotations, answer: "7" }, events)) as Bundle;
    change(file);
    return parseBundle(file);
  };

  test("holds its own digest, which fits its numbers, its notes and the right answer", () => {
    const { digest, ownDigest, remarks, results } = bundle();
    expect(digest?.count).toBe(ids.length);
    expect(ownDigest).toEqual({ type: "reproduced" });
    expect(remarks).toEqual([]);
    expect(results).toMatchObject({ annotations: [{ position: 2, text: "here" }], answer: "7" });
  });

  test("whose numbers were changed no longer fits its digest, nor its own candidates", () => {
    const { ownDigest, remarks } = bundle(({ results }) => results.statistics.js!.fill(0.6));
    expect(ownDigest).toMatchObject({ type: "differs", what: "numbers", from: 0, measures: ["js"] });
    expect(remarks).toMatchObject([{ type: "contradiction", statistic: "js", value: 0.6 }]);
  });

  test("whose digest is damaged says so", () => {
    const { ownDigest, digest, remarks } = bundle((file) => (file.digest = `${file.digest}?`));
    expect([digest, ownDigest]).toEqual([undefined, undefined]);
    expect(remarks).toEqual([{ type: "digest-damaged" }]);
    const other = bundle(
      (file) => (file.digest = file.digest.replace(/^7\.\w/, (head) => `${head.slice(0, -1)}_`)),
    );
    expect(other.ownDigest).toEqual({ type: "differs", what: "prompt" });
    expect(formatDigest(other.digest!)).toContain("7._");
  });

  test.each([
    [(file: Bundle) => (file.results.statistics.js![2] = 1e300), /js is 1e\+300 at position 2/],
    [(file: Bundle) => (file.results.statistics.rankA![2] = 41), /rankA is 41 at position 2; .* 1 … 40/],
    [(file: Bundle) => (file.results.solution = []), /numbers of entropyA for 0 positions/],
    [
      (file: Bundle) => (file.results.annotations = [{ position: 7, text: "" }]),
      /A note is on position 7 of 7/,
    ],
    [(file: Bundle) => (file.results.b = { ...info, vocabSize: 41 }), /A has 40 tokens, B 41/],
  ])("with impossible numbers is refused by name (%#)", (change, message) => {
    expect(() => bundle(change)).toThrow(message);
  });
});
