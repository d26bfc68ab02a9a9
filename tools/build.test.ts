import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { needsBuild } from "./build.mjs";

let root = "";

/** A file changed at a time in s, its folder too. */
function file(path: string, seconds: number): void {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, "");
  utimesSync(full, seconds, seconds);
  for (let folder = dirname(full); folder !== root; folder = dirname(folder))
    utimesSync(folder, seconds, seconds);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "needs-build-"));
  file("index.html", 100);
  file("src/core/a.ts", 100);
  file("workers/b.ts", 100);
});
afterEach(() => rmSync(root, { recursive: true }));

test("without a build there is one to make", () => {
  expect(needsBuild(root)).toBe(true);
});

test("a build that is newer than all sources stays", () => {
  file("dist/index.html", 200);
  expect(needsBuild(root)).toBe(false);
});

test("a newer source, model or lock file asks for a build", () => {
  file("dist/index.html", 200);
  for (const path of [
    "src/core/a.ts",
    "workers/b.ts",
    "public/models/rl/onnx/model.onnx",
    "package-lock.json",
  ]) {
    file(path, 300);
    expect(needsBuild(root)).toBe(true);
    file(path, 100);
    expect(needsBuild(root)).toBe(false);
  }
});

test("a source that was taken away asks for a build, because its folder changed", () => {
  file("dist/index.html", 200);
  utimesSync(join(root, "src/core"), 300, 300);
  expect(needsBuild(root)).toBe(true);
});

test("notes, tests and tools do not", () => {
  file("dist/index.html", 200);
  file("README.md", 300);
  file("tools/models/make.ts", 300);
  file("e2e/compare.test.ts", 300);
  expect(needsBuild(root)).toBe(false);
});
