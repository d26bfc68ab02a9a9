import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { repetition } from "./repetition";

const times = (count: number, ...stretch: number[]) => Array.from({ length: count }, () => stretch).flat();
const upTo = (length: number) => Array.from({ length }, (_, index) => 1000 + index);

describe("repetition", () => {
  test.each([
    ["one token 32 times", times(32, 5), { period: 1, times: 32 }],
    ["two tokens 16 times", times(16, 5, 6), { period: 2, times: 16 }],
    ["three tokens 11 times", times(11, 5, 6, 7), { period: 3, times: 11 }],
    ["eight tokens four times", times(4, ...upTo(8)), { period: 8, times: 4 }],
    ["64 tokens four times", times(4, ...upTo(64)), { period: 64, times: 4 }],
    ["after anything else", [...upTo(50), ...times(4, 1, 2, 3, 4, 5, 6, 7, 8)], { period: 8, times: 4 }],
    ["a stretch that repeats itself within", times(4, 1, 1, 1, 1, 1, 1, 1, 2), { period: 8, times: 4 }],
  ])("%s", (_, solution, expected) => {
    expect(repetition(solution)).toEqual(expected);
  });

  test.each([
    ["nothing", []],
    ["one token 31 times", times(31, 5)],
    ["three tokens ten times and two more", [...times(10, 5, 6, 7), 5, 6]],
    ["eight tokens three times", times(3, ...upTo(8))],
    ["65 tokens four times", times(4, ...upTo(65))],
    ["a repetition that something ended", [...times(40, 5), 6]],
    ["the last repetition with one token wrong", [...times(3, ...upTo(8)), ...upTo(7), 5]],
  ])("none in %s", (_, solution) => {
    expect(repetition(solution)).toBeUndefined();
  });

  test("is the shortest stretch that the definition finds", () => {
    const solutions = fc
      .record({
        before: fc.array(fc.nat(2), { maxLength: 6 }),
        stretch: fc.array(fc.nat(2), { minLength: 1, maxLength: 12 }),
        count: fc.integer({ min: 1, max: 40 }),
        after: fc.array(fc.nat(2), { maxLength: 2 }),
      })
      .map(({ before, stretch, count, after }) => [...before, ...times(count, ...stretch), ...after]);
    fc.assert(
      fc.property(solutions, (solution) => {
        const found = Array.from({ length: 64 }, (_, index) => index + 1).find((period) => {
          const count = Math.max(4, Math.ceil(32 / period));
          const tail = solution.slice(-period * count);
          return (
            tail.length === period * count && tail.every((token, index) => token === tail[index % period])
          );
        });
        expect(repetition(solution)?.period).toBe(found);
      }),
      { numRuns: 500 },
    );
  });
});
