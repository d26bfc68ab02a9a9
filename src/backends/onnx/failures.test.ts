import { describe, expect, test } from "vitest";
import { ExpectedError } from "../../core/errors";
import { loadFailure, runtimeFailure } from "./failures";

describe("runtimeFailure", () => {
  test.each([
    ["std::bad_alloc", "out-of-memory"],
    ["WebAssembly.Memory.grow(): cannot grow memory", "out-of-memory"],
    ["RangeError: Array buffer allocation failed", "out-of-memory"],
    ["memory access out of bounds", "out-of-memory"],
    ["A valid external Instance reference no longer exists.", "device-lost"],
    ["GPU device is lost: Unknown reason", "device-lost"],
    ["something nobody has seen", "worker-crashed"],
  ])("%s → %s", (message, code) => {
    const failure = runtimeFailure("rl", new Error(message));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain("rl");
    expect(failure.message).toContain(message.slice(0, 20));
    expect(failure.hint).toBeTruthy();
  });

  test("keeps to the first line of a long report", () => {
    const failure = runtimeFailure("rl", new Error(`first line.\nstack ${"x".repeat(1000)}`));
    expect(failure.message).toBe("rl failed while computing: first line.");
  });
});

describe("loadFailure", () => {
  test("a failure that has a name keeps it", () => {
    const named = new ExpectedError("model-missing", "no file");
    expect(loadFailure("rl", named)).toBe(named);
  });

  test.each([
    [
      "Can't create a session. ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model because protobuf parsing failed.",
      "model-corrupt",
    ],
    ["The device (webgpu) does not support fp16.", "bad-input"],
    ["std::bad_alloc", "out-of-memory"],
  ])("%s → %s", (message, code) => {
    expect(loadFailure("rl", new Error(message)).code).toBe(code);
  });

  test("names the file that was being read", () => {
    const failure = loadFailure("rl", new Error("unknown pre-tokenizer"), "tokenizer.json");
    expect(failure.message).toBe("tokenizer.json of rl could not be read: unknown pre-tokenizer.");
  });

  test("what is no Error is described all the same", () => {
    expect(loadFailure("rl", 6341248).message).toContain("6341248");
  });
});
