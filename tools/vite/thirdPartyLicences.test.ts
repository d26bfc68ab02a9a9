import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { bundledPackage, carriedPackages, licenceNotices, packageFolder } from "./thirdPartyLicences";

function packageWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "package-"));
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const manifest = (name: string, version = "1.2.3", license: string | undefined = "MIT") =>
  JSON.stringify({ name, version, license });

describe("packageFolder", () => {
  test.each([
    ["/app/node_modules/comlink/dist/esm/comlink.mjs", "/app/node_modules/comlink"],
    ["/app/node_modules/@huggingface/jinja/dist/index.js", "/app/node_modules/@huggingface/jinja"],
    ["/app/node_modules/a/node_modules/b/index.js", "/app/node_modules/a/node_modules/b"],
    ["/app/node_modules/ort/dist/ort.wasm?url", "/app/node_modules/ort"],
    ["C:\\app\\node_modules\\zod\\index.js", "C:/app/node_modules/zod"],
    ["/app/src/main.ts", undefined],
    ["\0vite/preload-helper.js", undefined],
    ["\0/app/node_modules/zod/index.js?commonjs-proxy", undefined],
  ])("%j → %j", (id, folder) => {
    expect(packageFolder(id)).toBe(folder);
  });
});

test("carriedPackages reads what a file was bundled from out of its comments, each once", () => {
  const code = [
    "// ../../node_modules/.pnpm/@huggingface+jinja@0.5.10/node_modules/@huggingface/jinja/dist/index.js",
    "const a = 1; // not node_modules/this",
    "// node_modules/long/index.js",
    "// node_modules/long/umd.js",
  ].join("\n");
  expect(carriedPackages(code)).toEqual(["@huggingface/jinja", "long"]);
});

describe("bundledPackage", () => {
  test("takes every licence and notice that the package brings, word by word", () => {
    const folder = packageWith({
      "package.json": manifest("one"),
      "LICENSE.md": "Copyright (c) One\n",
      NOTICE: "Thanks.\n",
      "README.md": "MIT",
    });
    expect(bundledPackage(folder)).toEqual({
      name: "one",
      version: "1.2.3",
      licence: "MIT",
      text: "Copyright (c) One\n\nThanks.",
    });
  });

  test("knows the licence of the ONNX runtime, which is published without it, and where its notices are", () => {
    const folder = packageWith({
      "package.json": manifest("onnxruntime-web", "1.31.0-dev.20260914-8d85527a0"),
    });
    const { text } = bundledPackage(folder);
    expect(text).toMatch(/^Copyright \(c\) Microsoft Corporation\n\nPermission is hereby granted/);
    expect(text).toMatch(/onnxruntime\/blob\/8d85527a0\/ThirdPartyNotices\.txt$/);
  });

  test.each([
    ["a licence file", { "package.json": manifest("bare") }],
    [
      "a stated licence",
      { "package.json": JSON.stringify({ name: "bare", version: "1.2.3" }), LICENSE: "?" },
    ],
  ])("refuses a package without %s by name", (_, files) => {
    expect(() => bundledPackage(packageWith(files))).toThrow(
      /bare 1\.2\.3 is in the bundle and has no licence/,
    );
  });
});

test("licenceNotices lists all packages by name, then their licences", () => {
  const notices = licenceNotices([
    { name: "zod", version: "4.0.0", licence: "MIT", text: "Z" },
    { name: "comlink", version: "4.4.2", licence: "Apache-2.0", text: "C" },
  ]);
  const rule = "=".repeat(80);
  expect(notices.split("\n").slice(2)).toEqual([
    ...["  comlink 4.4.2 (Apache-2.0)", "  zod 4.0.0 (MIT)", ""],
    ...[rule, "comlink 4.4.2", "Licence: Apache-2.0", rule, "", "C", ""],
    ...[rule, "zod 4.0.0", "Licence: MIT", rule, "", "Z", ""],
  ]);
});
