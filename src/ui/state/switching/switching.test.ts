import { describe, expect, test, vi } from "vitest";
import { SETTINGS } from "../../../core/config/settings";
import type { AnswerRole } from "../../../core/generation/switching/run";
import { fakeModels } from "../../testing/fakeLab";
import { afresh, opened, THRESHOLD } from "../../testing/switchedAnswers";

describe("writing", () => {
  test("switched first, then A and B alone, each read by both; all with the same luck", async () => {
    const { lab, switching, authors } = await opened({ switchThreshold: THRESHOLD });
    await switching.write();
    expect(switching.failure).toBeUndefined();
    expect([lab.asked.switch.length, lab.asked.write.length, lab.asked.compare.length]).toEqual([1, 2, 2]);
    expect(lab.asked.write.map(({ writer }) => writer)).toEqual(["a", "b"]);
    expect(lab.asked.released).toHaveLength(2);
    expect(authors("switched")).toMatch(/^(?=.*a)(?=.*b)[ab]+$/);
    expect(authors("a")).toMatch(/^a+$/);
    expect(authors("b")).toMatch(/^b+$/);
    for (const role of ["switched", "a", "b"] as const) {
      const answer = switching.answers[role]!;
      expect(answer.end?.reason).toMatch(/end-of-text|max-tokens/);
      expect(answer.positions.every(({ judged }) => judged)).toBe(true);
    }
    const lucks = (["switched", "a", "b"] as const).map(
      (role) => switching.answers[role]!.positions[0]!.luck,
    );
    expect(new Set(lucks).size).toBe(1);
    expect(switching).toMatchObject({ whole: true, stale: false, source: "live" });
  });

  test("A alone is what the policy that never asks B writes, B alone what always B writes", async () => {
    const { switching, ids } = await opened();
    await switching.write();
    const [never, always] = [await afresh({ policy: "never" }), await afresh({ policy: "always" })];
    expect(never.ids("switched")).toEqual(ids("a"));
    expect(always.ids("switched")).toEqual(ids("b"));
  });

  test("what stands is not written again", async () => {
    const { lab, switching } = await opened();
    await switching.write();
    await switching.write();
    expect([lab.asked.switch.length, lab.asked.write.length]).toEqual([1, 2]);
  });

  test("more tokens go on from what stands, fewer cut it; both are what would have been written", async () => {
    const { switching, settings, ids } = await opened({ switchThreshold: THRESHOLD, maxNewTokens: 8 });
    await switching.write();
    for (const maxNewTokens of [24, 5]) {
      settings.set("maxNewTokens", maxNewTokens);
      await switching.write();
      const other = await afresh({ switchThreshold: THRESHOLD, maxNewTokens });
      for (const role of ["switched", "a", "b"] as const) {
        expect(ids(role)).toEqual(other.ids(role));
        expect(switching.answers[role]!.end?.reason).toBe(other.switching.answers[role]!.end?.reason);
      }
    }
  });

  test("a control has as many tokens from B, at other places, and follows the switched answer", async () => {
    const { switching, authors, set } = await opened({ switchThreshold: THRESHOLD, showControl: true });
    await switching.write();
    const fromB = (role: AnswerRole) => authors(role)!.replaceAll("a", "").length;
    const length = Math.min(authors("switched")!.length, authors("control")!.length);
    expect(fromB("switched")).toBeGreaterThan(0);
    if (length === authors("switched")!.length) expect(fromB("control")).toBe(fromB("switched"));
    const before = switching.answers.control?.choice?.own;
    set({ switchThreshold: 0.001, switchBack: 0 });
    await vi.waitFor(() => expect(switching.whole).toBe(true));
    expect(switching.answers.control?.choice?.own).not.toEqual(before);
  });

  test("another prompt takes the place of what is shown when the lab answers, not before", async () => {
    const { switching, settings, ids } = await opened({ maxNewTokens: 6 });
    await switching.write();
    const before = ids("switched");
    settings.set("prompt", "three");
    expect(switching).toMatchObject({ stale: true, whole: false });
    expect(ids("switched")).toEqual(before);
    await switching.write();
    expect(switching.stale).toBe(false);
    expect(ids("switched")).not.toEqual(before);
  });
});

describe("changing one's mind", () => {
  test.each([0.0001, 0.02, 0.05, 0.3, 0.69])(
    "a threshold of %d gives the text that it would have given",
    async (switchThreshold) => {
      const { switching, ids, authors, set } = await opened({ switchThreshold: THRESHOLD });
      await switching.write();
      set({ switchThreshold });
      await vi.waitFor(() => expect(switching.whole).toBe(true));
      const other = await afresh({ switchThreshold });
      expect(ids("switched")).toEqual(other.ids("switched"));
      expect(authors("switched")).toEqual(other.authors("switched"));
    },
  );

  test("leaves A and B alone, and begins at the first token that is another one", async () => {
    const { lab, switching, set, ids } = await opened({ switchThreshold: THRESHOLD });
    await switching.write();
    const before = ids("switched")!;
    set({ switchThreshold: 0.0001 });
    await vi.waitFor(() => expect(switching.whole).toBe(true));
    expect(lab.asked.write).toHaveLength(2);
    const kept = lab.asked.switch.at(-1)!.kept.map(({ token }) => token);
    expect(kept.slice(0, -1)).toEqual(before.slice(0, kept.length - 1));
    expect(ids("switched")!.slice(0, kept.length)).toEqual(kept);
  });

  test("back where one was, no model has to run", async () => {
    const { lab, switching, set, ids } = await opened({ switchThreshold: THRESHOLD });
    await switching.write();
    const before = ids("switched");
    set({ switchThreshold: 0.0001 });
    await vi.waitFor(() => expect(switching.whole).toBe(true));
    const asked = lab.asked.switch.length;
    set({ switchThreshold: THRESHOLD });
    expect(ids("switched")).toEqual(before);
    await vi.waitFor(() => expect(switching.busy).toBe(false));
    expect(lab.asked.switch).toHaveLength(asked);
  });

  test("of many wishes in a row the newest counts, one run at a time", async () => {
    let running = 0;
    let most = 0;
    const { lab, switching, set, ids } = await opened(
      { switchThreshold: THRESHOLD },
      { pause: () => new Promise((resolve) => setTimeout(resolve, 1)) },
    );
    await switching.write();
    const original = lab.switch.bind(lab);
    lab.switch = (request) => {
      const run = original(request);
      most = Math.max(most, ++running);
      const events = async function* () {
        try {
          yield* run;
        } finally {
          running--;
        }
      };
      return { ...run, run: run.run, stop: run.stop, [Symbol.asyncIterator]: () => events() };
    };
    const wishes = [0.3, 0.2, 0.05, 0.01, 0.02, 0.001, 0.4, 0.0005];
    for (const switchThreshold of wishes) {
      set({ switchThreshold });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await vi.waitFor(() => expect(switching.whole).toBe(true));
    expect(most).toBeLessThanOrEqual(1);
    const other = await afresh({ switchThreshold: 0.0005 });
    expect(ids("switched")).toEqual(other.ids("switched"));
  });

  test("without models the preview says what would be, and what is shown stays", async () => {
    const written = await opened({ switchThreshold: THRESHOLD });
    await written.switching.write();
    const { switching, set, ids, authors } = await opened({ switchThreshold: THRESHOLD }, {}, false);
    switching.show(written.switching.run!, { type: "kept" });
    expect(switching.preview).toBeUndefined();
    expect(ids("switched")).toEqual(written.ids("switched"));
    set({ switchThreshold: 0.0001 });
    const other = await afresh({ switchThreshold: 0.0001 });
    const [before, now] = [ids("switched")!, other.ids("switched")!];
    const first = before.findIndex((token, at) => token !== now[at]);
    expect(switching.preview).toMatchObject({ firstDifference: first });
    expect(switching.preview!.authors.join("")).toBe(other.authors("switched")!.slice(0, first + 1));
    expect(switching.preview!.appear).toBeGreaterThan(0);
    expect(authors("switched")).toEqual(written.authors("switched"));
    expect(switching.stale).toBe(true);
    set({ switchThreshold: THRESHOLD });
    expect(switching.stale).toBe(false);
  });
});

describe("figures", () => {
  const nothing = { written: 0, milliseconds: 0, measured: [] };

  test("an answer that came of known numbers has none, one that a run wrote has its own", async () => {
    const { switching, set, lab } = await opened({ switchThreshold: THRESHOLD });
    await switching.write();
    const own = switching.answers.switched!.end!;
    expect(own.written).toBe(switching.answers.switched!.positions.length);
    set({ switchThreshold: THRESHOLD, policy: "hysteresis", switchBack: THRESHOLD });
    await vi.waitFor(() => expect(switching.whole).toBe(true));
    const runs = lab.asked.switch.length;
    set({ policy: SETTINGS.policy.default, switchBack: SETTINGS.switchBack.default });
    await vi.waitFor(() => expect(switching.whole).toBe(true));
    expect(lab.asked.switch).toHaveLength(runs);
    expect(switching.answers.switched!.end).toEqual(own);
  });

  test("a control that is the switched answer itself does not copy its figures", async () => {
    const { switching } = await opened({ switchThreshold: 0.69, showControl: true });
    await switching.write();
    const { switched, control } = switching.answers;
    expect(control!.positions.map(({ token }) => token)).toEqual(
      switched!.positions.map(({ token }) => token),
    );
    expect(switched!.end!.written).toBeGreaterThan(0);
    expect(control!.end).toMatchObject({ ...nothing, reason: switched!.end!.reason });
  });

  test("another policy that gives the same answer has none", async () => {
    const { switching, set, ids, lab } = await opened({ switchThreshold: 0.69 });
    await switching.write();
    const before = ids("switched");
    set({ policy: "never" });
    expect(ids("switched")).toEqual(before);
    await vi.waitFor(() => expect(switching.busy).toBe(false));
    expect(lab.asked.switch).toHaveLength(1);
    expect(switching.answers.switched!.end).toMatchObject(nothing);
  });

  test("after a cut, of the part that was written anew alone", async () => {
    const { switching, set, lab } = await opened({ switchThreshold: THRESHOLD });
    await switching.write();
    set({ switchThreshold: 0.0001 });
    await vi.waitFor(() => expect(switching.whole).toBe(true));
    const { positions, end } = switching.answers.switched!;
    expect(end!.written).toBe(positions.length - lab.asked.switch.at(-1)!.kept.length);
  });
});

describe("step, stop, go on", () => {
  test("one token at a time gives the uninterrupted text", async () => {
    const { lab, switching, ids } = await opened({ switchThreshold: THRESHOLD, maxNewTokens: 6 });
    for (let tokens = 1; tokens <= 3; tokens++) {
      await switching.step();
      expect(ids("switched")).toHaveLength(tokens);
      expect(switching.whole).toBe(false);
    }
    expect(lab.asked.write).toHaveLength(0);
    await switching.write();
    expect(switching.whole).toBe(true);
    expect(ids("switched")).toEqual(
      (await afresh({ switchThreshold: THRESHOLD, maxNewTokens: 6 })).ids("switched"),
    );
  });

  test("a stop keeps what stands, and going on gives the uninterrupted text", async () => {
    let tokens = 0;
    const { switching, ids } = await opened(
      { switchThreshold: THRESHOLD },
      { pause: async () => (++tokens === 10 + 6 ? switching.stop() : undefined) },
    );
    await switching.write();
    const kept = ids("switched")!;
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(24);
    expect(switching).toMatchObject({ busy: false, whole: false });
    expect(switching.answers.a).toBeUndefined();
    await switching.write();
    const other = await afresh({ switchThreshold: THRESHOLD });
    for (const role of ["switched", "a", "b"] as const) expect(ids(role)).toEqual(other.ids(role));
    expect(switching.answers.switched!.end!.written).toBe(ids("switched")!.length);
  });

  test("a lost model leaves what stands; going on picks up at the same token", async () => {
    let tokens = 0;
    const { lab, models, switching, load, ids } = await opened(
      { switchThreshold: THRESHOLD },
      {
        pause: async () => {
          if (++tokens === 14) lab.lost = { code: "device-lost", message: "The GPU went away." };
        },
      },
    );
    await switching.write();
    expect(switching.failure?.code).toBe("device-lost");
    const kept = ids("switched")!.length;
    expect(kept).toBeGreaterThan(0);
    lab.crash("a", lab.lost!);
    expect(models.ready).toBe(false);
    expect(switching.source).toBe("kept");
    lab.lost = undefined;
    await load();
    await switching.write();
    expect(switching.failure).toBeUndefined();
    expect(lab.asked.switch.at(-1)!.kept).toHaveLength(kept);
    expect(ids("switched")).toEqual((await afresh({ switchThreshold: THRESHOLD })).ids("switched"));
  });
});

describe("by hand", () => {
  test("a forced model or token is a version, to come back from without a model", async () => {
    const { lab, settings, switching, ids } = await opened({ switchThreshold: THRESHOLD });
    await switching.write();
    const first = ids("switched")!;
    const { judged } = switching.answers.switched!.positions[3]!;
    const other = judged!.candidates.find(({ id }) => id !== first[3])!.id;
    switching.force({ position: 3, token: other });
    await vi.waitFor(() => expect(switching.whole).toBe(true));
    expect(ids("switched")![3]).toBe(other);
    expect(switching.answers.switched!.positions[3]).toMatchObject({ forced: "token", token: other });
    expect(settings.get("forced")).toBe(`3:${other}`);
    expect(settings.get("switchBranches")).toBe("0");
    const asked = lab.asked.switch.length;
    switching.select("");
    expect(ids("switched")).toEqual(first);
    expect(settings.get("forced")).toBe("");
    expect(settings.get("switchBranches")).toBe(`3:${other}`);
    await vi.waitFor(() => expect(switching.busy).toBe(false));
    expect(lab.asked.switch).toHaveLength(asked);
  });

  test("the other model is forced for one token, and the policy goes on from there", async () => {
    const { switching, ids } = await opened({ policy: "hysteresis", switchThreshold: 0.69 });
    await switching.write();
    switching.force({ position: 2, side: "b" });
    await vi.waitFor(() => expect(switching.whole).toBe(true));
    expect(switching.answers.switched!.positions[2]).toMatchObject({
      author: "b",
      forced: "side",
      switch: { to: "b", reason: "by hand" },
    });
    const other = await afresh({ switchThreshold: 0.69, forced: "2b" });
    expect(ids("switched")).toEqual(other.ids("switched"));
  });
});

describe("what cannot be", () => {
  test("an empty prompt is said beside the field, and nothing is asked", async () => {
    const { lab, switching } = await opened({ prompt: "" });
    await switching.write();
    expect(lab.asked.switch).toHaveLength(0);
  });

  test("models of different tokenizers are refused with both sizes", async () => {
    const { lab, switching } = await opened({}, { otherTokenizer: true });
    await switching.write();
    expect(switching.failure?.code).toBe("vocabulary-mismatch");
    expect(lab.asked.switch).toHaveLength(0);
  });

  test("before the models are there the wish waits", async () => {
    const { lab, switching, waiting, models } = await opened({}, {}, false);
    const [a, b] = fakeModels();
    const loading = [models.load("a", a!), models.load("b", b!)];
    await switching.write();
    expect(waiting.pending).toEqual({ type: "switch" });
    expect(switching.source).toBe("waiting");
    await Promise.all(loading);
    expect(lab.asked.switch).toHaveLength(0);
  });
});
