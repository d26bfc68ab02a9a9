import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { byteRange, fileFor, portArgument, serve } from "./serve.mjs";

let folder = "";
let root = "";
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "serve-"));
  root = join(folder, "dist");
  mkdirSync(join(root, "assets"), { recursive: true });
  writeFileSync(join(root, "index.html"), "<p>page</p>");
  writeFileSync(join(root, "assets", "ort-1.mjs"), "export {};");
  writeFileSync(join(root, "assets", "ort-1.wasm"), "0123456789");
  writeFileSync(join(folder, "secret.txt"), "secret");
  server = await serve({ root, port: 0 });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

test("a page and everything it loads are cross-origin isolated", async () => {
  const answer = await fetch(`${server.origin}/`);
  expect(await answer.text()).toBe("<p>page</p>");
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "cross-origin",
    "content-security-policy": expect.stringContaining("script-src 'self' 'wasm-unsafe-eval'"),
  });
});

test("modules and WebAssembly have the types that browsers insist on", async () => {
  const type = async (path: string): Promise<string | null> =>
    (await fetch(`${server.origin}${path}`)).headers.get("content-type");
  expect(await type("/assets/ort-1.mjs")).toBe("text/javascript; charset=utf-8");
  expect(await type("/assets/ort-1.wasm")).toBe("application/wasm");
});

test("hashed names are kept for ever, others are asked for again", async () => {
  const page = await fetch(`${server.origin}/index.html`);
  expect(page.headers.get("cache-control")).toBe("no-cache");
  const again = await fetch(`${server.origin}/index.html`, {
    headers: { "If-None-Match": page.headers.get("etag") ?? "" },
  });
  expect(again.status).toBe(304);
  const asset = await fetch(`${server.origin}/assets/ort-1.wasm`);
  expect(asset.headers.get("cache-control")).toContain("immutable");
});

test("a part of a file can be asked for", async () => {
  const part = await fetch(`${server.origin}/assets/ort-1.wasm`, { headers: { Range: "bytes=2-4" } });
  expect([part.status, await part.text(), part.headers.get("content-range")]).toEqual([
    206,
    "234",
    "bytes 2-4/10",
  ]);
  const beyond = await fetch(`${server.origin}/assets/ort-1.wasm`, { headers: { Range: "bytes=10-" } });
  expect(beyond.status).toBe(416);
});

test("byte ranges: both ends included, from the end, cut at the file's size, others ignored", () => {
  expect(byteRange("bytes=0-0", 10)).toEqual({ start: 0, end: 0, partial: true });
  expect(byteRange("bytes=-3", 10)).toEqual({ start: 7, end: 9, partial: true });
  expect(byteRange("bytes=4-99", 10)).toEqual({ start: 4, end: 9, partial: true });
  expect(byteRange("bytes=5-4", 10)).toBeUndefined();
  expect(byteRange("bytes=0-1,3-4", 10)).toEqual({ start: 0, end: 9, partial: false });
  expect(byteRange(undefined, 10)).toEqual({ start: 0, end: 9, partial: false });
});

test("nothing outside the folder is served", async () => {
  for (const path of [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/../../secret.txt",
  ]) {
    expect(fileFor(root, path)).toBeUndefined();
  }
  expect(fileFor(root, "/%")).toBeUndefined();
  expect(fileFor(root, "/index.html%00")).toBeUndefined();
  expect((await fetch(`${server.origin}/absent.js`)).status).toBe(404);
  expect((await fetch(`${server.origin}//`)).status).toBe(200);
  expect((await fetch(`${server.origin}/`, { method: "POST" })).status).toBe(405);
});

test("headers can be left out, as a plain static host does", async () => {
  const plain = await serve({ root, port: 0, headers: {} });
  const answer = await fetch(`${plain.origin}/`);
  await plain.close();
  expect(answer.headers.get("cross-origin-opener-policy")).toBeNull();
});

test("a port that is asked for and taken is refused with its number", async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as AddressInfo;
  await expect(serve({ root, port })).rejects.toThrow(`Port ${port} of localhost is taken`);
  other.close();
});

test("--port takes a number", () => {
  expect(portArgument([])).toBeUndefined();
  expect(portArgument(["--port", "8080"])).toBe(8080);
  expect(() => portArgument(["--port", "x"])).toThrow('not "x"');
  expect(() => portArgument(["--port"])).toThrow("from 0 to 65535");
});
