import { describe, expect, test } from "vitest";
import { TableTokenizer } from "../../../backends/table/tableTokenizer";
import { metered } from "../../../../tests/support/meteredModel";
import { openBoth, outcome, pair, PROMPT, write, type Wish } from "../../../../tests/support/switchedPair";
import { steady, type Draft } from "./pace";

describe("what it costs", () => {
  const cost = async (wish: Wish) => {
    const { a, b } = pair();
    const models = { a: metered(a), b: metered(b) };
    const written = await write({ ...wish, models: { a: models.a.model, b: models.b.model } });
    expect(written.effort).toEqual({ a: models.a.spent, b: models.b.spent });
    return written;
  };

  test("token by token, as many passes of each model as tokens, the prompt in the first", async () => {
    const { positions, effort } = await cost({});
    const each = { passes: positions.length, tokens: PROMPT.length + positions.length - 1 };
    expect(effort).toEqual({ a: each, b: each });
  });

  test("in drafts, one pass of the silent model a draft", async () => {
    const { positions, effort } = await cost({ choice: { policy: "never" }, pace: steady(8) });
    expect(effort.a.passes).toBe(positions.length);
    expect(effort.b.passes).toBe(Math.ceil(positions.length / 8));
    // Each reads every token once.
    expect(effort.b.tokens).toBe(PROMPT.length + positions.length - 1);
  });

  test("in drafts that are cut, a pass of the silent model a draft and what is thrown away of the active one's", async () => {
    const drafts: Draft[] = [];
    const { positions, effort } = await cost({
      pace: { next: () => 6, took: (draft) => drafts.push(draft) },
    });
    expect(drafts.reduce((sum, { stood }) => sum + stood, 0)).toBe(positions.length);
    expect(drafts.some(({ stood, drafted }) => stood < drafted)).toBe(true);
    const drafted = drafts.reduce((sum, draft) => sum + draft.drafted, 0);
    expect(effort.a.passes + effort.b.passes).toBeLessThanOrEqual(drafted + drafts.length);
  });

  test("nothing is drafted beyond the end of the text", async () => {
    const drafts: Draft[] = [];
    const { effort } = await cost({
      choice: { policy: "never" },
      forced: [{ position: 3, token: TableTokenizer.end }],
      pace: { next: () => 8, took: (draft) => drafts.push(draft) },
    });
    expect(drafts).toMatchObject([{ drafted: 4, stood: 4 }]);
    expect(effort).toMatchObject({ a: { passes: 4 }, b: { passes: 1 } });
  });

  test("the pace is told how many were drafted, how many stood, and the time from first pass to last decision", async () => {
    let now = 0;
    const { a, b } = pair();
    const models = {
      a: metered(a, () => void (now += 3)).model,
      b: metered(b, () => void (now += 100)).model,
    };
    const drafts: Draft[] = [];
    await write({
      choice: { policy: "never" },
      models,
      clock: () => now,
      endings: { maxTokens: 10 },
      pace: { next: () => 4, took: (draft) => drafts.push(draft) },
    });
    expect(drafts).toEqual([
      { drafted: 4, stood: 4, agreed: 4, milliseconds: 112 },
      { drafted: 4, stood: 4, agreed: 4, milliseconds: 112 },
      { drafted: 2, stood: 2, agreed: 2, milliseconds: 106 },
    ]);
  });

  test("both models run at the same time token by token, and one after the other in drafts", async () => {
    const most = async (length: number) => {
      let [running, highest] = [0, 0];
      const latency = async () => {
        highest = Math.max(highest, ++running);
        await new Promise((resolve) => setTimeout(resolve, 0));
        running--;
      };
      const models = pair({ latency });
      await write({ choice: { policy: "never" }, models, pace: steady(length), endings: { maxTokens: 12 } });
      return highest;
    };
    expect([await most(1), await most(4)]).toEqual([2, 1]);
  });

  test("followers of a run before read on where they stand, and give the same", async () => {
    const models = pair();
    const wish: Wish = { models, pace: steady(4) };
    const followers = await openBoth(models);
    const first = await write({ ...wish, followers });
    const again = await write({ ...wish, followers, kept: first.positions.slice(0, 10), seed: 8 });
    expect(outcome(again)).toEqual(outcome(await write({ kept: first.positions.slice(0, 10), seed: 8 })));
    // Nothing of the prompt or of what was kept was read once more.
    const fresh = await write({ ...wish, kept: first.positions.slice(0, 10), seed: 8 });
    for (const side of ["a", "b"] as const) {
      expect(again.effort[side].tokens).toBeLessThanOrEqual(fresh.effort[side].tokens - PROMPT.length - 9);
    }
  });
});
