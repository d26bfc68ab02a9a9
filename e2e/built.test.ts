import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DIST } from "../tools/serve.mjs";
import { openPage } from "./support";

/** Paths of the built files, with forward slashes. */
const FILES = readdirSync(DIST, { recursive: true, encoding: "utf8" })
  .filter((path) => statSync(join(DIST, path)).isFile())
  .map((path) => path.replaceAll("\\", "/"));

function read(path: string): string {
  return readFileSync(join(DIST, path), "utf8");
}

test("the ONNX runtime's two builds, for WASM and for WebGPU, are files of their own, each once", () => {
  const runtime = FILES.filter((path) => path.includes("ort-wasm"));
  expect(runtime.map((path) => path.replace(/-[\w-]{8}(\.\w+)$/, "$1")).sort()).toEqual([
    "assets/ort-wasm-simd-threaded.asyncify.js",
    "assets/ort-wasm-simd-threaded.asyncify.wasm",
    "assets/ort-wasm-simd-threaded.js",
    "assets/ort-wasm-simd-threaded.wasm",
  ]);
});

test("no file hides another as base64", () => {
  const scripts = FILES.filter((path) => /\.(js|css|html)$/.test(path));
  expect(scripts.filter((path) => /base64,[A-Za-z0-9+/]{10000}/.test(read(path)))).toEqual([]);
});

test("built pages name their parts by relative addresses and carry the content security policy", () => {
  const pages = FILES.filter((path) => path.endsWith(".html"));
  expect(pages).toContain("index.html");
  for (const page of pages) {
    const text = read(page);
    expect(text).toContain('http-equiv="Content-Security-Policy"');
    expect(text).not.toMatch(/(src|href)="(\/|https?:)/);
  }
});

test("the served page is cross-origin isolated at its first load, without a service worker", async () => {
  const { page } = await openPage({ gpu: "none" });
  expect(
    await page.evaluate(async () => ({
      isolated: crossOriginIsolated,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    })),
  ).toEqual({ isolated: true, workers: 0 });
});

test("the policy stops a script that was not shipped, in the page", async () => {
  const { page, errors } = await openPage({ gpu: "none", expectedErrors: [/Content Security Policy/] });
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ranInline = true";
    document.head.append(script);
    return "ranInline" in window;
  });
  expect(ran).toBe(false);
  expect(errors.join()).toContain("Content Security Policy");
});
