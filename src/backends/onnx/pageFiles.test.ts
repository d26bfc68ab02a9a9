import { describe, expect, test } from "vitest";
import { pageFileFailure } from "./pageFiles";

const FILES = { mjs: "https://example.org/assets/ort-1.js", wasm: "https://example.org/assets/ort-2.wasm" };
const NO_BACKEND = "no available backend found. ERR: [wasm]";
/** The smallest module: its magic word and version. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

function server(answer: () => Response | Promise<Response>) {
  const asked: [string, RequestCache | undefined][] = [];
  const read = async (address: string, { cache }: RequestInit) => {
    asked.push([address, cache]);
    return answer();
  };
  return { asked, read };
}

const found = (content: BodyInit) => () => new Response(content);
const missing = () => new Response("", { status: 404 });

describe("pageFileFailure", () => {
  test.each([
    [
      "a missing WebAssembly file",
      `${NO_BACKEND} RuntimeError: Aborted(CompileError: WebAssembly.instantiate(): expected 4 bytes)`,
      missing,
      "page-incomplete",
      /is missing: ort-2\.wasm \(status 404\)\.$/,
    ],
    [
      "a WebAssembly file that is cut",
      `${NO_BACKEND} RuntimeError: Aborted(CompileError: WebAssembly.instantiate(): section extends past the end)`,
      found(EMPTY_MODULE.slice(0, 6)),
      "page-incomplete",
      /is cut or damaged: ort-2\.wasm \(6 bytes\)\.$/,
    ],
    [
      "a missing loader",
      `${NO_BACKEND} TypeError: Failed to fetch dynamically imported module: ${FILES.mjs}`,
      missing,
      "page-incomplete",
      /is missing: ort-1\.js \(status 404\)\.$/,
    ],
    [
      "a loader that is cut",
      `${NO_BACKEND} SyntaxError: Unexpected end of input`,
      found("let a = {"),
      "page-incomplete",
      /is cut or damaged: ort-1\.js \(9 bytes\)\.$/,
    ],
    [
      "a missing part of the page's own scripts",
      "Failed to fetch dynamically imported module: https://example.org/assets/transformers.web-3.js",
      missing,
      "page-incomplete",
      /is missing: transformers\.web-3\.js/,
    ],
    [
      "a part that another browser does not name",
      "Importing a module script failed.",
      missing,
      "page-incomplete",
      /ort-1\.js/,
    ],
    [
      "a server that went away",
      `${NO_BACKEND} TypeError: Failed to fetch dynamically imported module: ${FILES.mjs}`,
      () => Promise.reject(new TypeError("Failed to fetch")),
      "network",
      /ort-1\.js \(no answer\)\.$/,
    ],
  ])("names %s", async (_, message, answer, code, words) => {
    const { asked, read } = server(answer);
    const failure = await pageFileFailure(new Error(message), FILES, read);
    expect(failure?.code).toBe(code);
    expect(failure?.message).toMatch(words);
    expect(failure?.hint).toMatch(/again/);
    expect(asked.map(([, cache]) => cache)).toEqual(["reload"]);
  });

  test("finds nothing wrong where the WebAssembly file is right", async () => {
    const { read } = server(found(EMPTY_MODULE));
    expect(await pageFileFailure(new Error(`${NO_BACKEND} ?`), FILES, read)).toBeUndefined();
  });

  test("asks for nothing where the error is about something else", async () => {
    const { asked, read } = server(missing);
    const error = new Error("Failed to load model because protobuf parsing failed.");
    expect([await pageFileFailure(error, FILES, read), asked]).toEqual([undefined, []]);
  });
});
