import { describe, expect, test } from "vitest";
import type { SwitchEvent, SwitchRequest } from "../src/contract/lab";
import { comparedPosition } from "../src/core/compare/comparedPosition";
import { metered } from "../tests/support/meteredModel";
import {
  all,
  endOf,
  idsOf,
  keptOf,
  loaded,
  positionsOf,
  PROMPT,
  REQUEST,
  tokensOf,
  written,
} from "../tests/support/switchedLab";
import { CHOICE, pair, replayOf, TOKENIZER } from "../tests/support/switchedPair";

describe("a switched run", () => {
  test("begins, sends positions in order and ends, through three workers", async () => {
    const { laboratory } = await loaded();
    const run = laboratory.switch(REQUEST);
    const events = await all(run);
    expect(events[0]).toMatchObject({
      type: "switch-start",
      run: run.run,
      rendered: "<|user|>abba<|end|><|assistant|>",
      a: { id: "A" },
      b: { id: "B" },
    });
    expect(events[0]?.type === "switch-start" && events[0].prompt.map(({ id }) => id)).toEqual(PROMPT);
    expect(events.slice(1, -1).every(({ type }) => type === "switch-positions")).toBe(true);
    expect(new Set(events.map((event) => event.run))).toEqual(new Set([run.run]));
    const positions = positionsOf(events);
    expect(positions.map(({ position }) => position)).toEqual(positions.map((_, index) => index));
    const expected = await written();
    expect(endOf(events)).toMatchObject({
      reason: expected.reason,
      written: expected.positions.length,
      effort: expected.effort,
      measured: [],
      draft: 1,
    });
  });

  test.each([1, 6])("says of every position what the core says of it, drafts of %d", async (pace) => {
    const { laboratory } = await loaded();
    const forced = [
      { position: 2, token: 200 },
      { position: 5, side: "b" as const },
    ];
    const events = await all(laboratory.switch({ ...REQUEST, forced, pace }));
    const { positions } = await written({ forced });
    expect(positionsOf(events)).toEqual(
      positions.map(({ a, b, token, position, author, forced: by, luck, drawA, drawB }) => ({
        ...comparedPosition(a, b, token, REQUEST.k),
        position,
        author,
        forced: by,
        luck,
        drawA,
        drawB,
      })),
    );
    expect(events.flatMap((event) => (event.type === "switch-positions" ? event.switches : []))).toEqual(
      positions.flatMap((position) => position.switch ?? []),
    );
  });

  test("tells how every token looks that stands, was drawn or is a candidate, each once", async () => {
    let now = 0;
    const { laboratory } = await loaded(pair, { clock: () => (now += 20) }); // sends every position by itself
    const events = await all(laboratory.switch({ ...REQUEST, pace: 4 }));
    const looks = events.flatMap((event) => (event.type === "switch-positions" ? event.tokens : []));
    const shown = looks.map(({ id }) => id);
    expect(new Set(shown).size).toBe(shown.length);
    expect(looks).toEqual(pair().a.tokens(shown));
    const needed = positionsOf(events).flatMap(({ token, drawA, drawB, candidates }) => [
      token,
      drawA,
      drawB,
      ...candidates.map(({ id }) => id),
    ]);
    expect([...new Set(needed)].sort()).toEqual([...shown].sort());
    expect(events.length).toBeGreaterThan(5);
  });

  test("goes on after what was kept, decided anew with other force and thresholds", async () => {
    const { laboratory } = await loaded();
    const first = await all(laboratory.switch({ ...REQUEST, choice: { ...CHOICE, policy: "never" } }));
    for (const change of [
      {},
      { forced: [{ position: 6, side: "b" as const }] },
      { forced: [{ position: 3, token: 25 }] },
      { choice: { ...CHOICE, threshold: 0.05 } },
    ]) {
      const { choice, forced } = { ...REQUEST, ...change };
      const events = await all(laboratory.switch({ ...REQUEST, choice, forced, kept: keptOf(first) }));
      const anew = await written(change);
      const stood = replayOf(keptOf(first), { choice, forced }).positions;
      expect([...tokensOf(stood), ...idsOf(events)]).toEqual(tokensOf(anew.positions));
      expect(positionsOf(events)[0]?.position ?? stood.length).toBe(stood.length);
      expect(endOf(events)).toMatchObject({
        reason: anew.reason,
        written: anew.positions.length - stood.length,
      });
    }
  });

  test.each(["budget", "stay", "control"] as const)(
    "goes on after any position as if it had not been interrupted, with the policy %s",
    async (policy) => {
      const { laboratory } = await loaded();
      const own = { budgetTokens: 3, budgetQuantile: 0, stayTokens: 4, controlTokens: 5, controlLength: 12 };
      const choice = { ...CHOICE, policy, own };
      const whole = await all(laboratory.switch({ ...REQUEST, choice }));
      for (let length = 0; length < positionsOf(whole).length; length++) {
        const kept = keptOf(whole).slice(0, length);
        const rest = await all(laboratory.switch({ ...REQUEST, choice, kept, pace: 3 }));
        expect(positionsOf(rest)).toEqual(positionsOf(whole).slice(length));
      }
    },
  );

  test("reads nothing of the prompt or what was kept once more, and frees what it leaves behind", async () => {
    const models = { a: metered(pair().a), b: metered(pair().b) };
    const { laboratory } = await loaded(() => ({ a: models.a.model, b: models.b.model }));
    const first = await all(laboratory.switch(REQUEST));
    const { a } = endOf(first).effort;
    expect(a.tokens).toBeGreaterThan(PROMPT.length);
    const kept = keptOf(first).slice(0, 8);
    const again = await all(laboratory.switch({ ...REQUEST, kept, seed: 8 }));
    const steps = idsOf(again).length;
    expect(endOf(again).effort.a.tokens).toBeLessThanOrEqual(steps + 1);
    expect(endOf(again).effort.a.passes).toBe(steps);
    expect([models.a.open(), models.b.open()]).toEqual([1, 1]);
    await all(laboratory.switch({ ...REQUEST, prompt: "ba" }));
    expect([models.a.open(), models.b.open()]).toEqual([1, 1]);
    expect(models.a.spent.passes).toBeGreaterThan(steps);
  });

  test("that comes while another one writes waits for its end, and both are what they would be alone", async () => {
    const latency = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
    const { laboratory } = await loaded(() => pair({ latency }));
    const order: number[] = [];
    const follow = async (seed: number) => {
      const events: SwitchEvent[] = [];
      for await (const event of laboratory.switch({ ...REQUEST, seed })) {
        if (event.type === "switch-positions") order.push(seed);
        events.push(event);
      }
      return idsOf(events);
    };
    const both = await Promise.all([follow(1), follow(2)]);
    expect(both[0]).toEqual(tokensOf((await written({ seed: 1 })).positions));
    expect(both[1]).toEqual(tokensOf((await written({ seed: 2 })).positions));
    expect(order).toEqual([...order].sort());
  });

  test("measures what pays where it may, once for a pair, and says so", async () => {
    let now = 0;
    // One device: a pass of either model takes as long, however many tokens it reads.
    const { laboratory } = await loaded(
      () => {
        const { a, b } = pair();
        return { a: metered(a, () => void (now += 20)).model, b: metered(b, () => void (now += 20)).model };
      },
      { clock: () => now },
    );
    const request: SwitchRequest = {
      ...REQUEST,
      choice: { ...CHOICE, policy: "never" },
      maxTokens: 200,
      endRepetition: false,
      pace: "auto",
    };
    const end = endOf(await all(laboratory.switch(request)));
    expect(end.written).toBe(200);
    expect(end.measured.map(({ length }) => length)).toEqual([1, 8, 16]);
    expect(end.draft).toBeGreaterThan(1);
    expect(end.effort.b.passes).toBeGreaterThan(Math.ceil(200 / 16));
    // The next run knows, and begins with the longest: B, which is silent, reads a draft in one pass.
    const next = endOf(await all(laboratory.switch({ ...request, seed: 50 })));
    expect(next).toMatchObject({ written: 200, effort: { b: { passes: Math.ceil(200 / 16) } } });
  });

  test("stops where it is told to, says so, and goes on from there", async () => {
    const latency = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
    let now = 0;
    const { laboratory } = await loaded(() => pair({ latency }), { clock: () => (now += 20) });
    const whole = await written();
    for (const pace of [1, 4]) {
      const run = laboratory.switch({ ...REQUEST, pace });
      const events: SwitchEvent[] = [];
      for await (const event of run) {
        events.push(event);
        if (idsOf(events).length >= 4) run.stop();
      }
      expect(endOf(events)).toMatchObject({ reason: "stopped", written: idsOf(events).length });
      expect(idsOf(events)).toEqual(tokensOf(whole.positions).slice(0, idsOf(events).length));
      const rest = await all(laboratory.switch({ ...REQUEST, pace, kept: keptOf(events) }));
      expect([...idsOf(events), ...idsOf(rest)]).toEqual(tokensOf(whole.positions));
    }
  });

  test("stopped before its turn writes nothing", async () => {
    const { laboratory } = await loaded(() =>
      pair({ latency: () => new Promise<void>((resolve) => setTimeout(resolve, 1)) }),
    );
    const first = all(laboratory.switch(REQUEST));
    const second = laboratory.switch({ ...REQUEST, seed: 2 });
    second.stop();
    const events = await all(second);
    expect(endOf(events)).toMatchObject({ reason: "stopped", written: 0 });
    expect(endOf(await first).reason).not.toBe("stopped");
  });

  test("decodes stop strings of the text alone, whoever wrote it", async () => {
    const { laboratory } = await loaded();
    const { positions } = await written();
    const stop = TOKENIZER.decode(tokensOf(positions.slice(3, 5)));
    const events = await all(laboratory.switch({ ...REQUEST, stopStrings: [stop] }));
    expect(endOf(events).reason).toBe("stop-string");
    expect(idsOf(events)).toEqual(tokensOf((await written({ stopStrings: [stop] })).positions));
  });
});
