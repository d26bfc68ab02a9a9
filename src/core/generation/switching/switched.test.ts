import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { prefixHashLogits } from "../../../backends/table/logits";
import { TableModel, type TableOptions } from "../../../backends/table/tableModel";
import { TableTokenizer } from "../../../backends/table/tableTokenizer";
import type { TokenId } from "../../model";
import { generate } from "../generate";
import { standingOf, type SwitchChoice } from "./choice";
import type { Forced, SwitchPoint } from "./decisions";
import type { EndingOptions, SwitchEndReason } from "./endings";
import { Follower } from "./follower";
import { steady, type Pace } from "./pace";
import { POLICIES } from "./policies";
import { replay } from "./replay";
import { switched, type SwitchedPosition } from "./switched";

const TOKENIZER = new TableTokenizer(["a", "b"]);
const PROMPT: readonly TokenId[] = [7, 8, 9];
const SAMPLING = { temperature: 0.7, topK: 6, topP: 1, minP: 0 };
const CHOICE: SwitchChoice = {
  policy: "hysteresis",
  kind: "js",
  threshold: 0.2,
  switchBack: -1,
  start: "a",
  own: { budgetTokens: 5, controlTokens: 7, controlLength: 20 },
};

/** Two models that agree on most of a distribution and differ in the rest, over few tokens. */
function pair(options: Partial<TableOptions> = {}): { a: TableModel; b: TableModel } {
  const shared = prefixHashLogits(1, TOKENIZER.vocabSize, 6);
  const own = prefixHashLogits(2, TOKENIZER.vocabSize, 6);
  const few = (logits: Float64Array, prefix: readonly TokenId[]) =>
    logits.map((logit, id) => {
      if (id === TableTokenizer.end) return prefix.length > 12 ? -1 : -30;
      return id >= 10 && id < 30 ? logit : -40;
    });
  const a = (prefix: readonly TokenId[]) => few(shared(prefix), prefix);
  const b = (prefix: readonly TokenId[]) => {
    const share = prefix.at(-1)! % 3 === 0 ? 0.9 : 0.1;
    const [one, other] = [shared(prefix), own(prefix)];
    return few(
      one.map((logit, id) => (1 - share) * logit + share * other[id]!),
      prefix,
    );
  };
  return {
    a: new TableModel({ tokenizer: TOKENIZER, logits: a, id: "A", ...options }),
    b: new TableModel({ tokenizer: TOKENIZER, logits: b, id: "B", ...options }),
  };
}

interface Written {
  positions: SwitchedPosition[];
  reason: SwitchEndReason | undefined;
  effort: Record<"a" | "b", { passes: number; tokens: number }>;
}

interface Wish {
  choice?: Partial<SwitchChoice>;
  pace?: Pace;
  seed?: number;
  sample?: number;
  forced?: readonly Forced[];
  endings?: Partial<EndingOptions>;
  stop?: () => boolean;
  kept?: readonly SwitchedPosition[];
  models?: ReturnType<typeof pair>;
}

async function write(wish: Wish = {}): Promise<Written> {
  const { a, b } = wish.models ?? pair();
  const choice = { ...CHOICE, ...wish.choice };
  const luck = { seed: wish.seed ?? 7, sample: wish.sample ?? 0 };
  const forced = wish.forced ?? [];
  const replayed = replay(wish.kept ?? [], standingOf(choice, luck), choice.kind, forced);
  const kept = replayed.positions.map(({ token }) => token);
  const followers = { a: await Follower.open(a, PROMPT), b: await Follower.open(b, PROMPT) };
  const written: Written = {
    positions: [],
    reason: undefined,
    effort: { a: { passes: 0, tokens: 0 }, b: { passes: 0, tokens: 0 } },
  };
  const events = switched(followers, PROMPT, kept, {
    kind: choice.kind,
    sampling: SAMPLING,
    ...luck,
    standing: replayed.standing,
    forced,
    endings: {
      endOfText: new Set([TableTokenizer.end]),
      maxTokens: 40,
      room: 1000,
      stopStrings: [],
      decode: (ids) => a.decode(ids),
      endRepetition: true,
      ...wish.endings,
    },
    pace: wish.pace ?? steady(1),
    clock: () => 0,
    ...(wish.stop ? { stop: wish.stop } : {}),
  });
  for await (const event of events) {
    if (event.type === "positions") written.positions.push(...event.positions);
    else Object.assign(written, { reason: event.reason, effort: event.effort });
  }
  return written;
}

const idsOf = ({ positions }: Written) => positions.map(({ token }) => token);
const authorsOf = ({ positions }: Written) => positions.map(({ author }) => author).join("");
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

/** Everything of a text but the rows. */
const outcome = (written: Written) => ({
  reason: written.reason,
  positions: written.positions.map(({ a: _a, b: _b, ...rest }) => rest),
});

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
    for (const { author, token, drawA, drawB } of (await write()).positions) {
      expect(token).toBe(author === "a" ? drawA : drawB);
    }
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
});
