import { describe, expect, it } from "vitest";
import { studyJson } from "../../core/study/studyFile";
import type { Study } from "../../core/study/study";
import { fakeHub } from "../testing/fakeHub";
import { FakeLab, fakeModels } from "../testing/fakeLab";
import { DraftStore } from "./draftStore";
import { Session } from "./session.svelte";

const STUDY: Study = {
  a: { id: "base", dtype: "fp32", device: "wasm" },
  b: { id: "rl", dtype: "fp32", device: "wasm" },
  settings: {
    chat: true,
    choice: { policy: "hysteresis", kind: "js", threshold: -1, switchBack: -1, start: "a", own: {} },
    sweep: { setting: "threshold", values: [0.1] },
    control: false,
    sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
    seed: 3,
    maxTokens: 96,
    stopStrings: [],
    endRepetition: true,
  },
  problems: [{ question: "one", answer: "1" }],
  results: [
    {
      outcomes: [
        { arm: { series: "a" }, reward: 0, tokens: 9, fromB: 0, text: 1 },
        { arm: { series: "switched", sweep: 0.1 }, reward: 1, tokens: 8, fromB: 2, text: 2 },
        { arm: { series: "b" }, reward: 1, tokens: 7, fromB: 7, text: 3 },
      ],
    },
  ],
};

/** A page at an address, with what its browser keeps. */
async function page(hash: string, kept = new Map<string, string>()) {
  const session = new Session({
    lab: new FakeLab({ pieces: ["one", " two"] }),
    shelf: {
      titles: async () => ({ ok: true, value: [] }),
      open: async () => ({ ok: false, failure: { code: "bad-input", message: "" } }),
    },
    hub: fakeHub(),
    drafts: new DraftStore(() => {
      throw new Error("no storage");
    }),
    bar: { hash, replace: () => undefined },
    embedded: async () => ({ ok: true, value: fakeModels() }),
    studies: {
      recorded: async () => ({ ok: false, failure: { code: "network", message: "" } }),
      store: () => ({
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
      }),
    },
  });
  await session.open();
  return session;
}

function dropped(text: string) {
  const blob = new Blob([text]);
  return {
    ...{ name: "mine.json", size: blob.size, text: () => blob.text() },
    slice: (start?: number, end?: number) => blob.slice(start, end),
  };
}

describe("a file of a study, dropped on the page", () => {
  it.each(["#/switch", "#/compare"])(
    "is shown as imported at %s, also once the panel opens",
    async (hash) => {
      const session = await page(hash);
      await session.files.importing.open([dropped(studyJson(STUDY))]);
      expect(session.files.importing.failure).toBeUndefined();
      expect(session.link.view).toBe("switch");
      await session.study.open();
      expect(session.study.shown).toEqual({ study: STUDY, source: { type: "imported", name: "mine.json" } });
      expect(session.study.points.map(({ arm, n }) => [arm.series, n])).toEqual([
        ["a", 1],
        ["switched", 1],
        ["b", 1],
      ]);
    },
  );

  it("is refused by name where it is damaged, and what was shown stays", async () => {
    const session = await page("#/switch");
    await session.files.importing.open([dropped(studyJson(STUDY))]);
    const { shown } = session.study;
    await session.files.importing.open([dropped(studyJson(STUDY).replace('"seed":3', '"seed":"three"'))]);
    expect(session.files.importing.failure?.code).toBe("bad-input");
    expect(session.study.shown).toBe(shown);
  });

  it("is there after a reload, as kept", async () => {
    const kept = new Map<string, string>();
    const first = await page("#/compare", kept);
    await first.files.importing.open([dropped(studyJson(STUDY))]);
    const second = await page("#/switch", kept);
    await second.study.open();
    expect(second.study.shown).toEqual({ study: STUDY, source: { type: "kept" } });
  });
});
