import { afterEach, expect, test, vi } from "vitest";
import { compiledOnce } from "./compiledOnce";

/** The smallest WebAssembly module: its name and version. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const answers = vi.fn<() => Promise<Response>>();
vi.stubGlobal("fetch", answers);
afterEach(() => void answers.mockReset());

test("compiledOnce fetches once, and again only after it failed", async () => {
  const compiled = compiledOnce("/assets/engine.wasm");
  answers.mockResolvedValueOnce(new Response(null, { status: 404 }));
  await expect(compiled()).rejects.toMatchObject({
    code: "page-incomplete",
    message: expect.stringMatching(/engine\.wasm \(status 404\)/) as string,
  });
  answers.mockResolvedValueOnce(new Response("<!doctype html>"));
  await expect(compiled()).rejects.toMatchObject({ code: "page-incomplete" });
  answers.mockRejectedValueOnce(new TypeError("offline"));
  await expect(compiled()).rejects.toMatchObject({ code: "page-incomplete" });
  answers.mockResolvedValueOnce(new Response(EMPTY));
  expect(await compiled()).toBe(await compiled());
  expect(answers).toHaveBeenCalledTimes(4);
});
