import { describe, expect, test } from "vitest";
import type { WriteRequest } from "../../contract/lab";
import { FakeLab } from "../testing/fakeLab";
import { WritingState } from "./writing.svelte";

const request: WriteRequest = {
  writer: "a",
  prompt: "ab",
  chat: true,
  kept: [],
  sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
  seed: 1,
  maxNewTokens: 4,
};
const newLab = () => new FakeLab({ pieces: [..."abcdef"] });

describe("WritingState", () => {
  test("streams tokens and ends with the whole solution", async () => {
    const lab = newLab();
    const writing = new WritingState(lab);
    const seen: number[] = [];
    lab.options.pause = async () => void seen.push(writing.solution.length);
    const solution = await writing.write({ ...request, kept: [260, 261] });
    expect(seen).toEqual([2, 3, 4, 5]);
    expect(solution?.slice(0, 2).map(({ id }) => id)).toEqual([260, 261]);
    expect(writing.status).toMatchObject({ type: "written", writer: "a", tokens: 4, reason: "max-tokens" });
  });

  test("given up resolves with nothing, and shows nothing of it", async () => {
    const lab = newLab();
    const writing = new WritingState(lab);
    lab.options.pause = async () => writing.abandon();
    expect(await writing.write(request)).toBeUndefined();
    expect(writing.status).toEqual({ type: "idle" });
  });

  test("stopped before the first token resolves with nothing", async () => {
    const lab = newLab();
    const writing = new WritingState(lab);
    lab.options.pause = async () => writing.stop();
    expect(await writing.write(request)).toBeUndefined();
    expect(writing.status).toMatchObject({ type: "written", reason: "stopped", tokens: 0 });
  });

  test("a failure is kept beside who failed", async () => {
    const lab = newLab();
    const failure = { code: "too-long", message: "513 tokens; 512 fit." } as const;
    lab.write = () => ({
      run: 1,
      stop: () => undefined,
      [Symbol.asyncIterator]: async function* () {
        yield { type: "write-failed" as const, run: 1, failure };
      },
    });
    const writing = new WritingState(lab);
    expect(await writing.write(request)).toBeUndefined();
    expect(writing.status).toEqual({ type: "failed", writer: "a", failure });
    writing.reset();
    expect(writing.status).toEqual({ type: "idle" });
  });

  test("what was written before a failure stands", async () => {
    const lab = newLab();
    const token = { id: 7, text: "x", kind: "text" } as const;
    const failure = { code: "worker-crashed", message: "The lab stopped." } as const;
    lab.write = () => ({
      run: 1,
      stop: () => undefined,
      [Symbol.asyncIterator]: async function* () {
        yield { type: "write-start" as const, run: 1, prompt: [], kept: [] };
        yield { type: "write-token" as const, run: 1, token, logprob: -0.1 };
        yield { type: "write-failed" as const, run: 1, failure };
      },
    });
    const writing = new WritingState(lab);
    expect(await writing.write(request)).toEqual([token]);
    expect(writing.status).toEqual({ type: "failed", writer: "a", failure });
  });
});
