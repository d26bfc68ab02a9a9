import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeLab } from "../testing/fakeLab";
import { CountsState } from "./counts.svelte";

const lab = new FakeLab({ pieces: [..."abcdef"] });
const request = (text: string) => ({ prompt: "ab", chat: true, solution: { text } });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("tokens are counted when typing pauses, template included", async () => {
  const tokenize = vi.spyOn(lab, "tokenize");
  const counts = new CountsState(lab);
  for (const text of ["a", "ab", "abc"]) counts.request(request(text));
  await vi.runAllTimersAsync();
  expect(tokenize).toHaveBeenCalledTimes(1);
  expect([counts.counted?.prompt.length, counts.counted?.solution, counts.fresh]).toEqual([5, 3, true]);
  expect(counts.counted?.rendered).toBe("<|user|>ab<|end|><|assistant|>");
});

test("after another keystroke the count is shown, but no longer fresh", async () => {
  const counts = new CountsState(lab);
  counts.request(request("abc"));
  await vi.runAllTimersAsync();
  counts.request(request("abcd"));
  expect([counts.counted?.solution, counts.fresh]).toEqual([3, false]);
});

test("an answer that comes too late does not count", async () => {
  const answers: (() => void)[] = [];
  const counts = new CountsState({
    tokenize: async (asked) => {
      await new Promise<void>((answer) => answers.push(answer));
      return lab.tokenize(asked);
    },
  });
  counts.request(request("a"));
  await vi.advanceTimersByTimeAsync(300);
  counts.request(request("abc"));
  await vi.advanceTimersByTimeAsync(300);
  answers[1]?.();
  await vi.advanceTimersByTimeAsync(0);
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(counts.counted?.solution).toBe(3);
});

test("what cannot be counted is said", async () => {
  const failure = { code: "closed", message: "No model." } as const;
  const counts = new CountsState({ tokenize: async () => ({ ok: false, failure }) });
  counts.request(request("a"));
  await vi.runAllTimersAsync();
  expect([counts.counted, counts.failure]).toEqual([undefined, failure]);
});
