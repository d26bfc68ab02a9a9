import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Forced } from "./decisions";
import {
  FORCED_LISTS_PATTERN,
  FORCED_PATTERN,
  formatForced,
  formatForcedLists,
  parseForced,
  parseForcedLists,
} from "./forcedText";

const position = fc.nat(99_999);
const side = fc.constantFrom("a" as const, "b" as const);
const token = fc.nat(999_999);
const oneForced: fc.Arbitrary<Forced> = fc.oneof(
  fc.record({ position, side }),
  fc.record({ position, token }),
  fc.record({ position, side, token }),
);
const anyForced = fc.uniqueArray(oneForced, { maxLength: 12, selector: ({ position: at }) => at });
const sorted = (list: readonly Forced[]) => [...list].sort((one, other) => one.position - other.position);

/** Texts of the parts and letters that such lists have, and any others. */
const part = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(oneForced).map(formatForced) },
  fc.constantFrom("0", "", "12", "b", ":7"),
);
const hostile = fc.oneof(
  fc
    .array(fc.tuple(part, fc.constantFrom(".", ".", ",")), { maxLength: 8 })
    .map((parts) => parts.flat().slice(0, -1).join("")),
  fc.string({ unit: fc.constantFrom(..."0123456789ab:.,".split("")), maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 30 }),
);

describe("formatForced and parseForced", () => {
  test.each([
    ["", []],
    ["12b", [{ position: 12, side: "b" }]],
    ["20:345", [{ position: 20, token: 345 }]],
    ["7a:9", [{ position: 7, side: "a", token: 9 }]],
    [
      "0a.1:0.99999b:999999",
      [
        { position: 0, side: "a" },
        { position: 1, token: 0 },
        { position: 99_999, side: "b", token: 999_999 },
      ],
    ],
  ] as [string, Forced[]][])("“%s”", (text, list) => {
    expect(FORCED_PATTERN.test(text)).toBe(true);
    expect(parseForced(text)).toEqual(list);
    expect(formatForced(list)).toBe(text);
  });

  test("give any list back, in the order of its positions", () => {
    fc.assert(
      fc.property(anyForced, (list) => {
        const text = formatForced(list);
        expect(FORCED_PATTERN.test(text)).toBe(true);
        expect(parseForced(text)).toEqual(sorted(list));
      }),
    );
  });

  test("of two about one position the first counts", () => {
    expect(parseForced("5b.3a.5:7")).toEqual([
      { position: 3, side: "a" },
      { position: 5, side: "b" },
    ]);
  });

  test.each([
    "12",
    "b",
    ":5",
    "12c",
    "12b.",
    ".12b",
    "12b..13b",
    "12b,13b",
    "123456b",
    "1:1234567",
    "-1b",
    "1.5b",
    " 1b",
    "1b\n",
    "１b",
    "1b:",
    "1ab",
    "1:2b",
  ])("“%s” is no list", (text) => expect(FORCED_PATTERN.test(text)).toBe(false));

  test("whatever matches is read into positions, sides and tokens within bounds, once each and in order", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        if (!FORCED_PATTERN.test(text)) return;
        const list = parseForced(text);
        expect(list).toEqual(sorted(list));
        expect(new Set(list.map(({ position: at }) => at)).size).toBe(list.length);
        for (const { position: at, side: by, token: id } of list) {
          expect(at).toBeLessThan(100_000);
          expect(id ?? 0).toBeLessThan(1_000_000);
          expect(by !== undefined || id !== undefined).toBe(true);
        }
        expect(parseForced(formatForced(list))).toEqual(list);
      }),
      { numRuns: 2000 },
    );
  });

  test("answers to a long text that almost matches, too", () => {
    for (const text of ["1".repeat(50_000), `${"1a.".repeat(50_000)}!`, `${"1:1".repeat(50_000)}`]) {
      expect(FORCED_PATTERN.test(text)).toBe(false);
      expect(FORCED_LISTS_PATTERN.test(`${text}!`)).toBe(false);
    }
  });
});

describe("formatForcedLists and parseForcedLists", () => {
  test.each([
    ["", []],
    ["0", [[]]],
    ["0,0", [[], []]],
    ["0b", [[{ position: 0, side: "b" }]]],
    [
      "12b,0,0a:5.7:6",
      [
        [{ position: 12, side: "b" }],
        [],
        [
          { position: 0, side: "a", token: 5 },
          { position: 7, token: 6 },
        ],
      ],
    ],
  ] as [string, Forced[][]][])("“%s”", (text, lists) => {
    expect(FORCED_LISTS_PATTERN.test(text)).toBe(true);
    expect(parseForcedLists(text)).toEqual(lists);
    expect(formatForcedLists(lists)).toBe(text);
  });

  test("give any lists back", () => {
    fc.assert(
      fc.property(fc.array(anyForced, { maxLength: 6 }), (lists) => {
        const text = formatForcedLists(lists);
        expect(FORCED_LISTS_PATTERN.test(text)).toBe(true);
        expect(parseForcedLists(text)).toEqual(lists.map(sorted));
      }),
    );
  });

  test("whatever matches is read into as many lists as there are commas and one, unless it is empty", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        if (!FORCED_LISTS_PATTERN.test(text)) return;
        const lists = parseForcedLists(text);
        expect(lists).toHaveLength(text === "" ? 0 : text.split(",").length);
        expect(parseForcedLists(formatForcedLists(lists))).toEqual(lists);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([",", "0,", ",0", "00", "12b,", "12"])("“%s” is no list of lists", (text) => {
    expect(FORCED_LISTS_PATTERN.test(text)).toBe(false);
  });
});
