import fc from "fast-check";
import { TableTokenizer } from "../../src/backends/table/tableTokenizer";
import type { SwitchChoice } from "../../src/core/generation/switching/choice";
import type { Forced } from "../../src/core/generation/switching/decisions";
import { POLICIES } from "../../src/core/generation/switching/policies";
import { CHOICE, WRITTEN_IDS } from "./switchedPair";

const side = fc.constantFrom("a" as const, "b" as const);

/** Choices that make the table pair switch often, seldom and never. */
export const anyChoice: fc.Arbitrary<SwitchChoice> = fc
  .record({
    policy: fc.constantFrom(...POLICIES.map(({ id }) => id)),
    kind: fc.constantFrom("js" as const, "klAB" as const, "klBA" as const, "tv" as const),
    threshold: fc.constantFrom(-1, 0, 0.05, 0.2, 0.5, 1.5),
    switchBack: fc.constantFrom(-1, 0, 0.04, 0.2),
    start: side,
    own: fc.record({
      stayTokens: fc.integer({ min: 1, max: 6 }),
      averageFactor: fc.constantFrom(0, 0.3, 0.7),
      windowPositions: fc.integer({ min: 1, max: 5 }),
      budgetTokens: fc.nat(12),
      budgetShare: fc.constantFrom(0, 0.1, 0.5, 1),
      budgetQuantile: fc.constantFrom(0, 0.5, 0.9, 1),
      controlTokens: fc.nat(12),
      controlLength: fc.integer({ min: 1, max: 25 }),
    }),
  })
  .map((choice) => ({ ...CHOICE, ...choice }));

/** Up to three positions by hand, tokens that the pair would never write and the end of the text among them. */
export const anyForced: fc.Arbitrary<Forced[]> = fc
  .uniqueArray(
    fc.record({
      position: fc.nat(24),
      side: fc.option(side, { nil: undefined }),
      token: fc.option(
        fc.oneof(
          { weight: 4, arbitrary: fc.integer({ min: WRITTEN_IDS.first, max: WRITTEN_IDS.last }) },
          fc.constantFrom(TableTokenizer.end, 0, 100, 261),
        ),
        { nil: undefined },
      ),
    }),
    { maxLength: 3, selector: ({ position }) => position },
  )
  .map((list) =>
    list.map(({ position, side: by, token }) => ({
      position,
      ...(by === undefined ? {} : { side: by }),
      ...(token === undefined ? {} : { token }),
    })),
  );
