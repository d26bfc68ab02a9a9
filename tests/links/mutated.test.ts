import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatDigest, parseDigest } from "../../src/core/compare/digest";
import { unfoldTree } from "../../src/core/config/branchTree";
import { readLink, writeLink } from "../../src/core/config/link";
import {
  defaultSettings,
  SETTING_ROWS,
  type Setting,
  type SettingId,
  type Settings,
} from "../../src/core/config/settings";
import { clampNumber } from "../../src/core/config/values";
import { Draws } from "../../src/core/random";

const LINKS = 100_000;
const SEED = 20261121;

const links = JSON.parse(readFileSync(new URL("v1.json", import.meta.url), "utf8")) as { hash: string }[];

/** What hostile links are made of. */
const PIECES = [
  ...[
    "&",
    "=",
    "?",
    "#",
    "%",
    "%00",
    "%E0%A4%A",
    "+",
    ".",
    "-",
    ";",
    ":",
    "~",
    "/",
    "\0",
    "\uD800",
    "\uFFFF",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "../../etc",
  ],
  ...["NaN", "Infinity", "-1", "1e999", "0x10", "999999999999", "0.1.2", "null", "undefined", "[]", "{}"],
  ...SETTING_ROWS.map(([, row]) => `&${row.url}=`),
  ...["&v=", "&z=", "&d="],
];

/** A link with one to six accidents. */
function mutated(draws: Draws): string {
  let text = draws.pick(links).hash;
  for (let times = draws.integer(1, 6); times > 0; times--) {
    const at = draws.integer(0, text.length);
    const to = Math.min(text.length, at + draws.integer(0, 12));
    const other = draws.pick(links).hash;
    const accidents = [
      () => text.slice(0, at) + text.slice(to),
      () => text.slice(0, to) + text.slice(at),
      () => text.slice(0, at) + draws.pick(PIECES) + text.slice(at),
      () => text.slice(0, at) + String.fromCharCode(draws.integer(0, 0xffff)) + text.slice(to),
      () => text.slice(0, at) + String.fromCharCode(draws.integer(32, 126)) + text.slice(at + 1),
      () => text.slice(0, at) + other.slice(draws.integer(0, other.length)),
      () => text.replace(/\d+/, String(Math.floor(10 ** (12 * draws.next())))),
    ];
    text = draws.pick(accidents)();
  }
  return text;
}

/** Whether a setting may have a value, by its row alone. */
function allows(row: Setting, value: unknown, settings: Settings): boolean {
  switch (row.kind) {
    case "flag":
      return typeof value === "boolean";
    case "choice":
      return row.choices.some((choice) => choice.value === value);
    case "number":
      return typeof value === "number" && clampNumber(row, value) === value;
    case "text":
      return typeof value === "string" && value.length <= row.maxLength && (row.pattern?.test(value) ?? true);
    case "numbers":
      return (
        Array.isArray(value) &&
        value.length <= row.maxLength &&
        value.every((number: unknown) => Number.isSafeInteger(number) && (number as number) >= 0)
      );
    case "range":
      if (value === null) return true;
      return Array.isArray(value) && value.length === 2 && 0 <= value[0] && value[0] <= value[1];
    case "names":
      return Array.isArray(value) && value.every((name: unknown) => row.names.includes(name as string));
    case "tree":
      return (
        settings.branches.length === 0 || unfoldTree(settings.branches, settings.solutionIds) !== undefined
      );
  }
}

test(`${LINKS} damaged links: never a throw, never a value that a setting does not allow`, () => {
  const ids = Object.keys(defaultSettings());
  let untouched = 0;
  for (let index = 0; index < LINKS; index++) {
    const hash = mutated(new Draws(SEED, "test", index));
    const { link, notices } = readLink(hash);
    const wrong = SETTING_ROWS.filter(([id, row]) => !allows(row, link.settings[id], link.settings));
    if (wrong.length > 0) throw new Error(`${wrong.map(([id]) => id).join(", ")} of ${JSON.stringify(hash)}`);
    if (notices.length === 0) untouched++;
    if (index % 10 > 0) continue;
    expect(Object.keys(link.settings)).toEqual(ids);
    const { digest } = link;
    if (digest) expect(parseDigest(formatDigest(digest))).toEqual(digest);
    // What was read can be written, and read once more.
    const again = readLink(writeLink(link.view, link.settings, digest));
    expect(again.link.settings, hash).toEqual(link.settings);
    expect(again.link.digest, hash).toEqual(digest);
  }
  expect(({} as Record<SettingId | "polluted", unknown>).polluted).toBeUndefined();
  // Most accidents are noticed; those that only change a text cannot be.
  expect(untouched).toBeLessThan(LINKS / 2);
});
