import { describe, expect, test } from "vitest";
import { CHOICE, idsOf, pair, PROMPT, SAMPLING, TOKENIZER, write } from "../../../tests/support/switchedPair";
import type { Side } from "../side";
import { generate } from "./generate";
import { endingsOf } from "./switching/endings";

const POLICY = { a: "never", b: "always" } as const;

/** Texts of the tokens that the pair writes, to stop at. */
const stopAt = (id: number): string => TOKENIZER.decode([id]);

interface Settings {
  seed: number;
  maxTokens: number;
  stopStrings: readonly string[];
  endRepetition: boolean;
}

async function alone(writer: Side, { seed, ...settings }: Settings, kept: readonly number[] = []) {
  const models = pair();
  const written = { ids: [...kept], reason: "" };
  const events = generate(models[writer], [...PROMPT, ...kept], {
    sampling: SAMPLING,
    seed,
    sample: 0,
    maxNewTokens: settings.maxTokens - kept.length,
    position: kept.length,
    endings: endingsOf(models, PROMPT.length, settings),
  });
  for await (const event of events) {
    if (event.type === "token") written.ids.push(event.id);
    else written.reason = event.reason;
  }
  return written;
}

describe("one model alone, with the endings of a switched answer", () => {
  test.each(["a", "b"] as const)(
    "%s writes and ends as the policy that never asks the other",
    async (writer) => {
      const reasons = new Set<string>();
      for (let seed = 0; seed < 40; seed++) {
        const settings = {
          seed,
          maxTokens: 20 + seed,
          stopStrings: seed % 3 === 0 ? [stopAt(12) + stopAt(13), stopAt(20)] : [],
          endRepetition: true,
        };
        const { models, ...rest } = { models: pair(), ...settings };
        const endings = endingsOf(models, PROMPT.length, rest);
        const policy = await write({ choice: { ...CHOICE, policy: POLICY[writer] }, seed, endings, models });
        const own = await alone(writer, settings);
        expect(own).toEqual({ ids: idsOf(policy), reason: policy.reason });
        reasons.add(own.reason);
        const half = own.ids.slice(0, Math.floor(own.ids.length / 2));
        expect(await alone(writer, settings, half)).toEqual(own);
      }
      expect(reasons.size).toBeGreaterThan(1);
    },
  );

  test("says at once that what it goes on from has ended", async () => {
    const settings = { seed: 1, maxTokens: 40, stopStrings: [stopAt(14)], endRepetition: true };
    expect(await alone("a", settings, [11, 14])).toEqual({ ids: [11, 14], reason: "stop-string" });
    expect(await alone("a", settings, Array<number>(40).fill(11))).toMatchObject({ reason: "repetition" });
  });
});
