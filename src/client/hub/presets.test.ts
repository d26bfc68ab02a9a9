import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { SETTINGS } from "../../core/config/settings";
import { knownBytes, readPresets } from "./presets";

const shipped = async () =>
  new Response(await readFile(new URL("../../../public/presets.json", import.meta.url)));

describe("readPresets", () => {
  test("the shipped pairs are readable, each once, and a link can name them", async () => {
    const outcome = await readPresets("https://example.org/", shipped);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const pairs = outcome.value.map(({ a, b }) => `${a.id} ${b.id}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(pairs).toContain("onnx-community/SmolLM2-135M-ONNX HuggingFaceTB/SmolLM2-135M-Instruct");
    for (const { a, b } of outcome.value) {
      for (const { id, revision } of [a, b]) {
        expect(id).toMatch(SETTINGS.modelA.pattern);
        expect(revision).toMatch(SETTINGS.revisionA.pattern);
      }
    }
  });

  test.each([
    ["missing", async () => new Response("", { status: 404 })],
    ["of another form", async () => Response.json([{ id: "x" }])],
    ["out of reach", () => Promise.reject(new TypeError())],
  ])("a list that is %s is a failure that says what still works", async (_, read) => {
    expect(await readPresets("https://example.org/", read)).toMatchObject({
      ok: false,
      failure: { code: "page-incomplete", hint: expect.stringContaining("ids") as string },
    });
  });

  test("knows sizes without asking the Hub, for the pinned revision only", async () => {
    const outcome = await readPresets("https://example.org/", shipped);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const smol = knownBytes(outcome.value, "onnx-community/SmolLM2-135M-ONNX", "main");
    expect(smol[0]).toEqual({ dtype: "q4", bytes: 184_000_000 });
    expect(knownBytes(outcome.value, "onnx-community/SmolLM2-135M-ONNX", "v2")).toEqual([]);
    expect(knownBytes(outcome.value, "someone/else", "main")).toEqual([]);
  });
});
