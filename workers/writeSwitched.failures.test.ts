import { describe, expect, test } from "vitest";
import { TableTokenizer } from "../src/backends/table/tableTokenizer";
import type { SwitchEvent } from "../src/contract/lab";
import { ExpectedError } from "../src/core/errors";
import type { LanguageModel } from "../src/core/model";
import { metered } from "../tests/support/meteredModel";
import {
  all,
  endOf,
  failureOf,
  idsOf,
  keptOf,
  loaded,
  REQUEST,
  tokensOf,
  written,
} from "../tests/support/switchedLab";
import { CHOICE, pair } from "../tests/support/switchedPair";

describe("what a switched run refuses", () => {
  test.each([
    ["an empty prompt", { prompt: "", chat: false }, "bad-input", /prompt is empty/],
    ["a huge prompt", { prompt: "a".repeat(1_000_001) }, "too-long", /1000001.*1000000/],
    [
      "a forced token beyond the vocabulary",
      { forced: [{ position: 3, token: 262 }] },
      "bad-input",
      /262.*position 3.*262 tokens, 0 to 261/,
    ],
  ] as const)("%s", async (_, change, code, message) => {
    const { laboratory } = await loaded();
    const events = await all(laboratory.switch({ ...REQUEST, ...change }));
    expect(events).toHaveLength(1);
    expect(failureOf(events)).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(failureOf(events).hint).toBeTruthy();
    // And is there for the next one.
    expect(endOf(await all(laboratory.switch(REQUEST))).written).toBeGreaterThan(0);
  });

  test("the last token of the vocabulary can be forced", async () => {
    const { laboratory } = await loaded();
    const forced = [{ position: 0, token: 261 }];
    expect(idsOf(await all(laboratory.switch({ ...REQUEST, forced })))[0]).toBe(261);
  });

  test("models whose vocabularies differ, with both sizes", async () => {
    const other = new TableTokenizer(["a", "b", "abba"]);
    const { laboratory } = await loaded(() => ({
      a: pair().a,
      b: pair({ tokenizer: other, logits: () => new Float64Array(other.vocabSize) }).b,
    }));
    expect(failureOf(await all(laboratory.switch(REQUEST)))).toMatchObject({
      code: "vocabulary-mismatch",
      message: "Vocabulary mismatch: A (A) has 262 tokens, B (B) has 263.",
    });
  });

  test.each(["a", "b"] as const)(
    "a prompt longer than the context of %s, with both numbers",
    async (side) => {
      const { laboratory } = await loaded(() => pair({ [side]: { contextLength: 6 } }));
      expect(failureOf(await all(laboratory.switch(REQUEST)))).toMatchObject({
        code: "too-long",
        message: expect.stringMatching(/has 7 tokens; model [AB] \([AB]\) reads at most 6/) as string,
      });
    },
  );

  test("no tokens in a prompt that fills a context, or whose kept text does", async () => {
    const { laboratory } = await loaded(() => pair({ b: { contextLength: 7 + 5 } }));
    const events = await all(laboratory.switch(REQUEST));
    expect(endOf(events)).toMatchObject({ reason: "context-full", written: 5 });
    const again = await all(laboratory.switch({ ...REQUEST, kept: keptOf(events) }));
    expect(endOf(again)).toMatchObject({ reason: "context-full", written: 0 });
    const { laboratory: full } = await loaded(() => pair({ a: { contextLength: 7 } }));
    expect(endOf(await all(full.switch(REQUEST)))).toMatchObject({ reason: "context-full", written: 0 });
  });

  test("models that list their most probable tokens alone", async () => {
    const { laboratory } = await loaded(() => pair({ b: { truncateTo: 3 } }));
    expect(failureOf(await all(laboratory.switch(REQUEST)))).toMatchObject({ code: "bad-input" });
  });

  test("a chat template that is not there", async () => {
    const { laboratory } = await loaded(() => pair({ chat: false }));
    expect(failureOf(await all(laboratory.switch(REQUEST)))).toMatchObject({ code: "bad-input" });
    expect(endOf(await all(laboratory.switch({ ...REQUEST, chat: false }))).written).toBeGreaterThan(0);
  });
});

describe("a model that dies in the middle", () => {
  test.each(["a", "b"] as const)(
    "leaves what was judged, and after reload of %s the rest follows",
    async (side) => {
      let loads = 0;
      const { laboratory, models } = await loaded(() => {
        loads++;
        return pair({ latency: () => new Promise<void>((resolve) => setTimeout(resolve, 1)) });
      });
      const whole = tokensOf((await written()).positions);
      const events: SwitchEvent[] = [];
      for await (const event of laboratory.switch(REQUEST)) {
        events.push(event);
        if (idsOf(events).length > 0) models[side === "a" ? 0 : 1]?.crash("out of luck");
      }
      expect(failureOf(events).code).toBe("worker-crashed");
      expect(idsOf(events).length).toBeGreaterThan(0);
      expect(idsOf(events)).toEqual(whole.slice(0, idsOf(events).length));
      expect((await laboratory.reload(side, () => undefined)).ok).toBe(true);
      expect(loads).toBe(3);
      const rest = await all(laboratory.switch({ ...REQUEST, kept: keptOf(events) }));
      expect([...idsOf(events), ...idsOf(rest)]).toEqual(whole);
    },
  );

  test.each([1, 4])("sends all that was judged before it, in drafts of %d", async (pace) => {
    const { laboratory } = await loaded(
      () => pair({ b: { failAt: { call: 3, code: "device-lost" } } }),
      { clock: () => 0 }, // no time passes, so nothing is sent before the end
    );
    const events = await all(laboratory.switch({ ...REQUEST, pace, choice: { ...CHOICE, policy: "never" } }));
    expect(failureOf(events)).toMatchObject({ code: "device-lost" });
    const whole = await written({ choice: { ...CHOICE, policy: "never" } });
    expect(idsOf(events)).toEqual(tokensOf(whole.positions).slice(0, 2 * pace));
  });

  test("and is there again for the next run goes on as if nothing had been", async () => {
    const whole = tokensOf((await written()).positions);
    for (const failing of ["a", "b"] as const) {
      let passes = 0;
      // One pass of one model fails, while that of the other is still under way.
      const fails = () => {
        if (++passes === 4) throw new ExpectedError("out-of-memory", "no room for this pass");
      };
      const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 3));
      const { laboratory } = await loaded(() => {
        const { a, b } = pair();
        const other = (model: LanguageModel) => metered(model, slow).model;
        return failing === "a"
          ? { a: metered(a, fails).model, b: other(b) }
          : { a: other(a), b: metered(b, fails).model };
      });
      const events = await all(laboratory.switch(REQUEST));
      expect(failureOf(events)).toMatchObject({ code: "out-of-memory", message: "no room for this pass" });
      expect(idsOf(events)).toEqual(whole.slice(0, 3));
      const rest = await all(laboratory.switch({ ...REQUEST, kept: keptOf(events) }));
      expect([...idsOf(events), ...idsOf(rest)]).toEqual(whole);
    }
  });
});
