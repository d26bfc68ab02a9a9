import { describe, expect, test, vi } from "vitest";
import type { Settings } from "../../../core/config/settings";
import { uniform } from "../../../core/random";
import { FakeLab, fakeModels, type FakeLabOptions } from "../../testing/fakeLab";
import { fakePlaces, MemoryRuns } from "../../testing/fakePlaces";
import { ModelsState } from "../models.svelte";
import { SettingsState } from "../settings.svelte";
import { Sampling } from "./sampling";

const PIECES = ["\\boxed{", "}", ..."0123456789", " so", " and", "How", " many"];

/** Two models that write pieces, and differ everywhere by a little. */
const logits: FakeLabOptions["logits"] = (side, prefix, size) => {
  const hash = prefix.reduce((sum, id) => (Math.imul(sum ^ (id + 1), 0x01000193) >>> 0) + 1, 0);
  return Float32Array.from({ length: size }, (_, id) => {
    if (id < size - PIECES.length) return -40;
    return 4 * uniform(1, "test", hash, id) + (side === "a" ? 0 : 2 * uniform(2, "test", hash, id));
  });
};

interface Opened {
  set?: Partial<Settings>;
  options?: Partial<FakeLabOptions>;
  loaded?: boolean;
  runs?: MemoryRuns;
}

async function opened({ set = {}, options = {}, loaded = true, runs = new MemoryRuns() }: Opened = {}) {
  /** Done before each question of a run. */
  const hook: { before: () => void } = { before: () => undefined };
  const lab = new FakeLab({
    pieces: PIECES,
    contextLength: 400,
    logits,
    pause: async () => hook.before(),
    ...options,
  });
  const settings = new SettingsState();
  settings.assign({ questions: 4, samples: 2, maxNewTokens: 12, ...set });
  const models = new ModelsState(lab);
  const load = async () => {
    const [a, b] = fakeModels();
    await Promise.all([models.load("a", a!), models.load("b", b!)]);
  };
  if (loaded) await load();
  let second = 0;
  let missing = 0;
  const values = new Map<string, string>();
  const store = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
  const places = { ...fakePlaces(store, runs) };
  places.scorer = { ...places.scorer };
  const sampling = new Sampling({
    ...{ lab, settings, models },
    places,
    download: () => undefined,
    onMissing: () => missing++,
    clock: () => 1000 * second++,
    now: () => `2030-01-01T00:00:${String(second).padStart(2, "0")}.000Z`,
  });
  sampling.dataset.follow();
  await vi.waitUntil(() => sampling.dataset.phase.type === "open");
  return {
    sampling,
    places,
    state: sampling.runs,
    lab,
    settings,
    models,
    runs,
    hook,
    load,
    missing: () => missing,
  };
}

type Opening = Awaited<ReturnType<typeof opened>>;

async function whole({ state }: Opening): Promise<void> {
  await vi.waitUntil(() => !state.busy);
}

const textsOf = ({ state }: Opening) =>
  state.run?.questions.map(({ index, answers }) => [
    index,
    Object.values(answers).flatMap((list) => list.map(({ ids }) => ids.join(" "))),
  ]);

describe("a run over a dataset", () => {
  test("asks every question of every author several times, finds answers, rewards them, keeps all of it", async () => {
    const page = await opened();
    page.state.start();
    await whole(page);
    const { run, source, left } = page.state;
    expect([source?.type, left, run?.questions.length]).toEqual(["live", 0, 4]);
    for (const { question, reference, answers } of run?.questions ?? []) {
      expect(question).not.toBe("");
      expect(reference).toMatch(/^\d+$/);
      expect([answers.a?.length, answers.b?.length, answers.switched]).toEqual([2, 2, undefined]);
      for (const answer of [...(answers.a ?? []), ...(answers.b ?? [])]) {
        expect(answer.rewards).toHaveLength(1);
        expect(answer.meanJs).toBeGreaterThan(0);
        const box = /\\boxed\{([^{}]*)\}(?!.*\\boxed\{[^{}]*\})/.exec(answer.text)?.[1];
        expect(answer.extracted ?? undefined).toBe(box?.trim());
      }
    }
    expect(page.runs.runs.get(run?.id ?? "")?.questions).toHaveLength(4);
    expect(page.state.upToDate).toBe(true);
  });

  test("paused and gone on with has the answers of one that was not, also after a reload", async () => {
    const plain = await opened();
    plain.state.start();
    await whole(plain);

    const page = await opened();
    let before = 0;
    page.hook.before = () => {
      if (++before === 3) page.state.stop();
    };
    page.state.start();
    await whole(page);
    expect(page.state.run?.questions.length).toBeLessThan(4);
    expect(page.state.left).toBeGreaterThan(0);

    const back = await opened({ runs: page.runs });
    await back.state.open();
    expect([back.state.source?.type, back.state.left]).toEqual(["kept", page.state.left]);
    back.state.goOn();
    await whole(back);
    expect(textsOf(back)).toEqual(textsOf(plain));
    const asked = back.lab.asked.sample[0]?.prompts.length ?? 0;
    expect(asked).toBe(page.state.left);
  });

  test("is another's while another tab is at work on it, and goes on with what that one kept", async () => {
    const page = await opened();
    let before = 0;
    page.hook.before = () => {
      if (++before === 2) page.state.stop();
    };
    page.state.start();
    await whole(page);
    const id = page.state.run?.id ?? "";
    page.runs.locked.add(id);
    page.state.goOn();
    await whole(page);
    expect(page.state.status).toMatchObject({ type: "failed", failure: { code: "not-allowed" } });
    page.runs.locked.delete(id);

    const other = await opened({ runs: page.runs });
    await other.state.show(id);
    other.state.goOn();
    await whole(other);
    await page.state.scoreAgain();
    expect(page.state.run?.questions).toHaveLength(4);
    expect(page.runs.runs.get(id)?.questions).toHaveLength(4);
  });

  test("that begins while a kept one is opened is the one that is shown, and the kept one stays", async () => {
    const page = await opened();
    page.state.start();
    await whole(page);
    const kept = page.state.run?.id ?? "";
    page.settings.set("seed", 9);
    page.sampling.dataset.follow();
    await vi.waitUntil(() => page.sampling.dataset.phase.type === "open");
    const showing = page.state.show(kept);
    page.state.start();
    await showing;
    await whole(page);
    expect(page.state.run?.id).not.toBe(kept);
    expect(page.runs.runs.get(kept)?.questions).toHaveLength(4);
    expect(page.runs.runs.get(kept)?.settings.seed).toBe(1);
  });

  test("does not go on with other models, also where those come later", async () => {
    const page = await opened();
    page.hook.before = () => page.state.stop();
    page.state.start();
    await whole(page);
    const swapped = await opened({ runs: page.runs, loaded: false });
    await swapped.state.open();
    swapped.state.goOn();
    expect(swapped.state.status.type).toBe("waiting");
    const [a, b] = fakeModels();
    swapped.lab.info = (side) => ({
      ...FakeLab.prototype.info.call(swapped.lab, side),
      id: side === "a" ? "rl" : "base",
    });
    await Promise.all([swapped.models.load("a", b!), swapped.models.load("b", a!)]);
    swapped.state.goLive();
    expect(swapped.state.status.type).toBe("failed");
    expect(swapped.lab.asked.sample).toEqual([]);
  });

  test("of which nothing can be scored ends, and says why", async () => {
    const page = await opened();
    page.places.scorer.score = async () => ({
      ok: false,
      failure: { code: "network", message: "No worker." },
    });
    page.state.start();
    await whole(page);
    expect(page.state.status).toMatchObject({ type: "failed", failure: { message: "No worker." } });
    await page.state.scoreAgain();
    expect(page.state.busy).toBe(false);
  });

  test("asked other rows than those that are asked for now is no longer up to date", async () => {
    const page = await opened();
    page.state.start();
    await whole(page);
    for (const set of [{ questions: 5 }, { questions: 4, firstQuestion: 1 }]) {
      page.settings.assign(set);
      expect(page.state.upToDate).toBe(false);
    }
    page.settings.assign({ firstQuestion: 0 });
    expect(page.state.upToDate).toBe(true);
  });

  test("goes on where storage is full, and says that it is not kept", async () => {
    const runs = new MemoryRuns();
    runs.full = true;
    const page = await opened({ runs });
    page.state.start();
    await whole(page);
    expect(page.state.run?.questions).toHaveLength(4);
    expect(page.state.unkept?.code).toBe("storage-full");
  });

  test("waits for models that are on their way, and says so where they are not coming", async () => {
    const page = await opened({ loaded: false });
    page.state.start();
    expect([page.state.status.type, page.missing()]).toEqual(["waiting", 1]);
    await page.load();
    page.state.goLive();
    await whole(page);
    expect(page.state.run?.questions).toHaveLength(4);
  });

  test("needs only the models that write", async () => {
    const page = await opened({ set: { authors: ["b"], readAnswers: false } });
    page.state.start();
    await whole(page);
    expect(page.state.run?.questions.every(({ answers }) => answers.a === undefined)).toBe(true);
    expect(page.lab.asked.measure).toEqual([]);
  });

  test("has another settings' answers no longer up to date, yet shows them", async () => {
    const page = await opened();
    page.state.start();
    await whole(page);
    page.settings.set("seed", 2);
    expect([page.state.upToDate, page.state.run?.questions.length]).toEqual([false, 4]);
    page.settings.set("seed", 1);
    expect(page.state.upToDate).toBe(true);
  });
});

test("other rewards are found for the same answers without a model writing", async () => {
  const page = await opened();
  page.state.start();
  await whole(page);
  const before = textsOf(page);
  expect(page.state.otherRewards).toBe(false);
  page.sampling.task.setFormat({ id: "raw" });
  expect(page.state.otherRewards).toBe(true);
  await page.state.scoreAgain();
  expect([page.lab.asked.sample.length, page.state.otherRewards]).toEqual([1, false]);
  expect(textsOf(page)).toEqual(before);
  for (const { answers } of page.state.run?.questions ?? [])
    for (const { extracted, text } of answers.a ?? []) expect(extracted).toBe(text.trim() || null);
});

test("a question that cannot be asked is there with its reason; the others are answered", async () => {
  const page = await opened({ set: { questionColumn: "{question} ?!" } });
  page.state.start();
  await whole(page);
  expect(page.state.run?.questions.map(({ skipped }) => skipped)).toEqual(
    Array(4).fill("The prompt has 9999 tokens."),
  );
});

test("rows beyond the dataset, and columns that are not there, are refused in words", async () => {
  const page = await opened({ set: { questionColumn: "nowhere" } });
  page.state.start();
  await whole(page);
  expect(page.state.status).toMatchObject({ type: "failed", failure: { code: "bad-input" } });
});

test("an answer opens in Compare with its tokens and in Switch with its luck", async () => {
  const page = await opened();
  page.state.start();
  await whole(page);
  const question = page.state.run?.questions[2];
  const place = { index: question?.index ?? -1, author: "b", sample: 1 } as const;
  const compare = page.sampling.answer(place, "compare");
  expect(compare?.solutionIds).toEqual(question?.answers.b?.[1]?.ids);
  expect([compare?.prompt, compare?.chat]).toEqual([question?.question, true]);
  const switched = page.sampling.answer(place, "switch");
  expect([switched?.sample, switched?.seed, switched?.expected]).toEqual([
    2 ** 20 + place.index,
    1,
    question?.reference,
  ]);
  expect(page.sampling.answer({ ...place, index: 99 }, "compare")).toBeUndefined();
});
