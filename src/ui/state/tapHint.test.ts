import { expect, test } from "vitest";
import { TapHintState } from "./tapHint.svelte";

test("the hint is wanted until a token was chosen, and never again on this browser", () => {
  const entries = new Map<string, string>();
  const store = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  };
  const hint = new TapHintState(() => store);
  expect([hint.wanted, new TapHintState(() => store).wanted]).toEqual([true, true]);
  hint.done();
  expect([hint.wanted, new TapHintState(() => store).wanted]).toEqual([false, false]);
});

test("where nothing can be remembered it goes for this visit", () => {
  const hint = new TapHintState(() => {
    throw new Error("SecurityError");
  });
  expect(hint.wanted).toBe(true);
  hint.done();
  expect(hint.wanted).toBe(false);
});
