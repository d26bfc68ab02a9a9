import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metered } from "../../../../tests/support/meteredModel";
import { pair, PROMPT } from "../../../../tests/support/switchedPair";
import { ExpectedError } from "../../errors";
import type { TokenId } from "../../model";
import { wholeRow } from "../wholeRow";
import { Follower } from "./follower";

const { a: MODEL } = pair();

const ROWS = new Map<string, Promise<Float32Array>>();

/** The row after a prefix, from a session that reads all of it anew. */
function rowAnew(prefix: readonly TokenId[]): Promise<Float32Array> {
  const key = prefix.join();
  const row =
    ROWS.get(key) ??
    MODEL.open(prefix)
      .then((session) => session.next())
      .then((distribution) => wholeRow(distribution, MODEL.info));
  ROWS.set(key, row);
  return row;
}

const anew = (ids: readonly TokenId[], from: number, to: number) =>
  Promise.all(Array.from({ length: to - from + 1 }, (_, index) => rowAnew(ids.slice(0, from + index))));

describe("Follower", () => {
  test("computes nothing before a row is asked for", async () => {
    const { model, spent } = metered(MODEL);
    await Follower.open(model, PROMPT);
    expect(spent).toEqual({ passes: 0, tokens: 0 });
  });

  test("reads the prompt in one pass, then one token a step", async () => {
    const { model } = metered(MODEL);
    const follower = await Follower.open(model, PROMPT);
    const ids = [...PROMPT];
    for (let step = 0; step < 5; step++) {
      expect(await follower.rows(ids, ids.length, ids.length)).toEqual([await rowAnew(ids)]);
      ids.push(10 + step);
    }
    expect(follower.effort).toEqual({ passes: 5, tokens: PROMPT.length + 4 });
  });

  test("reads a block that the other one drafted in one pass", async () => {
    const follower = await Follower.open(MODEL, PROMPT);
    const ids = [...PROMPT, 10, 11, 12, 13];
    expect(await follower.rows(ids, 4, 7)).toEqual(await anew(ids, 4, 7));
    expect(follower.effort).toEqual({ passes: 1, tokens: 7 });
  });

  test("reads prompt and block in one pass, where it has read neither", async () => {
    const follower = await Follower.open(MODEL, PROMPT);
    const ids = [...PROMPT, 10, 11, 12];
    expect(await follower.rows(ids, 3, 5)).toEqual(await anew(ids, 3, 5));
    expect(follower.effort).toEqual({ passes: 1, tokens: 5 });
  });

  test("gives a row once more for nothing", async () => {
    const follower = await Follower.open(MODEL, PROMPT);
    const [row] = await follower.rows(PROMPT, 3, 3);
    const effort = { ...follower.effort };
    expect(await follower.rows(PROMPT, 3, 3)).toEqual([row]);
    expect(follower.effort).toEqual(effort);
  });

  test("takes back what was read of another text, and reads on in the same pass", async () => {
    const follower = await Follower.open(MODEL, PROMPT);
    await follower.rows([...PROMPT, 10, 11, 12, 13], 3, 7);
    const { passes } = follower.effort;
    const other = [...PROMPT, 10, 20, 21];
    expect(await follower.rows(other, 5, 6)).toEqual(await anew(other, 5, 6));
    expect(follower.effort.passes).toBe(passes + 1);
  });

  test("follows a prefix that it has read, with its own model alone", async () => {
    const follower = await Follower.open(MODEL, PROMPT);
    await follower.rows([...PROMPT, 10, 11], 3, 5);
    expect(follower.follows(MODEL, PROMPT)).toBe(true);
    expect(follower.follows(MODEL, [...PROMPT, 10])).toBe(true);
    expect(follower.follows(MODEL, [...PROMPT, 11])).toBe(false);
    expect(follower.follows(MODEL, [...PROMPT, 10, 11, 12])).toBe(false);
    expect(follower.follows(pair().a, PROMPT)).toBe(false);
  });

  test("a prompt of one token can be gone back to", async () => {
    const follower = await Follower.open(MODEL, [9]);
    await follower.rows([9, 10, 11], 1, 3);
    expect(await follower.rows([9, 20, 21], 1, 3)).toEqual(await anew([9, 20, 21], 1, 3));
  });

  test("goes on after a pass that failed as if it had not been tried", async () => {
    let failing = true;
    const fail = (pass: number) => {
      if (failing && pass === 2) throw new ExpectedError("out-of-memory", "no room for this pass");
    };
    const { model } = metered(MODEL, fail);
    const follower = await Follower.open(model, PROMPT);
    const ids = [...PROMPT, 10, 11, 12];
    await follower.rows(ids, 4, 4);
    const before = { ...follower.effort };
    await expect(follower.rows(ids, 5, 6)).rejects.toThrow("no room for this pass");
    expect(follower.effort).toEqual(before);
    failing = false;
    expect(await follower.rows(ids, 5, 6)).toEqual(await anew(ids, 5, 6));
    expect(follower.effort).toEqual({ passes: before.passes + 1, tokens: before.tokens + 2 });
  });

  test("a call that a broken-off run left behind does not come between those of the next", async () => {
    let resume: () => void = () => undefined;
    const slow = (pass: number) =>
      pass === 2 ? new Promise<void>((resolve) => (resume = resolve)) : undefined;
    const { model } = metered(MODEL, slow);
    const follower = await Follower.open(model, PROMPT);
    const ids = [...PROMPT, 10, 11];
    await follower.rows(ids, 3, 3);
    const left = follower.rows(ids, 5, 5);
    const next = [follower.rows(ids, 4, 5), follower.rows([...PROMPT, 20], 4, 4)];
    await new Promise((resolve) => setTimeout(resolve, 0));
    resume();
    expect(await left).toEqual(await anew(ids, 5, 5));
    expect(await next[0]).toEqual(await anew(ids, 4, 5));
    expect(await next[1]).toEqual(await anew([...PROMPT, 20], 4, 4));
  });

  test("refuses a list of the most probable tokens", async () => {
    const { a } = pair({ truncateTo: 5 });
    const follower = await Follower.open(a, PROMPT);
    await expect(follower.rows(PROMPT, 3, 3)).rejects.toThrow(/A answers with its 5 most probable tokens/);
  });

  test("over any walk gives the rows that fresh sessions give, at the cost that it says", async () => {
    const token = fc.integer({ min: 10, max: 12 });
    const asks = fc.array(
      fc.record({ ids: fc.array(token, { maxLength: 8 }), from: fc.nat(8), more: fc.nat(8) }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(asks, fc.constantFrom([9], [7, 8, 9]), async (list, prompt) => {
        const { model, spent } = metered(MODEL);
        const follower = await Follower.open(model, prompt);
        for (const { ids: solution, from, more } of list) {
          const ids = [...prompt, ...solution];
          const first = Math.min(prompt.length + from, ids.length);
          const last = Math.min(first + more, ids.length);
          expect(await follower.rows(ids, first, last)).toEqual(await anew(ids, first, last));
          expect(follower.effort).toEqual(spent);
        }
      }),
      { numRuns: 100 },
    );
  });
});
