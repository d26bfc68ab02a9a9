import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keptBuild, listKeptFiles, SERVICE_WORKER } from "./offline";

const SOURCE = new URL("../../public/isolation.js", import.meta.url);

function built(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "kept-build-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const FILES = {
  "index.html": "<!doctype html>",
  "assets/index-1.js": "1",
  "assets/ort-wasm-simd-threaded.asyncify-2.wasm": "large",
  "assets/gallery-3.js": "gallery",
  "gallery.html": "gallery",
  "models/base/onnx/model.onnx": "weights",
  "models/base/model.safetensors": "weights for training",
  "models/base/README.md": "card",
  [SERVICE_WORKER]: "",
};

test("a build is what the page reads, the large runtime for WebGPU only when it is used", () => {
  const { files, whenUsed } = keptBuild(built(FILES));
  expect(Object.keys(files)).toEqual(["assets/index-1.js", "index.html", "models/base/onnx/model.onnx"]);
  expect(Object.keys(whenUsed)).toEqual(["assets/ort-wasm-simd-threaded.asyncify-2.wasm"]);
  // SHA-256 of the letter 1.
  expect(files["assets/index-1.js"]).toBe("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b");
});

test("has another id exactly if a file that is kept is another one", () => {
  const id = (change: Record<string, string>) => keptBuild(built({ ...FILES, ...change })).id;
  const same = id({});
  expect(id({ "gallery.html": "other", [SERVICE_WORKER]: "other" })).toBe(same);
  expect(id({ "index.html": "<!doctype html><p>" })).not.toBe(same);
  expect(id({ "recordings/new.json": "{}" })).not.toBe(same);
});

test("the service worker in the sources keeps nothing; the built one names its files", () => {
  const source = readFileSync(SOURCE, "utf8");
  expect(source).toContain(`\nconst BUILD = { id: "", files: {}, whenUsed: {} };\n`);
  const folder = built({ ...FILES, [SERVICE_WORKER]: source });
  listKeptFiles(folder);
  const worker = readFileSync(join(folder, SERVICE_WORKER), "utf8");
  expect(worker).toContain(`\nconst BUILD = ${JSON.stringify(keptBuild(folder))};\n`);
  listKeptFiles(folder);
  expect(readFileSync(join(folder, SERVICE_WORKER), "utf8")).toBe(worker);
  writeFileSync(join(folder, SERVICE_WORKER), "something else");
  expect(() => listKeptFiles(folder)).toThrow(/isolation\.js has no line/);
});
