import { describe, expect, test, vi } from "vitest";
import type { Settings } from "../../../core/config/settings";
import { uniform } from "../../../core/random";
import { sameArm, type Arm } from "../../../core/study/arms";
import { studyJson } from "../../../core/study/studyFile";
import type { Study } from "../../../core/study/study";
import { FakeLab, fakeModels, type FakeLabOptions } from "../../testing/fakeLab";
import { ModelsState } from "../models.svelte";
import { SettingsState } from "../settings.svelte";
import { SwitchingState } from "../switching/switching.svelte";
import { TextsState } from "../texts.svelte";
import { WaitingState } from "../waiting.svelte";
import { StudyState } from "./study.svelte";
import type { StudyPlaces } from "./studyPlaces";

const PIECES = ["\\boxed{", "}", ..."0123456789", " so", " and", "How many", " are"];

/** Two models that write pieces, and differ everywhere by a little. */
const logits: FakeLabOptions["logits"] = (side, prefix, size) => {
  const hash = prefix.reduce((sum, id) => (Math.imul(sum ^ (id + 1), 0x01000193) >>> 0) + 1, 0);
  return Float32Array.from({ length: size }, (_, id) => {
    if (id < size - PIECES.length) return -40;
    return 4 * uniform(1, "test", hash, id) + (side === "a" ? 0 : 2 * uniform(2, "test", hash, id));
  });
};

class MemoryStore {
  readonly values = new Map<string, string>();
  full = false;
  getItem(key: string) {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    if (this.full) throw new Error("QuotaExceededError");
    this.values.set(key, value);
  }
}

interface Opened {
  set?: Partial<Settings>;
  options?: Partial<FakeLabOptions>;
  loaded?: boolean;
  store?: MemoryStore;
  recorded?: StudyPlaces["recorded"];
}

async function opened({
  set = {},
  options = {},
  loaded = true,
  store = new MemoryStore(),
  recorded,
}: Opened = {}) {
  /** Done before each problem of a run. */
  const hook: { before: () => void } = { before: () => undefined };
  const pause = async () => hook.before();
  const lab = new FakeLab({ pieces: PIECES, contextLength: 200, logits, pause, ...options });
  const settings = new SettingsState();
  settings.assign({ studyProblems: 4, studyValues: "0.1_0", maxNewTokens: 16, ...set });
  const models = new ModelsState(lab);
  const onMissing = vi.fn();
  const absent: StudyPlaces["recorded"] = async () => ({
    ok: false,
    failure: { code: "network", message: "There is none." },
  });
  const study = new StudyState({
    ...{ lab, settings, models, onMissing, clock: () => 0 },
    places: { recorded: recorded ?? absent, store: () => store },
  });
  const load = async () => {
    const [a, b] = fakeModels();
    await Promise.all([models.load("a", a!), models.load("b", b!)]);
  };
  if (loaded) await load();
  const done = () => vi.waitFor(() => expect(["idle", "stopped", "failed"]).toContain(study.status.type));
  const results = () => study.shown?.study.results.length;
  /** Does something before the problem that comes after so many. */
  const after = (count: number, act: () => void) => {
    let asked = 0;
    hook.before = () => (asked++ === count ? act() : undefined);
  };
  return { lab, settings, models, study, load, done, results, store, onMissing, after };
}

/** A finished study of the fake models. */
async function finished(set: Partial<Settings> = {}): Promise<Study> {
  const { study, done } = await opened({ set });
  study.run();
  await done();
  return study.shown!.study;
}

describe("StudyState", () => {
  test("answers the problems that the settings name, and has points, a finding, and a copy after a reload", async () => {
    const { study, lab, done, store, results } = await opened();
    expect(study.points).toEqual([]);
    study.run();
    await done();
    expect(lab.asked.study[0]).toMatchObject({ from: 0, seed: 1, control: true, maxTokens: 16 });
    expect([results(), study.shown?.source, study.left]).toEqual([4, { type: "live" }, 0]);
    expect(study.points.map(({ arm, n }) => [arm.series, n])).toEqual([
      ["a", 4],
      ["switched", 4],
      ["control", 4],
      ["switched", 4],
      ["control", 4],
      ["b", 4],
    ]);
    expect(study.upToDate).toBe(true);

    const again = await opened({ store });
    await again.study.open();
    expect(again.study.shown).toEqual({ study: study.shown?.study, source: { type: "kept" } });
    expect(again.study.upToDate).toBe(true);
  });

  test("keeps what is there when it is stopped, and goes on to the same results, also after a reload", async () => {
    const whole = await finished();
    const store = new MemoryStore();
    const first = await opened({ store });
    first.after(2, () => first.study.stop());
    first.study.run();
    await first.done();
    expect([first.study.status.type, first.results(), first.study.left]).toEqual(["stopped", 2, 2]);

    const second = await opened({ store });
    await second.study.open();
    expect([second.study.status.type, second.study.left]).toEqual(["stopped", 2]);
    second.study.goOn();
    await second.done();
    expect(second.lab.asked.study[0]?.from).toBe(2);
    expect(second.study.shown?.study).toEqual(whole);
  });

  test("keeps the finished problems when a model is lost, and goes on once it is there again", async () => {
    const failure = { code: "worker-crashed", message: "Model B ended." } as const;
    const { study, lab, after, done, results } = await opened();
    after(3, () => (lab.lost = failure));
    study.run();
    await done();
    expect([study.status, results()]).toEqual([{ type: "failed", failure }, 3]);
    lab.lost = undefined;
    study.goOn();
    await done();
    expect([study.status.type, results(), study.left]).toEqual(["idle", 4, 0]);
  });

  test("waits for models that are on their way, and asks for those that are not coming", async () => {
    const { study, load, done, results } = await opened({ loaded: false });
    study.run();
    expect(study.status.type).toBe("waiting");
    await load();
    study.goLive();
    await done();
    expect(results()).toBe(4);

    const failing = { a: { code: "network", message: "No answer." } } as const;
    const other = await opened({ options: { failing } });
    other.study.run();
    expect(other.study.status.type).toBe("idle");
    expect(other.onMissing).toHaveBeenCalledOnce();
  });

  test("goes on with more problems of the same kind, but not with other models", async () => {
    const { study, settings, done, results, lab } = await opened();
    study.run();
    await done();
    settings.set("studyProblems", 6);
    expect([study.upToDate, study.left]).toEqual([true, 2]);
    study.goOn();
    await done();
    expect([results(), lab.asked.study.at(-1)?.from]).toEqual([6, 4]);

    settings.set("studyProblems", 4);
    const foreign = { ...(await finished()), a: { id: "other", dtype: "q4", device: "wasm" as const } };
    study.import(studyJson({ ...foreign, results: foreign.results.slice(0, 1) }), "theirs.json");
    expect([study.otherModels, study.left]).toEqual([true, 3]);
    study.goOn();
    expect([study.status.type, results()]).toEqual(["stopped", 1]);
  });

  test("shows the recorded study of the page's own models, never in place of what was run", async () => {
    const study = await finished();
    const recorded: StudyPlaces["recorded"] = async () => ({ ok: true, value: study });
    const fresh = await opened({ recorded, loaded: false });
    await fresh.study.open();
    expect(fresh.study.shown).toEqual({ study, source: { type: "recorded" } });
    expect(fresh.study.left).toBe(0);
    const other = await opened({ recorded, loaded: false, set: { modelB: "owner/other" } });
    await other.study.open();
    expect([other.study.shown, other.study.unreadable]).toEqual([undefined, undefined]);
    const running = await opened({ recorded });
    running.study.run();
    await running.study.open();
    await running.done();
    expect(running.study.shown?.source).toEqual({ type: "live" });
    await running.study.showRecorded();
    expect(running.study.shown?.source).toEqual({ type: "recorded" });
  });

  test("takes a study out of a file, and keeps what is shown where it cannot read one", async () => {
    const { study } = await opened({ loaded: false });
    study.import(studyJson(await finished()), "mine.json");
    expect(study.shown?.source).toEqual({ type: "imported", name: "mine.json" });
    study.import("{", "broken.json");
    expect(study.unreadable?.message).toMatch(/cannot be read/);
    expect(study.shown?.source).toEqual({ type: "imported", name: "mine.json" });
  });

  test("asks pasted problems, and leaves out those that cannot be asked", async () => {
    const { study, done, lab } = await opened();
    study.paste("question,answer\nHow many,3\ntoo long ?!,4\n,5\n");
    expect(study.own?.bad).toEqual([{ line: 4, why: "no-question" }]);
    study.run();
    await done();
    expect(lab.asked.study[0]?.problems).toHaveLength(2);
    expect(study.shown?.study.results.map(({ skipped }) => skipped)).toEqual([
      undefined,
      "The text has 9999 tokens.",
    ]);
    expect(study.points[0]?.n).toBe(1);
    study.paste("");
    expect(study.wanted.problems).toHaveLength(4);
  });

  test("keeps the text of pasted problems over a reload, and asks them again where the kept study is of them", async () => {
    const text = "question,answer\nHow many,3\nHow many are,4\n";
    const store = new MemoryStore();
    const first = await opened({ store });
    first.study.type(text);
    const typed = await opened({ store });
    await typed.study.open();
    expect([typed.study.ownText, typed.study.own]).toEqual([text, undefined]);

    first.study.paste(text);
    first.study.run();
    await first.done();
    const again = await opened({ store });
    await again.study.open();
    expect([again.study.own?.problems.length, again.study.upToDate]).toEqual([2, true]);
    again.study.paste("");
    const last = await opened({ store });
    await last.study.open();
    expect([last.study.ownText, last.study.own]).toEqual(["", undefined]);
  });

  test("says that a full store keeps nothing, and tolerates what it cannot read", async () => {
    const store = new MemoryStore();
    store.full = true;
    const { study, done } = await opened({ store });
    study.run();
    await done();
    expect(study.kept).toBe(false);
    store.full = false;
    store.setItem("rl-on-off:study:1", "{");
    const again = await opened({ store });
    await again.study.open();
    expect(again.study.shown).toBeUndefined();
  });

  test("puts the plain rule in place of a policy without thresholds, and says so", async () => {
    const { study, settings } = await opened({ set: { policy: "budget" } });
    expect([study.wanted.otherPolicy, study.wanted.settings.choice.policy]).toEqual([true, "hysteresis"]);
    settings.assign({ studySweep: "budgetTokens", studyValues: "" });
    expect([study.wanted.otherPolicy, study.wanted.settings.sweep.values]).toEqual([
      false,
      [0, 1, 2, 3, 4, 6, 8, 16],
    ]);
  });
});

describe("a problem of a study, opened in the Switch view", () => {
  const sweeps: Partial<Settings>[] = [
    { studySweep: "threshold", studyValues: "0.05_0.01" },
    { studySweep: "budgetTokens", studyValues: "2_5" },
    { studySweep: "budgetShare", studyValues: "0.1_0.3" },
  ];

  test.each(sweeps)("is written with the same tokens ($studySweep)", async (set) => {
    const { study, settings, lab, models, done } = await opened({ set });
    study.run();
    await done();
    const waiting = new WaitingState(models, () => undefined);
    const changed = () => undefined;
    const texts = new TextsState({ settings, models, tokenizer: lab, onEdited: changed, onChanged: changed });
    const switching = new SwitchingState({ lab, settings, models, waiting, texts });
    for (const { arm } of study.points) {
      const index = 2;
      settings.assign(study.openProblem(index, arm)!);
      await switching.write();
      const solution = switching.answers.switched!.positions;
      expect(study.reproduces(solution.map(({ token }) => token)), JSON.stringify(arm)).toBe(true);
      const outcome = study.shown!.study.results[index]!.outcomes.find((one) => sameArm(one.arm, arm))!;
      expect(solution.filter(({ author }) => author === "b")).toHaveLength(outcome.fromB);
      expect(study.reproduces(solution.slice(1).map(({ token }) => token))).toBe(false);
    }
    settings.set("seed", 99);
    expect(study.reproduces([])).toBeUndefined();
  });

  test("is nothing where there is no such problem", async () => {
    const { study, done } = await opened();
    const arm: Arm = { series: "switched", sweep: 0.1 };
    expect(study.openProblem(0, arm)).toBeUndefined();
    study.run();
    await done();
    expect(study.openProblem(9, arm)).toBeUndefined();
    expect(study.openProblem(3, arm)).toMatchObject({ sample: 3, switchThreshold: 0.1, switchBack: -1 });
  });
});
