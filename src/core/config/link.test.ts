import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldTree, MAX_BRANCHES } from "./branchTree";
import { readLink, TEXT_SETTINGS, wellFormed, writeLink } from "./link";
import { formatForced, parseForced } from "../generation/switching/forcedText";
import { pack, unpack } from "./packedText";
import { defaultSettings, SETTING_ROWS, SETTINGS, type Setting, type Settings } from "./settings";
import { anyBranches } from "../../../tests/support/anyBranches";
import { clampNumber } from "./values";

/** Any value the row allows. */
function valueOf(row: Setting): fc.Arbitrary<unknown> {
  switch (row.kind) {
    case "flag":
      return fc.boolean();
    case "choice":
      return fc.constantFrom(...row.choices.map((choice) => choice.value));
    case "number":
      return row.integer
        ? fc.integer({ min: row.min, max: row.max })
        : fc.double({ min: row.min, max: row.max, noNaN: true }).map((x) => clampNumber(row, x));
    case "numbers":
      return row.unique
        ? fc.uniqueArray(fc.nat(16_000), { maxLength: 20 })
        : fc.array(fc.nat(16_000), { maxLength: 20 });
    case "names":
      return fc.subarray([...row.names]);
    case "text":
      return row.pattern
        ? fc.stringMatching(row.pattern, { size: "small" }).filter((text) => text.length <= row.maxLength)
        : fc.string({ unit: "binary" });
    case "range":
      return fc
        .option(fc.tuple(fc.nat(row.max), fc.nat(row.max)))
        .map((pair) => pair && [Math.min(...pair), Math.max(...pair)]);
    case "tree":
      return fc.constant(row.default);
  }
}

const anySettings = fc.record(
  Object.fromEntries(SETTING_ROWS.map(([id, row]) => [id, valueOf(row)])),
) as unknown as fc.Arbitrary<Settings>;

/** What is forced where it can be: once a position, before the last token that may be written. */
function withForceInPlace(settings: Settings): Settings {
  const forced = parseForced(settings.forced).filter(({ position }) => position < settings.maxNewTokens);
  return { ...settings, forced: formatForced(forced) };
}

/** Settings that go together: an example without texts of its own, or a text with or without other versions of it. */
const anyState = fc
  .tuple(anySettings.map(withForceInPlace), anyBranches)
  .map(([settings, { whole, shown }]): Settings => {
    if (settings.recording !== "") {
      return TEXT_SETTINGS.reduce((rest, id) => ({ ...rest, [id]: SETTINGS[id].default }), settings);
    }
    if (whole.length < 2) return settings;
    return { ...settings, solutionIds: whole[shown]?.ids ?? [], branches: foldTree(whole, shown) };
  });

describe("writeLink", () => {
  test("names nothing where nothing differs from the defaults", () => {
    expect(writeLink("compare", defaultSettings())).toBe("#/compare");
  });

  test("is readable", () => {
    const settings = { ...defaultSettings(), prompt: "How many r in strawberry?", seed: 7, pins: [3, 14] };
    expect(writeLink("compare", settings)).toBe("#/compare?v=1&q=How+many+r+in+strawberry?&pins=3.14&seed=7");
  });

  test("packs long texts into one key", () => {
    const settings = { ...defaultSettings(), prompt: "again and ".repeat(1000), solution: "done" };
    const hash = writeLink("compare", settings);
    expect(hash).toMatch(/^#\/compare\?v=1&z=[\w-]+$/);
    expect(hash.length).toBeLessThan(200);
    expect(readLink(hash).link.settings).toEqual(settings);
  });

  test("is read back as it was, whatever the settings", () => {
    fc.assert(
      fc.property(anyState, (settings) => {
        const { link, notices } = readLink(writeLink("compare", settings));
        expect(notices).toEqual([]);
        expect(link.settings).toEqual(settings);
      }),
      { numRuns: 500 },
    );
  });

  test("has one key for one setting", () => {
    const keys = SETTING_ROWS.map(([, row]) => row.url);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).not.toContain("v");
    expect(keys).not.toContain("z");
    expect(keys).not.toContain("d");
  });
});

describe("readLink", () => {
  test("of nothing is the defaults", () => {
    for (const hash of ["", "#", "#/", "#/compare", "#/compare?"]) {
      expect(readLink(hash)).toEqual({
        link: { view: "compare", settings: defaultSettings(), given: new Set(), digest: undefined },
        notices: [],
      });
    }
  });

  test("clamps what is out of range, and says so", () => {
    const { link, notices } = readLink("#/compare?t=99&k=2.6&seed=-5");
    expect(link.settings).toMatchObject({ temperature: SETTINGS.temperature.max, k: 3, seed: 0 });
    expect(notices).toEqual([
      { type: "value", key: "t", setting: "temperature", problem: { type: "clamped", from: "99", to: "5" } },
      { type: "value", key: "k", setting: "k", problem: { type: "clamped", from: "2.6", to: "3" } },
      { type: "value", key: "seed", setting: "seed", problem: { type: "clamped", from: "-5", to: "0" } },
    ]);
  });

  test("refuses what is no value, keeps the default, and says what was expected", () => {
    const { link, notices } = readLink("#/compare?m=vibes&t=warm&chat=maybe&pins=1,2&a=../../etc&th=0x10&k=");
    expect(link.settings).toEqual(defaultSettings());
    expect(
      notices.map((notice) => (notice.type === "value" ? [notice.key, notice.problem.type] : notice)),
    ).toEqual([
      ["m", "refused"],
      ["t", "refused"],
      ["chat", "refused"],
      ["pins", "refused"],
      ["a", "refused"],
      ["th", "refused"],
      ["k", "refused"],
    ]);
  });

  test("names unknown keys and views instead of dropping them silently", () => {
    expect(readLink("#/train?colour=red&v=1").notices).toEqual([
      { type: "unknown-view", view: "train" },
      { type: "unknown-key", key: "colour" },
    ]);
    expect(readLink("#/compare?__proto__=1&constructor=2").notices).toEqual([
      { type: "unknown-key", key: "__proto__" },
      { type: "unknown-key", key: "constructor" },
    ]);
  });

  test("of a newer version reads what it knows and says that there may be more", () => {
    const { link, notices } = readLink("#/compare?v=2&seed=9");
    expect(link.settings.seed).toBe(9);
    expect(notices).toEqual([{ type: "newer-version", version: "2" }]);
  });

  test("survives broken escapes and damaged packed texts", () => {
    expect(readLink("#/compare?q=%E0%A4%A&z=!!!!&v=x").notices).toEqual([
      { type: "damaged", key: "q" },
      { type: "damaged", key: "z" },
      { type: "damaged", key: "v" },
    ]);
  });

  test("rounds what is not on its step, and says so where it looks different", () => {
    const { link, notices } = readLink("#/compare?t=1.02&th=0.1234567&topp=0.30000000000000004&seed=7.4");
    expect(link.settings).toMatchObject({ temperature: 1, threshold: 0.12346, topP: 0.3, seed: 7 });
    expect(notices).toEqual([
      {
        type: "value",
        key: "t",
        setting: "temperature",
        problem: { type: "clamped", from: "1.02", to: "1" },
      },
      { type: "value", key: "seed", setting: "seed", problem: { type: "clamped", from: "7.4", to: "7" } },
    ]);
  });

  test("takes the first of what is named twice, and names it once", () => {
    const { link, notices } = readLink("#/compare?k=3&k=4&m=tv&k=5&v=1&v=1&constructor=1");
    expect([link.settings.k, link.settings.measure]).toEqual([3, "tv"]);
    expect(notices).toEqual([
      { type: "repeated-key", key: "k" },
      { type: "repeated-key", key: "v" },
      { type: "unknown-key", key: "constructor" },
    ]);
    const twice = readLink(`#/compare?q=mine&z=${pack(["packed", "answer"])}&s=late`);
    expect(twice.link.settings).toMatchObject({ prompt: "mine", solution: "answer" });
    expect(twice.notices).toEqual([
      { type: "repeated-key", key: "q" },
      { type: "repeated-key", key: "s" },
    ]);
  });

  test("does not use texts beside an example, and names them", () => {
    const { link, notices } = readLink("#/compare?q=Why?&r=strawberry&s=So&ids=1.2&chat=0&m=tv");
    expect(link.settings).toEqual({ ...defaultSettings(), recording: "strawberry", measure: "tv" });
    expect([...link.given]).toEqual(["recording", "measure"]);
    expect(notices).toEqual(
      ["q", "s", "ids", "chat"].map((key) => ({ type: "unused-key", key, beside: "r" })),
    );
  });

  test("reads a selection, and refuses one that is none", () => {
    expect(readLink("#/compare?range=12-40").link.settings.range).toEqual([12, 40]);
    for (const wrong of ["40-12", "12", "-", "1-2-3", "-1-4", "0-99999", "1.5-2"]) {
      const { link, notices } = readLink(`#/compare?range=${wrong}`);
      expect(link.settings.range).toBeNull();
      expect(notices).toMatchObject([
        { type: "value", key: "range", problem: { type: "refused", value: wrong } },
      ]);
    }
  });

  test("reads the versions of a solution, and leaves out damaged ones without losing the rest", () => {
    const good = readLink("#/compare?q=Why?&ids=5.6.7&tree=t;0b1.9");
    expect(good.notices).toEqual([]);
    expect(good.link.settings.branches).toHaveLength(2);
    const many = Array.from({ length: MAX_BRANCHES }, () => ";0b1.9").join("");
    for (const wrong of ["x", "t;t", "t;1b1.9", `t${many}`, "t;0b1.-9", "t.1;0b1.9", "t;0c1.9"]) {
      const { link, notices } = readLink(`#/compare?q=Why?&ids=5.6.7&tree=${wrong}`);
      expect(link.settings).toMatchObject({ prompt: "Why?", solutionIds: [5, 6, 7], branches: [] });
      expect(notices).toMatchObject([{ type: "value", key: "tree", problem: { type: "refused" } }]);
    }
    for (const stray of ["#/compare?q=Why?&tree=t;0b1.9", "#/compare?q=Why?&ids=5&tree=t;0b2.9"]) {
      const { link, notices } = readLink(stray);
      expect(link.settings).toMatchObject({ prompt: "Why?", branches: [] });
      expect(notices).toEqual([{ type: "damaged", key: "tree" }]);
    }
  });

  test("does not unfold a bomb", () => {
    const bomb = pack(["a".repeat(20_000_000), ""]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(unpack(bomb, 2)).toBeUndefined();
  });

  test("does not look at a link that is too long", () => {
    const { notices } = readLink(`#/compare?q=${"a".repeat(300_000)}`);
    expect(notices).toEqual([{ type: "too-long", length: 300_012, limit: 200_000 }]);
  });

  test("never throws, and always gives usable settings", () => {
    const nasty = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc
        .array(
          fc.tuple(
            fc.constantFrom(...SETTING_ROWS.map(([, row]) => row.url), "z", "v", "x"),
            fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[tab0-9;.-]{0,60}$/)),
          ),
        )
        .map((pairs) => `#/compare?${pairs.map(([key, text]) => `${key}=${text}`).join("&")}`),
    );
    fc.assert(
      fc.property(nasty, (hash) => {
        const { settings } = readLink(hash).link;
        for (const [id, row] of SETTING_ROWS) {
          const value = settings[id];
          if (row.kind === "number") {
            expect(value).toBeGreaterThanOrEqual(row.min);
            expect(value).toBeLessThanOrEqual(row.max);
          } else expect(typeof value).toBe(typeof row.default);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("wellFormed", () => {
  test("replaces lone surrogates and keeps pairs", () => {
    expect(wellFormed("a\uD83Db😀\uDE00")).toBe("a\uFFFDb😀\uFFFD");
  });
});

test("what is forced twice, or where nothing is written any more, is named and left out", () => {
  const { link, notices } = readLink("#/switch?force=3a.5:6.3b.999b&n=20");
  expect(link.settings.forced).toBe("3a.5:6");
  expect(notices).toEqual([
    { type: "value", key: "force", setting: "forced", problem: { type: "repeated", numbers: "3" } },
    { type: "beyond-text", key: "force", setting: "forced", from: "999", last: 19 },
  ]);
});
