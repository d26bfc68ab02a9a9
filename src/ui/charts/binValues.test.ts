import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binValues, type Bin } from "./binValues";

const shown = (bins: Bin[]) => bins.map((bin) => `${bin.kind} ${bin.from}..${bin.to}: ${bin.count}`);

describe("binValues", () => {
  test("cuts the values' range at round numbers; an edge belongs to the range above, the last edge to the last", () => {
    expect(shown(binValues([0.05, 0.1, 0.15, 0.3, 0.35, 0.5], { bins: 5 }).bins)).toEqual([
      "range 0..0.1: 1",
      "range 0.1..0.2: 2",
      "range 0.2..0.3: 0",
      "range 0.3..0.4: 2",
      "range 0.4..0.5: 1",
    ]);
  });

  test("gives 0 a bin of its own, so that its mass does not drown the first range", () => {
    expect(shown(binValues([0, 0, 0, 0.1, 0.9], { bins: 2 }).bins)).toEqual([
      "zero 0..0: 3",
      "range 0..0.5: 1",
      "range 0.5..1: 1",
    ]);
  });

  test("counts what is no larger than zeroBelow as 0", () => {
    const { bins } = binValues([1e-9, -1e-9, 0.0005, 0.9], { bins: 2, zeroBelow: 1e-6 });
    expect(shown(bins)).toEqual(["zero 0..0.000001: 2", "range 0..0.5: 1", "range 0.5..1: 1"]);
  });

  test("keeps 0 among the ranges where values lie on both sides of it", () => {
    expect(shown(binValues([-0.5, 0, 0.4], { bins: 2 }).bins)).toEqual([
      "range -0.5..0: 1",
      "range 0..0.5: 2",
    ]);
  });

  test("gives infinities their own bins and counts NaN apart", () => {
    const { bins, missing } = binValues([-Infinity, 0.5, Infinity, Infinity, NaN], { bins: 1 });
    expect(shown(bins)).toEqual([
      "negative-infinite -Infinity..-Infinity: 1",
      "range 0..0.5: 1",
      "infinite Infinity..Infinity: 2",
    ]);
    expect(missing).toBe(1);
  });

  test("gives each whole number its own range", () => {
    expect(shown(binValues([1, 1, 2, 3], { bins: 40 }).bins)).toEqual([
      "range 0..1: 0",
      "range 1..2: 2",
      "range 2..3: 1",
      "range 3..4: 1",
    ]);
  });

  test("gives 0 a range like any other where values are said to be whole numbers", () => {
    expect(shown(binValues([0, 0, 1], { bins: 40, whole: true }).bins)).toEqual([
      "range 0..1: 2",
      "range 1..2: 1",
    ]);
    expect(shown(binValues([0, 0], { bins: 40, whole: true }).bins).slice(0, 1)).toEqual(["range 0..1: 2"]);
  });

  test("has one bin for values that are all 0, some for values that are all equal, none for no values", () => {
    expect(shown(binValues([0, 0], { bins: 10 }).bins)).toEqual(["zero 0..0: 2"]);
    expect(binValues([0.25, 0.25], { bins: 10 }).bins.filter((bin) => bin.count > 0)).toHaveLength(1);
    expect(binValues([], { bins: 10 }).bins).toEqual([]);
    expect(binValues([NaN], { bins: 10 })).toEqual({ bins: [], missing: 1 });
  });

  test("spans at least a given domain", () => {
    const { bins } = binValues([0.2], { bins: 5, domain: [0, 1] });
    expect([bins[0]?.from, bins.at(-1)?.to]).toEqual([0, 1]);
  });

  test("counts every value once, in the bin whose bounds hold it", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            // Nothing that is drawn is closer to 0 than this without being 0, and steps between denormals cannot be computed.
            fc.double({ min: -10, max: 10 }).map((value) => (Math.abs(value) < 1e-200 ? 0 : value)),
            fc.constantFrom(0, 0.1, 0.2, 0.3, 1),
            fc.integer({ min: -50, max: 50 }),
          ),
        ),
        fc.integer({ min: 1, max: 60 }),
        (values, count) => {
          const { bins, missing } = binValues(values, { bins: count });
          expect(missing).toBe(values.filter((value) => Number.isNaN(value)).length);
          const ranges = bins.filter((bin) => bin.kind === "range");
          const apart = bins.some((bin) => bin.kind === "zero");
          const last = ranges.at(-1);
          for (const bin of ranges) {
            const inside = values.filter(
              (value) =>
                value >= bin.from &&
                (value < bin.to || (bin === last && value <= bin.to)) &&
                !(apart && value === 0),
            );
            expect(bin.count).toBe(inside.length);
          }
          expect(bins.reduce((sum, bin) => sum + bin.count, missing)).toBe(values.length);
        },
      ),
    );
  });
});
