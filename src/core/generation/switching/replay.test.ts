import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyChoice, anyForced } from "../../../../tests/support/anySwitch";
import { idsOf, replayOf, write, type Wish, type Written } from "../../../../tests/support/switchedPair";
import { walkPolicy, sightOf } from "../../../../tests/support/walkPolicy";
import { steady } from "./pace";
import type { DecidedPosition } from "./replay";

/** What a replay says of positions, of written ones. */
const said = ({ positions }: Pick<Written, "positions">) =>
  positions.map(({ token, author, forced, switch: point }) => ({
    token,
    author,
    ...(forced ? { forced } : {}),
    ...(point ? { switch: point } : {}),
  }));

/** A finished text whose draws differ everywhere: 10 by A, 20 by B, with these divergences; A wrote all of it. */
const finished = (...divergences: number[]): DecidedPosition[] =>
  divergences.map((divergence) => ({ token: 10, statistics: sightOf(divergence), drawA: 10, drawB: 20 }));

describe("replay", () => {
  test("of the same settings is the text itself, and no token would be another", async () => {
    await fc.assert(
      fc.asyncProperty(anyChoice, anyForced, fc.nat(1000), async (choice, forced, seed) => {
        const wish: Wish = { choice, forced, seed };
        const written = await write(wish);
        const again = replayOf(written.positions, wish);
        expect(again.firstDifference).toBeUndefined();
        expect(again.positions).toEqual(said(written));
      }),
      { numRuns: 40 },
    );
  });

  test("of other settings is what would be written anew up to the first other token, and writing on from it the rest", async () => {
    let [cut, whole] = [0, 0];
    const settings = fc.record({ choice: anyChoice, forced: anyForced });
    const changes = settings.chain((before) =>
      fc.record({
        before: fc.constant(before),
        after: fc.oneof(
          settings,
          // A threshold that is dragged.
          fc.constantFrom(0, 0.1, 0.25, 0.4).map((threshold) => ({
            ...before,
            choice: { ...before.choice, threshold },
          })),
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(1000), fc.nat(2), async ({ before, after }, seed, sample) => {
        const written = await write({ ...before, seed, sample });
        const wish: Wish = { ...after, seed, sample, pace: steady(3) };
        const anew = await write(wish);
        const { positions, firstDifference } = replayOf(written.positions, wish);
        const differs = idsOf(written).findIndex((id, position) => id !== anew.positions[position]?.token);
        expect(firstDifference).toBe(differs < 0 ? undefined : differs);
        expect(positions).toHaveLength(differs < 0 ? written.positions.length : differs + 1);
        expect(positions).toEqual(said(anew).slice(0, positions.length));
        if (differs < 0) whole++;
        else cut++;

        const rest = await write({ ...wish, kept: written.positions });
        expect([...positions, ...said(rest)]).toEqual(said(anew));
        expect(rest.reason).toBe(anew.reason);
      }),
      { numRuns: 150 },
    );
    expect(Math.min(cut, whole)).toBeGreaterThan(20);
  });

  test("goes no further than the first token that is another, since what comes after is unknown", () => {
    const wish: Wish = { choice: { threshold: 0.3 } };
    const { positions, firstDifference, standing } = replayOf(finished(0, 0.2, 0.4, 0.1, 0.5), wish);
    expect(firstDifference).toBe(2);
    expect(positions.map(({ token, author }) => `${token}${author}`)).toEqual(["10a", "10a", "20b"]);
    expect(standing.active).toBe("b");
  });

  test("goes on where another author would have written the same token", () => {
    const same = finished(0, 0.4, 0).map((position) => ({ ...position, drawB: 10 }));
    const { positions, firstDifference } = replayOf(same, { choice: { threshold: 0.3 } });
    expect(firstDifference).toBeUndefined();
    expect(positions.map(({ author }) => author).join("")).toBe("aba");
  });

  test("a forced token is a difference unless it stands there already", () => {
    const text = finished(0, 0, 0);
    expect(replayOf(text, { forced: [{ position: 1, token: 10 }] })).toMatchObject({
      positions: [{}, { token: 10, forced: "token" }, {}],
    });
    expect(replayOf(text, { forced: [{ position: 1, token: 10 }] }).firstDifference).toBeUndefined();
    expect(replayOf(text, { forced: [{ position: 1, token: 99 }] }).firstDifference).toBe(1);
  });

  test("a token that is no longer forced gives way to the draw", () => {
    const text = finished(0, 0, 0).map((position, at) => (at === 1 ? { ...position, token: 99 } : position));
    expect(replayOf(text, {})).toMatchObject({ firstDifference: 1, positions: [{}, { token: 10 }] });
  });

  test("of nothing stands at the beginning", () => {
    expect(replayOf([], { choice: { start: "b" } })).toMatchObject({
      positions: [],
      standing: { active: "b" },
    });
  });

  test("decides as the policy alone does over the same divergences", () => {
    const divergences = [0.1, 0.4, 0.2, 0.05, 0.6, 0.3, 0];
    const same = finished(...divergences).map((position) => ({ ...position, drawB: 10 }));
    const choice = { policy: "hysteresis", kind: "js", threshold: 0.3, switchBack: 0.1 } as const;
    const authors = replayOf(same, { choice }).positions.map(({ author }) => author);
    expect(authors.join("")).toBe(walkPolicy(choice, divergences).authors);
  });
});
