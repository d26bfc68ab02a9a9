import fc from "fast-check";
import { expect, test } from "vitest";
import { anyChoice, anyForced } from "../../../../tests/support/anySwitch";
import { metered } from "../../../../tests/support/meteredModel";
import { openBoth, outcome, pair, replayOf, write, type Wish } from "../../../../tests/support/switchedPair";
import type { SwitchedPosition } from "./switched";

/** What comes in the way of a run: a stop, asked for at some check, or a model that fails at some pass. */
const interruption = fc.oneof(
  fc.record({ type: fc.constant("stop" as const), after: fc.nat(30) }),
  fc.record({
    type: fc.constant("fail" as const),
    side: fc.constantFrom("a" as const, "b" as const),
    call: fc.integer({ min: 1, max: 20 }),
  }),
);

const cases = fc.record({
  choice: anyChoice,
  forced: anyForced,
  seed: fc.nat(100_000),
  sample: fc.nat(3),
  sampling: fc.constantFrom(
    { temperature: 0.7, topK: 6, topP: 1, minP: 0 },
    { temperature: 0, topK: 0, topP: 1, minP: 0 },
    { temperature: 1.2, topK: 0, topP: 0.95, minP: 0.01 },
  ),
  prompt: fc.constantFrom([7, 8, 9], [9]),
  /** Lengths of the drafts, over and over. */
  drafts: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
  endings: fc.record({
    maxTokens: fc.integer({ min: 1, max: 30 }),
    room: fc.oneof({ weight: 3, arbitrary: fc.constant(1000) }, fc.integer({ min: 1, max: 30 })),
    stopStrings: fc.constantFrom([], [], ["\u0010"], ["\f\r", "\u0019\u0018"], ["\u0012\u0012"]),
  }),
  interruptions: fc.array(interruption, { maxLength: 3 }),
});

test("however it is drafted, stopped and broken off, a text goes on to what the plain loop writes in one go", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ drafts, interruptions, ...settings }) => {
      const plain = await write(settings);

      let next = 0;
      const wish: Wish = {
        ...settings,
        pace: { next: () => drafts[next++ % drafts.length] as number, took: () => undefined },
      };
      const written: SwitchedPosition[] = [];
      let models = { a: metered(pair().a), b: metered(pair().b) };
      let followers = await openBoth({ a: models.a.model, b: models.b.model }, settings.prompt);
      const go = async (more: Wish = {}) => {
        // What stands is decided again from its numbers, and stands.
        expect(replayOf(written, wish).firstDifference).toBeUndefined();
        const run = await write({ ...wish, followers, kept: written, ...more });
        written.push(...run.positions);
        return run;
      };
      for (const one of interruptions) {
        if (one.type === "stop") {
          let asked = 0;
          const { reason } = await go({ stop: () => ++asked > one.after });
          if (reason !== "stopped") expect(reason).toBe(plain.reason);
          continue;
        }
        const failing = pair({ [one.side]: { failAt: { call: one.call, code: "device-lost" } } });
        const { reason, error } = await go({ followers: await openBoth(failing, settings.prompt) });
        expect(error ? error.code : reason).toBe(error ? "device-lost" : plain.reason);
        models = { a: metered(pair().a), b: metered(pair().b) }; // loaded again
        followers = await openBoth({ a: models.a.model, b: models.b.model }, settings.prompt);
      }
      const end = await go();
      expect(outcome({ ...end, positions: written })).toEqual(outcome(plain));
      for (const side of ["a", "b"] as const) {
        expect(followers[side].effort).toEqual(models[side].spent);
      }
    }),
    { numRuns: 400 },
  );
});
