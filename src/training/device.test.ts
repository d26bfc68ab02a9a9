import { afterEach, expect, it, vi } from "vitest";
import { startDevice } from "./device";

afterEach(() => vi.unstubAllGlobals());

function stubAdapter(adapter: object | null): void {
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => adapter } });
}

it("computes on WASM where there is no WebGPU, or no adapter", async () => {
  vi.stubGlobal("navigator", undefined);
  expect(await startDevice()).toBe("wasm");
  stubAdapter(null);
  expect(await startDevice()).toBe("wasm");
});

it.each([
  ["SwiftShader", { vendor: "google", architecture: "swiftshader", device: "", description: "" }],
  ["llvmpipe", { vendor: "mesa", architecture: "", device: "", description: "llvmpipe (LLVM 19.1)" }],
  [
    "any adapter that says so",
    { vendor: "", architecture: "", device: "", description: "", isFallbackAdapter: true },
  ],
])("refuses a GPU that is a program on the CPU: %s", async (_, info) => {
  stubAdapter({ info });
  expect(await startDevice()).toBe("wasm");
});
