import fc from "fast-check";
import { MAX_BRANCHES, type WholeBranch } from "../../src/core/config/branchTree";

const anyIds = fc.array(fc.nat(999_999_999), { minLength: 1, maxLength: 12 });
const anyWriter = fc.constantFrom("a", "b");

/** Versions of a solution as they come about: each leaves an earlier one at a position of it. */
export const anyBranches = fc
  .record({
    first: fc.record({ writer: fc.option(anyWriter, { nil: undefined }), ids: anyIds }),
    forced: fc.array(fc.record({ parent: fc.nat(), writer: anyWriter, from: fc.nat(), ids: anyIds }), {
      maxLength: MAX_BRANCHES - 1,
    }),
    shown: fc.nat(),
  })
  .map(({ first, forced, shown }) => {
    const whole: WholeBranch[] = [{ parent: undefined, from: 0, ...first }];
    for (const { parent, writer, from, ids } of forced) {
      const index = parent % whole.length;
      const before = whole[index]?.ids ?? [];
      const kept = before.slice(0, from % before.length);
      whole.push({ parent: index, writer, from: kept.length, ids: [...kept, ...ids] });
    }
    return { whole, shown: shown % whole.length };
  });
