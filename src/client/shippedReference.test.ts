import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { ModelSpec } from "../contract/model";
import { shippedReference } from "./shippedReference";

const SPEC: ModelSpec = {
  id: "base",
  folder: "https://example.org/models/base/",
  dtype: "fp32",
  device: "auto",
};
const REFERENCE = {
  format: "rl-on-off/self-check",
  version: 1,
  made: "by hand",
  vocabSize: 10,
  texts: [{ text: "x", ids: [1, 2], from: 1, rows: [{ ids: [3], logprobs: [0], rest: null }] }],
};
const TEXT = JSON.stringify(REFERENCE);
const fileOf = (text: string) => ({
  path: "self-check.json",
  bytes: text.length,
  sha256: createHash("sha256").update(text).digest("hex"),
});

describe("shipped reference values", () => {
  test("are read beside the model's other files", async () => {
    const asked: string[] = [];
    const found = await shippedReference(SPEC, fileOf(TEXT), async (address) => {
      asked.push(address);
      return new Response(TEXT);
    });
    expect(found).toEqual(REFERENCE);
    expect(asked).toEqual(["https://example.org/models/base/self-check.json"]);
  });

  test.each([
    ["are missing", async () => new Response("no", { status: 404 }), "model-missing", /status 404/],
    ["cannot be reached", () => Promise.reject(new TypeError("offline")), "network", /no answer/],
    ["are cut", async () => new Response(TEXT.slice(0, 20)), "model-corrupt", /20 bytes .* the \d+/],
    ["are others", async () => new Response(TEXT.replace("3", "4")), "model-corrupt", /damaged/],
  ])("that %s are named", async (_, read, code, message) => {
    const failing = shippedReference(SPEC, fileOf(TEXT), read);
    await expect(failing).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  test("that are something else are named even where they are as listed", async () => {
    const other = JSON.stringify({ ...REFERENCE, version: 7 });
    const failing = shippedReference(SPEC, fileOf(other), async () => new Response(other));
    await expect(failing).rejects.toMatchObject({ code: "model-corrupt" });
  });
});
