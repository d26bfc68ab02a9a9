import { describe, expect, test } from "vitest";
import type { Settings } from "../../../core/config/settings";
import type { KeyValueStore } from "../draftStore";
import { KeptRun } from "./keptRun";
import { afresh, opened, THRESHOLD } from "../../testing/switchedAnswers";

function memory(limit = Infinity): KeyValueStore & { text: string | null } {
  return {
    text: null,
    getItem() {
      return this.text;
    },
    setItem(_, text) {
      if (text.length > limit) throw new Error("full");
      this.text = text;
    },
  };
}

const SET = { switchThreshold: THRESHOLD };

describe("a reload of the page", () => {
  test("shows the run as it was, as kept, and asks no model for it", async () => {
    const store = memory();
    const runs = new KeptRun(() => store);
    const before = await opened(SET, {}, true, runs);
    await before.switching.write();
    before.switching.save();
    const after = await opened(SET, {}, false, runs);
    expect(after.switching.recall()).toBe(true);
    expect(after.switching.answers).toEqual(before.switching.answers);
    expect(after.switching.tokensOf("a")).toEqual(before.switching.tokensOf("a"));
    expect(after.switching).toMatchObject({ source: "kept", whole: true, stale: false });
    await after.load();
    await after.switching.write();
    expect(after.lab.asked.switch).toHaveLength(0);
  });

  test("in the middle of an answer loses nothing: it goes on at the same token", async () => {
    const store = memory();
    const runs = new KeptRun(() => store);
    let tokens = 0;
    const before = await opened(
      SET,
      { pause: async () => (++tokens === 16 ? before.switching.stop() : undefined) },
      true,
      runs,
    );
    await before.switching.write();
    before.switching.save();
    const after = await opened(SET, {}, true, runs);
    expect(after.switching.recall()).toBe(true);
    const kept = after.ids("switched")!.length;
    expect(after.switching.whole).toBe(false);
    await after.switching.write();
    expect(after.lab.asked.switch[0]!.kept).toHaveLength(kept);
    const other = await afresh(SET);
    for (const role of ["switched", "a", "b"] as const) expect(after.ids(role)).toEqual(other.ids(role));
  });

  test.each<[string, Partial<Settings>]>([
    ["other thresholds", { switchThreshold: 0.0001 }],
    ["another policy with a force", { policy: "always", forced: "0a" }],
    ["the random control too", { showControl: true }],
    ["more tokens", { maxNewTokens: 40 }],
  ])(
    "with %s in the address is decided anew, and the rest is written once the models are there",
    async (_, changed) => {
      const store = memory();
      const runs = new KeptRun(() => store);
      const before = await opened({ ...SET, switchThreshold: 0.69 }, {}, true, runs);
      await before.switching.write();
      before.switching.save();
      const wanted = { ...SET, switchThreshold: 0.69, ...changed };
      const after = await opened(wanted, {}, false, runs);
      const loading = after.load();
      expect(after.switching.recall()).toBe(true);
      after.switching.follow();
      const other = await afresh(wanted);
      expect(after.waiting.pending).toEqual({ type: "switch" });
      expect(after.switching).toMatchObject({ whole: false, stale: false });
      const shown = after.ids("switched")!;
      expect(shown).toEqual(other.ids("switched")!.slice(0, shown.length));
      expect(after.authors("switched")).toBe(other.authors("switched")!.slice(0, shown.length));
      await loading;
      await after.switching.write();
      expect(after.switching.whole).toBe(true);
      for (const role of ["switched", "a", "b"] as const) expect(after.ids(role)).toEqual(other.ids(role));
    },
  );

  test("with fewer tokens in the address is cut without a model", async () => {
    const store = memory();
    const runs = new KeptRun(() => store);
    const before = await opened(SET, {}, true, runs);
    await before.switching.write();
    before.switching.save();
    const after = await opened({ ...SET, maxNewTokens: 5 }, {}, false, runs);
    expect(after.switching.recall()).toBe(true);
    after.switching.follow();
    expect(after.ids("switched")).toEqual(before.ids("switched")!.slice(0, 5));
    expect(after.switching.answers.switched!.end).toMatchObject({ reason: "max-tokens", written: 0 });
  });

  test("with other settings in the address shows nothing of it", async () => {
    const store = memory();
    const runs = new KeptRun(() => store);
    const before = await opened(SET, {}, true, runs);
    await before.switching.write();
    before.switching.save();
    for (const other of [{ prompt: "two" }, { seed: 9 }, { modelB: "other" }]) {
      expect((await opened({ ...SET, ...other }, {}, false, runs)).switching.recall()).toBe(false);
    }
  });
});

describe("a store", () => {
  test("without room keeps fewer candidates, then nothing, and says so", async () => {
    const { switching } = await afresh({ ...SET, k: 12 });
    const run = switching.run!;
    const whole = memory();
    expect(new KeptRun(() => whole).save(run)).toBe(true);
    expect(new KeptRun(() => whole).load()?.answers).toEqual(run.answers);
    expect(new KeptRun(() => memory(100)).save(run)).toBe(false);
  });

  test.each([
    [
      "forbids itself",
      () =>
        new KeptRun(() => {
          throw new Error("forbidden");
        }),
    ],
    [
      "holds something else",
      () => new KeptRun(() => ({ getItem: () => '{"format":"x"}', setItem: () => undefined })),
    ],
    ["holds cut text", () => new KeptRun(() => ({ getItem: () => '{"form', setItem: () => undefined }))],
  ])("that %s has nothing", (_, make) => {
    expect(make().load()).toBeUndefined();
  });
});
