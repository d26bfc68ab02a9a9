import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SETTINGS } from "../../../core/config/settings";
import { versionsOf, withCurrent, withForced, withoutForced, withoutVersion } from "./versions";

const NONE = { forced: "", switchBranches: "" };

/** Forces one after the other, from the answer without any. */
function forced(...steps: Parameters<typeof withForced>[1][]) {
  return steps.reduce((settings, step) => {
    const next = withForced(settings, step);
    if (typeof next === "string") throw new Error(next);
    return next;
  }, NONE);
}

const rows = (settings: typeof NONE) =>
  versionsOf(settings).map(
    ({ text, depth, current }) => `${"-".repeat(depth)}${text || "root"}${current ? "*" : ""}`,
  );

describe("versions of a switched answer", () => {
  test("there are none before something was forced", () => {
    expect(rows(NONE)).toEqual(["root*"]);
  });

  test("each stands below the one it was made from, wherever one went back to", () => {
    let settings = forced({ position: 3, side: "b" }, { position: 9, token: 42 });
    expect(rows(settings)).toEqual(["root", "-3b", "--3b.9:42*"]);
    settings = withCurrent(settings, "3b") as typeof NONE;
    settings = withForced(settings, { position: 5, side: "a" }) as typeof NONE;
    expect(rows(settings)).toEqual(["root", "-3b", "--3b.5a*", "--3b.9:42"]);
  });

  test("forcing an earlier position lets go of what was forced after it", () => {
    const settings = forced({ position: 9, token: 42 }, { position: 3, side: "b" });
    expect(rows(settings)).toEqual(["root", "-3b*", "-9:42"]);
  });

  test("taking a force back shows the version without it and what followed", () => {
    const settings = withoutForced(forced({ position: 3, side: "b" }, { position: 9, token: 42 }), 3);
    expect(rows(settings as typeof NONE)).toEqual(["root*", "-3b", "--3b.9:42"]);
  });

  test("a version that is deleted is followed by the one it was made from; the first cannot be deleted", () => {
    const settings = forced({ position: 3, side: "b" }, { position: 9, token: 42 });
    expect(rows(withoutVersion(settings, "3b.9:42"))).toEqual(["root", "-3b*"]);
    expect(rows(withoutVersion(settings, "3b"))).toEqual(["root", "-3b.9:42*"]);
    expect(withoutVersion(settings, "")).toEqual(settings);
    expect(withoutVersion(forced({ position: 3, side: "b" }), "3b")).toEqual(NONE);
  });

  test("what stands there already makes no version, nor does what no link can hold", () => {
    const settings = forced({ position: 3, side: "b" });
    expect(withForced(settings, { position: 3, side: "b" })).toBe("known");
    let full = NONE;
    for (let position = 0; ; position++) {
      const next = withForced(full, { position, token: 123_456 });
      if (next === "full") break;
      full = next as typeof NONE;
    }
    expect(full.switchBranches.length).toBeGreaterThan(1000);
    expect(full.switchBranches.length).toBeLessThanOrEqual(SETTINGS.switchBranches.maxLength);
  });

  test("settings never stop matching what links accept, one version is current, and none is lost", () => {
    const step = fc.record({
      position: fc.nat(20),
      force: fc.oneof(
        fc.record({ side: fc.constantFrom("a" as const, "b" as const) }),
        fc.record({ token: fc.nat(500) }),
      ),
      back: fc.nat(5),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let settings = NONE;
        for (const { position, force, back } of steps) {
          const versions = versionsOf(settings);
          settings = withCurrent(settings, versions[back % versions.length]!.text) as typeof NONE;
          const next = withForced(settings, { position, ...force });
          if (typeof next === "string") continue;
          const before = versionsOf(settings).map(({ text }) => text);
          settings = next;
          const after = versionsOf(settings);
          expect(before.filter((text) => !after.some((version) => version.text === text))).toEqual([]);
          expect(after.filter(({ current }) => current)).toHaveLength(1);
          expect(after.some(({ text }) => text === "")).toBe(true);
          expect(settings.forced).toMatch(SETTINGS.forced.pattern);
          expect(settings.switchBranches).toMatch(SETTINGS.switchBranches.pattern);
        }
      }),
    );
  });
});
