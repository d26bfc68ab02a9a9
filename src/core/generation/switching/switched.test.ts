import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TableModel } from "../../../backends/table/tableModel";
import {
  authorsOf,
  idsOf,
  outcome,
  pair,
  PROMPT,
  SAMPLING,
  write,
  type Wish,
  type Written,
} from "../../../../tests/support/switchedPair";
import type { TokenId } from "../../model";
import { uniform } from "../../random";
import { process } from "../../sampling/chain";
import { draw } from "../../sampling/draw";
import { generate } from "../generate";
import type { Forced, SwitchPoint } from "./decisions";
import { steady } from "./pace";
import { POLICIES } from "./policies";

const switchesOf = ({ positions }: Written): SwitchPoint[] =>
  positions.flatMap((position) => position.switch ?? []);

async function alone(model: TableModel, seed = 7): Promise<TokenId[]> {
  const ids: TokenId[] = [];
  for await (const event of generate(model, PROMPT, {
    sampling: SAMPLING,
    seed,
    sample: 0,
    maxNewTokens: 40,
  })) {
    if (event.type === "token") ids.push(event.id);
  }
  return ids;
}

describe("switched", () => {
  test("hands over above the threshold and back below the lower one, and says why", async () => {
    const written = await write();
    let active = "a";
    for (const { position, author, statistics, switch: point } of written.positions) {
      const before = active;
      if (active === "a" && statistics.js > 0.2) active = "b";
      else if (active === "b" && statistics.js < 0.1) active = "a";
      expect(author).toBe(active);
      expect(point === undefined).toBe(active === before);
      if (point)
        expect(point).toMatchObject({ position, from: before, to: active, divergence: statistics.js });
    }
    expect(switchesOf(written).length).toBeGreaterThan(1);
    expect(switchesOf(written)[0]!.reason).toMatch(/^JS 0\.\d+ > 0\.2$/);
  });

  test("takes every token from its author's distribution with the luck of its position", async () => {
    const { positions } = await write({ seed: 3, sample: 5 });
    for (const { position, author, token, drawA, drawB, luck, a, b } of positions) {
      expect(luck).toBe(uniform(3, "token", 5, position));
      expect(drawA).toBe(draw(process(a, SAMPLING), luck));
      expect(drawB).toBe(draw(process(b, SAMPLING), luck));
      expect(token).toBe(author === "a" ? drawA : drawB);
    }
    expect(positions.map(({ position }) => position)).toEqual(positions.map((_, index) => index));
    expect(positions.some(({ drawA, drawB }) => drawA !== drawB)).toBe(true);
  });

  test("never B is A alone, always B is B alone", async () => {
    const { a, b } = pair();
    for (const seed of [1, 2, 3]) {
      expect(idsOf(await write({ choice: { policy: "never" }, seed }))).toEqual(await alone(a, seed));
      expect(idsOf(await write({ choice: { policy: "always" }, seed }))).toEqual(await alone(b, seed));
    }
  });

  test("two policies that agree up to a position write the same tokens up to it", async () => {
    const all = await Promise.all(POLICIES.map(({ id }) => write({ choice: { policy: id } })));
    for (const one of all) {
      for (const other of all) {
        const [authors, others] = [authorsOf(one), authorsOf(other)];
        let agree = 0;
        while (agree < authors.length && authors[agree] === others[agree]) agree++;
        expect(idsOf(one).slice(0, agree)).toEqual(idsOf(other).slice(0, agree));
      }
    }
  });

  test("writes a forced token whoever writes, and both go on after it", async () => {
    const forced = [{ position: 2, token: 200 }];
    const [free, held] = [await write(), await write({ forced })];
    expect(idsOf(held).slice(0, 2)).toEqual(idsOf(free).slice(0, 2));
    expect(held.positions[2]).toMatchObject({ token: 200, forced: "token" });
    expect(held.positions[2]).toMatchObject({
      drawA: free.positions[2]!.drawA,
      drawB: free.positions[2]!.drawB,
      author: free.positions[2]!.author,
    });
    // What is written after it is what the models say after it.
    const { a } = pair();
    const session = await a.open([...PROMPT, ...idsOf(held).slice(0, 3)]);
    expect(await session.next()).toEqual({ kind: "full", logprobs: held.positions[3]!.a });
  });

  test("a forced side writes its own draw", async () => {
    const free = await write({ choice: { policy: "never" } });
    const at = free.positions.findIndex(({ drawA, drawB }) => drawA !== drawB);
    const held = await write({ choice: { policy: "never" }, forced: [{ position: at, side: "b" }] });
    expect(held.positions[at]).toMatchObject({
      author: "b",
      token: free.positions[at]!.drawB,
      forced: "side",
      switch: { position: at, from: "a", to: "b", reason: "by hand" },
    });
    expect(held.positions.slice(0, at)).toEqual(free.positions.slice(0, at));
  });

  test("a forced position beyond the end changes nothing", async () => {
    expect(await write({ forced: [{ position: 999, side: "b", token: 5 }] })).toEqual(await write());
  });

  test.each([1, 8])(
    "refuses models that list their most probable tokens alone, in drafts of %d",
    async (length) => {
      for (const side of ["a", "b"] as const) {
        const written = await write({ models: pair({ [side]: { truncateTo: 5 } }), pace: steady(length) });
        expect(written).toMatchObject({ positions: [], reason: undefined });
        expect(written.error).toMatchObject({
          code: "bad-input",
          message: expect.stringMatching(/5 most probable tokens only/) as string,
        });
      }
    },
  );
});

describe.each(POLICIES.map(({ id }) => id))("in blocks, with the policy %s", (policy) => {
  test("writes what the plain loop writes, whatever the block, seed, end and force", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(1000),
          block: fc.integer({ min: 2, max: 12 }),
          threshold: fc.constantFrom(0, 0.05, 0.2, 0.5),
          switchBack: fc.constantFrom(-1, 0, 0.2),
          start: fc.constantFrom("a" as const, "b" as const),
          maxTokens: fc.integer({ min: 1, max: 30 }),
          stopStrings: fc.constantFrom([], ["\u0010"], ["\f\r"]),
          forced: fc.uniqueArray(
            fc.record(
              {
                position: fc.nat(20),
                side: fc.constantFrom("a" as const, "b" as const),
                token: fc.integer({ min: 10, max: 29 }),
              },
              { requiredKeys: ["position"] },
            ),
            { maxLength: 3, selector: ({ position }) => position },
          ),
        }),
        async ({ seed, block, threshold, switchBack, start, maxTokens, stopStrings, forced }) => {
          const wish: Wish = {
            choice: { policy, threshold, switchBack, start },
            seed,
            forced: forced as Forced[],
            endings: { maxTokens, stopStrings },
          };
          const plain = await write(wish);
          expect(outcome(await write({ ...wish, pace: steady(block) }))).toEqual(outcome(plain));
        },
      ),
      { numRuns: 25 },
    );
  });
});
