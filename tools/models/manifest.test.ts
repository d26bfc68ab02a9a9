import { expect, it } from "vitest";
import { manifestEntry } from "./manifest";

const ABOUT = {
  id: "base",
  label: "Base",
  description: "A model.",
  folder: "base",
  parameters: 10,
  made: { how: "training", seed: 1, steps: 2, data: "questions" },
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const CONTENTS = {
  "config.json": bytes("{}"),
  "generation_config.json": bytes("{}\n"),
  "tokenizer.json": bytes("abc"),
  "tokenizer_config.json": bytes(""),
  "onnx/model.onnx": bytes("12345"),
  "model.safetensors": bytes("not for browsers"),
};

it("lists what a browser downloads, with sizes and checksums, and their sum", () => {
  const { bytes: total, files, ...rest } = manifestEntry(ABOUT, CONTENTS);
  expect(rest).toEqual(ABOUT);
  expect(files.map(({ path, bytes: size }) => [path, size])).toEqual([
    ["config.json", 2],
    ["generation_config.json", 3],
    ["tokenizer.json", 3],
    ["tokenizer_config.json", 0],
    ["onnx/model.onnx", 5],
  ]);
  expect(total).toBe(13);
  // SHA-256 of "abc" is the first example of FIPS 180-2.
  expect(files[2]?.sha256).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

it("lists the reference values of the self-check apart: loading does not need them", () => {
  const entry = manifestEntry(ABOUT, { ...CONTENTS, "self-check.json": bytes("abc") });
  expect(entry.bytes).toBe(13);
  expect(entry.selfCheck).toEqual({ ...entry.files[2], path: "self-check.json" });
});

it("names a file that is missing", () => {
  const incomplete = Object.fromEntries(
    Object.entries(CONTENTS).filter(([path]) => path !== "tokenizer.json"),
  );
  expect(() => manifestEntry(ABOUT, incomplete)).toThrow("Model base has no file tokenizer.json.");
});
