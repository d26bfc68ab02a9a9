import { describe, expect, test } from "vitest";
import { embeddedModels } from "./embedded";

const MANIFEST = [
  {
    id: "base",
    label: "Base",
    description: "Before RL.",
    folder: "base",
    bytes: 12,
    files: [{ path: "config.json", bytes: 12, sha256: "0".repeat(64) }],
    parameters: 350_000,
    made: { seed: 1 },
  },
];

function answer(body: unknown, status = 200): () => Promise<Response> {
  return async () => new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
}

describe("embeddedModels", () => {
  test("gives specs whose folders lie beside the page, whatever its path", async () => {
    const asked: string[] = [];
    const outcome = await embeddedModels("https://example.org/lab/index.html#x", (address) => {
      asked.push(address);
      return answer(MANIFEST)();
    });
    expect(asked).toEqual(["https://example.org/lab/models/manifest.json"]);
    expect(outcome).toEqual({
      ok: true,
      value: [
        {
          id: "base",
          label: "Base",
          description: "Before RL.",
          bytes: 12,
          parameters: 350_000,
          spec: {
            id: "base",
            folder: "https://example.org/lab/models/base/",
            dtype: "fp32",
            device: "auto",
            files: MANIFEST[0]?.files,
          },
        },
      ],
    });
  });

  test.each([
    ["is missing", answer("", 404), "model-missing", /404/],
    ["cannot be reached", () => Promise.reject(new TypeError("offline")), "network", /no answer/],
    ["is no JSON", answer("<html>"), "model-corrupt", /damaged/],
    [
      "lacks a checksum",
      answer([{ ...MANIFEST[0], files: [{ path: "a", bytes: 1 }] }]),
      "model-corrupt",
      /damaged/,
    ],
  ])("a list that %s is a failure in words", async (_, read, code, message) => {
    const outcome = await embeddedModels("https://example.org/", read);
    expect(outcome).toMatchObject({ ok: false, failure: { code } });
    expect(!outcome.ok && outcome.failure.message).toMatch(message);
  });

  test("what a validator says is a detail, not the message", async () => {
    const outcome = await embeddedModels("https://example.org/", answer("<html>"));
    const failure = outcome.ok ? undefined : outcome.failure;
    expect(failure?.detail).toMatch(/expected array/);
    expect(failure?.message).not.toMatch(/Invalid|expected/);
  });

  test("names the reference values that ship with a model", async () => {
    const selfCheck = { path: "self-check.json", bytes: 3, sha256: "1".repeat(64) };
    const outcome = await embeddedModels("https://example.org/", answer([{ ...MANIFEST[0], selfCheck }]));
    expect(outcome).toMatchObject({ ok: true, value: [{ spec: { selfCheck } }] });
  });
});
