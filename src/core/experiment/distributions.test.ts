import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packBlock, unpackBlock } from "../compare/block";
import { comparedPosition } from "../compare/comparedPosition";
import { logSoftmax } from "../distribution/logSoftmax";
import type { ModelInfo, Token } from "../model";
import { uniform } from "../random";
import { ExpectedError } from "../errors";
import { npzBytes } from "./npzBytes";
import { openNpz } from "./npzFile";
import { openDistributions, type OpenedDistributions } from "./openDistributions";
import { bytesSource } from "./source";
import {
  distributionArrays,
  distributionsJson,
  type ArrayContent,
  type ArrayPrecision,
  type DistributionsToWrite,
} from "./writeDistributions";

const V = 40;
const T = 7;
const K = 5;
const ids = [3, 1, 39, 0, 17, 22, 8];

function row(side: number, position: number): Float32Array {
  return logSoftmax(
    Float32Array.from(
      { length: V },
      (_, id) => 6 * uniform(side, "test", position, id) * (id === 30 ? -50 : 1),
    ),
  );
}

function info(id: string): ModelInfo {
  return {
    id,
    dtype: "fp32",
    device: "wasm",
    vocabSize: V,
    logitsWidth: V,
    contextLength: 64,
    tokenizer: "test",
    chat: false,
    endOfText: [2],
  };
}

const positions = ids.map((token, t) => comparedPosition(row(1, t), row(2, t), token, K));
const vocabulary = Array.from({ length: V }, (_, id): Token => ({ id, text: ` t${id}`, kind: "text" }));

function written(content: ArrayContent, precision: ArrayPrecision = "float32"): DistributionsToWrite {
  return {
    a: info("base"),
    b: info("rl"),
    prompt: "How many?",
    rendered: "How many?",
    chat: false,
    promptIds: [4, 5],
    block: packBlock(0, positions),
    temperature: 1,
    k: K,
    tokens: vocabulary,
    content,
    precision,
    rows: async function* (side) {
      for (let t = 0; t < T; t++) yield row(side === "a" ? 1 : 2, t);
    },
  };
}

async function fileOf(content: ArrayContent, precision?: ArrayPrecision): Promise<Uint8Array> {
  const what = written(content, precision);
  return npzBytes(distributionArrays(what, distributionsJson(what)));
}

async function opened(bytes: Uint8Array, json?: string): Promise<OpenedDistributions> {
  return openDistributions(await openNpz(bytesSource(bytes)), json, K);
}

async function positionsOf(file: OpenedDistributions) {
  const found = [];
  for await (const block of file.blocks()) found.push(...unpackBlock(block));
  return found;
}

describe("distributions.npz", () => {
  it("brings back a comparison exactly where its numbers were float32", async () => {
    for (const content of ["logprobs", "top-k"] as const) {
      const file = await opened(await fileOf(content));
      expect(await positionsOf(file)).toEqual(positions);
      expect(file).toMatchObject({ prompt: [4, 5], ids, k: K, whole: content === "logprobs" });
      expect(file.looks.of(7)).toEqual(vocabulary[7]);
      expect(file.about.prompt).toBe("How many?");
    }
  });

  it("brings back whole distributions, renormalised, as near as their type is", async () => {
    for (const [content, precision, digits] of [
      ["logprobs", "float32", 5],
      ["logprobs", "float16", 1.5],
      ["probs", "float32", 4],
    ] as const) {
      const file = await opened(await fileOf(content, precision));
      const pair = (await file.rows(4))!;
      expect(pair.precision).toBe(precision);
      const wanted = row(2, 4);
      for (let id = 0; id < V; id++) {
        if (wanted[id]! > -20) expect(pair.b[id]).toBeCloseTo(wanted[id]!, digits);
      }
    }
    expect(await (await opened(await fileOf("top-k"))).rows(0)).toBeUndefined();
  });

  it("takes the JSON file beside it before the one inside", async () => {
    const beside = JSON.stringify({ prompt: "another", tokens: [{ id: 3, text: "x" }] });
    const file = await opened(await fileOf("logprobs"), beside);
    expect(file.about.prompt).toBe("another");
    expect(file.looks.of(3)).toEqual({ id: 3, text: "x", kind: "text" });
    expect(file.looks.of(4)).toEqual({ id: 4, text: "#4", kind: "special" });
  });

  it("computes what a bare file of logits does not say", async () => {
    const matrix = (name: string, side: number) => ({
      name,
      type: "float32" as const,
      shape: [T, V],
      bytes: () =>
        ids.map((_, t) => new Uint8Array(row(side, t).map((value) => value + 3).buffer as ArrayBuffer)),
    });
    const idArray = {
      name: "ids",
      type: "int32" as const,
      shape: [T],
      bytes: () => [new Uint8Array(Int32Array.from(ids).buffer)],
    };
    const file = await opened(await npzBytes([idArray, matrix("logits_a", 1), matrix("logits_b", 2)]));
    const found = await positionsOf(file);
    expect(found.map(({ token }) => token)).toEqual(ids);
    found.forEach(({ statistics }, t) => expect(statistics.js).toBeCloseTo(positions[t]!.statistics.js, 5));
    const named = npzBytes([idArray, matrix("logprobs_a", 1), matrix("logprobs_b", 2)]);
    await expect(opened(await named).then(positionsOf)).rejects.toThrow(/sum to 20.1, not 1/);
  });

  it("says what is missing or does not fit", async () => {
    const what = written("logprobs");
    const all = distributionArrays(what, distributionsJson(what));
    const without = (...names: string[]) => all.filter(({ name }) => !names.includes(name));
    const replaced = (name: string, { buffer }: Int32Array) =>
      all.map((array) => (array.name === name ? { ...array, bytes: () => [new Uint8Array(buffer)] } : array));
    const cases: [ReturnType<typeof without>, RegExp][] = [
      [without("ids"), /no array “ids”/],
      [without("logprobs_b"), /of A only/],
      [without("logprobs_a", "logprobs_b", "js"), /no array “js”/],
      [replaced("rank_a", Int32Array.from([0, ...ids.slice(1)])), /“rank_a” holds 0 at position 0/],
      [
        replaced(
          "ids",
          Int32Array.from(ids, (id) => id + 1),
        ),
        /Token 40 is not within the 40 columns/,
      ],
      [[...without("ids"), { ...all[2]!, name: "ids" }], /rows, but “ids” names 2|expected/],
    ];
    for (const [arrays, message] of cases) {
      const failing = npzBytes(arrays).then(opened).then(positionsOf);
      await expect(failing).rejects.toThrow(message);
    }
  });
});

/** Why numpy is not used here, or undefined where it is. */
const python = (() => {
  try {
    execFileSync("python3", ["-c", "import numpy"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!python)(`numpy${python ? "" : " (skipped: python3 with numpy is not installed)"}`, () => {
  function inFolder<T>(work: (folder: string) => T): T {
    const folder = mkdtempSync(join(tmpdir(), "distributions-"));
    try {
      return work(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it("loads our files: names, types, shapes, numbers, never a pickle", async () => {
    const bytes = await fileOf("logprobs", "float16");
    const out = inFolder((folder) => {
      const path = join(folder, "distributions.npz");
      writeFileSync(path, bytes);
      const script = `
import json, numpy, sys
f = numpy.load(sys.argv[1], allow_pickle=False)
about = json.loads(bytes(f["about"]))
print(json.dumps({
  "names": sorted(f.files),
  "ids": f["ids"].tolist(),
  "types": [str(f[n].dtype) for n in ("ids", "logprobs_a", "js", "top_ids_b")],
  "shape": f["logprobs_a"].shape,
  "mass": float(numpy.exp(f["logprobs_b"][4].astype(float)).sum()),
  "js": f["js"].tolist(),
  "prompt": about["prompt"], "token": about["tokens"][7]["text"],
}))`;
      return JSON.parse(execFileSync("python3", ["-c", script, path], { encoding: "utf8" })) as Record<
        string,
        unknown
      >;
    });
    expect(out).toMatchObject({
      ids,
      types: ["int32", "float16", "float64", "int32"],
      shape: [T, V],
      js: positions.map(({ statistics }) => statistics.js),
      prompt: "How many?",
      token: " t7",
    });
    expect(out.mass).toBeCloseTo(1, 2);
    expect(out.names).toHaveLength(25);
  });

  it.each(["savez", "savez_compressed"])(
    "writes with %s what opens here, row by row in any order",
    async (how) => {
      const bytes = inFolder((folder) => {
        const path = join(folder, "made.npz");
        const script = `
import numpy, sys
r = numpy.random.default_rng(1)
logits = r.normal(size=(2, 300, 1000))
numpy.${how}(sys.argv[1], ids=numpy.arange(300), logits_a=logits[0], logits_b=logits[1].astype(numpy.float32))`;
        execFileSync("python3", ["-c", script, path]);
        return new Uint8Array(readFileSync(path));
      });
      const npz = await openNpz(bytesSource(bytes));
      expect(npz.arrays.get("ids")).toMatchObject({ type: "int64", shape: [300], stored: how === "savez" });
      const file = await openDistributions(npz, undefined, K);
      const forwards = (await file.rows(250))!;
      const backwards = (await file.rows(3))!;
      expect((await file.rows(250))!.a).toEqual(forwards.a);
      expect(backwards.a).not.toEqual(forwards.a);
      expect(Array.from(forwards.b, Math.exp).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    },
  );

  it("refuses objects, structures, text, big-endian, Fortran order and complex numbers by name", async () => {
    const bytes = inFolder((folder) => {
      const path = join(folder, "odd.npz");
      const script = `
import numpy, sys
numpy.savez(sys.argv[1],
  objects=numpy.array([{"a": 1}, None], dtype=object), records=numpy.zeros(2, dtype=[("x", "<f4")]),
  text=numpy.array(["a", "b"]), big=numpy.zeros(2, dtype=">f4"), columns=numpy.asfortranarray(numpy.zeros((2, 3))),
  complex=numpy.zeros(2, dtype=complex), flags=numpy.zeros(2, dtype=bool), good=numpy.zeros(()))`;
      execFileSync("python3", ["-c", script, path]);
      return new Uint8Array(readFileSync(path));
    });
    const { arrays, refused } = await openNpz(bytesSource(bytes));
    expect([...arrays.keys()]).toEqual(["good"]);
    expect(arrays.get("good")!.shape).toEqual([]);
    const why = (name: string) => {
      expect(refused.get(name)).toBeInstanceOf(ExpectedError);
      return refused.get(name)!.message;
    };
    expect(why("objects")).toMatch(/Python objects/);
    expect(why("records")).toMatch(/structured/);
    expect(why("text")).toMatch(/holds text/);
    expect(why("big")).toMatch(/big-endian/);
    expect(why("columns")).toMatch(/Fortran order/);
    expect(why("complex")).toMatch(/complex/);
    expect(why("flags")).toMatch(/true and false/);
  });
});
