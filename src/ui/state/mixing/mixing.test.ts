import { flushSync } from "svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import { prefixHashLogits } from "../../../backends/table/logits";
import { TableModel } from "../../../backends/table/tableModel";
import { TableTokenizer } from "../../../backends/table/tableTokenizer";
import type { LoadableModel } from "../../../client/loadable";
import { fakeLaboratory, type FakeLaboratory } from "../../../../tests/conformance/fakeWorkers";
import { inEffect } from "../../testing/inEffect.svelte";
import { ModelsState } from "../models.svelte";
import { SettingsState } from "../settings.svelte";
import { authorOf, type MixedAnswer } from "./mixedAnswer";
import { MixingState } from "./mixing.svelte";
import { SWEPT_ALPHAS } from "./sweep.svelte";

const TOKENIZER = new TableTokenizer(["How", " many", "?", " one", " two", " three", "."]);

/** The table that an id names: its number is the seed. Few tokens are ever likely, and the end is not among them. */
function table(id: string, latency?: () => Promise<void>): TableModel {
  const hash = prefixHashLogits(Number(id), TOKENIZER.vocabSize);
  const logits = (prefix: readonly number[]) =>
    hash(prefix).map((logit, at) => (at > 10 && at < 30 ? logit : -60));
  return new TableModel({ id, tokenizer: TOKENIZER, logits, ...(latency ? { latency } : {}) });
}

const loadable = (id: string): LoadableModel => ({
  id,
  label: id,
  description: "",
  bytes: 0,
  spec: { id, folder: "https://example.org/", dtype: "fp32", device: "auto" },
});
const OFFERED = ["1", "2", "3"].map(loadable);

let open: { fake: FakeLaboratory; end: () => void } | undefined;
afterEach(() => {
  open?.end();
  open?.fake.laboratory.dispose();
  open = undefined;
});

/** The state beside a real laboratory of tables "1" and "2", with the section open, followed by an effect as on the page. */
async function opened({
  latency,
  busy = () => false,
}: { latency?: () => Promise<void>; busy?: () => boolean } = {}) {
  const fake = fakeLaboratory(async (spec) => table(spec.id, latency));
  const lab = fake.laboratory;
  const settings = new SettingsState();
  settings.assign({
    modelA: "1",
    modelB: "2",
    prompt: "How many?",
    maxNewTokens: 12,
    alpha: 0,
    showMix: true,
  });
  const models = new ModelsState(lab);
  const mixing = new MixingState({
    settings,
    models,
    lab,
    offered: () => OFFERED,
    opening: () => false,
    busy,
  });
  const end = inEffect(() => mixing.follow());
  open = { fake, end };
  flushSync();
  const load = () => Promise.all([models.load("a", OFFERED[0]!), models.load("b", OFFERED[1]!)]);
  return { fake, lab, settings, models, mixing, load };
}

async function written(mixing: MixingState): Promise<MixedAnswer> {
  await vi.waitFor(() => {
    flushSync();
    expect([mixing.writing, mixing.upToDate, mixing.waitsFor]).toEqual([false, true, []]);
    expect(mixing.answer?.end).toBeDefined();
  });
  return mixing.answer!;
}

const idsOf = (answer: MixedAnswer) => answer.tokens.map(({ id }) => id);

/** What a model alone writes with the same luck. */
async function alone(lab: FakeLaboratory["laboratory"], writer: "a" | "b"): Promise<number[]> {
  const ids: number[] = [];
  const sampling = { temperature: 1, topK: 0, topP: 1, minP: 0 };
  const request = { writer, prompt: "How many?", chat: true, kept: [], sampling, seed: 1, maxNewTokens: 12 };
  for await (const event of lab.write(request)) if (event.type === "write-token") ids.push(event.token.id);
  return ids;
}

describe("a mixed answer", () => {
  test("waits for the models, and is A alone at 0 and B alone at 1", async () => {
    const { lab, settings, mixing, load } = await opened();
    expect([mixing.waitsFor, mixing.answer]).toEqual([["a", "b"], undefined]);
    await load();
    const ofA = await written(mixing);
    expect(idsOf(ofA)).toEqual(await alone(lab, "a"));
    expect(ofA.positions.every((position) => ["a", "both"].includes(authorOf(position)))).toBe(true);
    settings.set("alpha", 1);
    const ofB = await written(mixing);
    expect(idsOf(ofB)).toEqual(await alone(lab, "b"));
    expect(mixing.before).toBe(ofA);
    expect(mixing.firstDifference).toBe(idsOf(ofA).findIndex((id, at) => id !== idsOf(ofB)[at]));
  });

  test("asks the models only from where its text is another one", async () => {
    const { settings, mixing, load } = await opened();
    await load();
    const first = await written(mixing);
    expect(first.end).toMatchObject({ reason: "max-tokens", written: 12, passed: 12 });
    settings.set("alpha", 0.01);
    const second = await written(mixing);
    const shared = mixing.firstDifference ?? 11;
    expect(second.end!.passed).toBe(11 - shared);
  });

  test("is that of the newest wish, whatever was under way", async () => {
    let slow = 0;
    const latency = async () => void (await new Promise((go) => setTimeout(go, slow)));
    const { settings, mixing, load } = await opened({ latency });
    await load();
    await written(mixing);
    slow = 5;
    for (const alpha of [0.2, 0.4, 0.6, 0.8, 1]) {
      settings.set("alpha", alpha);
      flushSync();
      await new Promise((go) => setTimeout(go, 8));
    }
    const last = await written(mixing);
    expect(last.request.mixture.alpha).toBe(1);
    // What was given up in between is not what the answer is compared with.
    expect(mixing.before?.request.mixture.alpha).toBe(0);
  });

  test("stays as it is when another prompt is typed, until it is asked for", async () => {
    const { settings, mixing, load } = await opened();
    await load();
    const first = await written(mixing);
    settings.set("prompt", "How many? one");
    flushSync();
    expect([mixing.answer, mixing.upToDate, mixing.writing]).toEqual([first, false, false]);
    mixing.write();
    const second = await written(mixing);
    expect(second.request.prompt).toBe("How many? one");
    expect(mixing.before).toBeUndefined();
  });

  test("stops where it is, and goes on from the positions that stand", async () => {
    let slow = 0;
    const latency = async () => void (await new Promise((go) => setTimeout(go, slow)));
    const { mixing, models, load } = await opened({ latency });
    slow = 6;
    void load();
    await vi.waitFor(() => expect(mixing.answer?.positions.length).toBeGreaterThan(1));
    expect(models.ready).toBe(true);
    mixing.stop();
    await vi.waitFor(() => expect(mixing.writing).toBe(false));
    expect(mixing.answer?.end?.reason).toBe("stopped");
    const stood = mixing.answer!.positions.length;
    slow = 0;
    mixing.write();
    const whole = await written(mixing);
    expect(whole.end).toMatchObject({ reason: "max-tokens", written: 12, passed: 12 - stood });
  });

  test("is written by nobody while the section is folded, or there is no prompt", async () => {
    const { settings, mixing, load } = await opened();
    settings.set("showMix", false);
    flushSync();
    await load();
    flushSync();
    expect([mixing.answer, mixing.writing, mixing.waitsFor]).toEqual([undefined, false, []]);
    settings.assign({ showMix: true, prompt: "" });
    flushSync();
    expect([mixing.request, mixing.waitsFor]).toEqual([undefined, []]);
    settings.set("prompt", "How many?");
    mixing.write();
    expect((await written(mixing)).positions).toHaveLength(12);
  });

  test("waits at first until the models have nothing else to do; the slider does not", async () => {
    const other = new SettingsState();
    other.set("embed", true);
    const { settings, mixing, load } = await opened({ busy: () => other.get("embed") });
    await load();
    flushSync();
    expect([mixing.deferred, mixing.writing, mixing.answer]).toEqual([true, false, undefined]);
    other.set("embed", false);
    await written(mixing);
    expect(mixing.deferred).toBe(false);
    other.set("embed", true);
    settings.set("alpha", 1);
    expect((await written(mixing)).request.mixture.alpha).toBe(1);
  });

  test("stays when a model is lost, and the next one waits for it", async () => {
    const { fake, mixing, settings, load } = await opened();
    await load();
    const first = await written(mixing);
    fake.models[1]!.crash("out of memory");
    settings.set("alpha", 0.5);
    flushSync();
    expect(mixing.answer).toBe(first);
    expect(mixing.waitsFor).toEqual(["b"]);
  });
});

describe("proxy-tuning", () => {
  test("holds B against A itself, without a third model", async () => {
    const { fake, settings, mixing, load } = await opened();
    await load();
    await written(mixing);
    settings.assign({ mixture: "proxy", alpha: 0.5 });
    const own = await written(mixing);
    expect([own.request.against, own.models.c, fake.models.length]).toEqual(["a", undefined, 2]);
    settings.set("modelC", "1");
    expect(mixing.against).toEqual({ type: "a" });
    settings.assign({ mixture: "interpolate" });
    expect(idsOf(await written(mixing))).toEqual(idsOf(own));
  });

  test("loads C while it wants it, in a worker of its own, and lets it go", async () => {
    const { fake, settings, mixing, load } = await opened();
    await load();
    const ofA = await written(mixing);
    // Held against itself, B adds nothing.
    settings.assign({ mixture: "proxy", alpha: 2, modelC: "2" });
    flushSync();
    expect(mixing.third.place.state.phase).toBe("loading");
    expect(mixing.waitsFor).toEqual(["c"]);
    const tuned = await written(mixing);
    expect(tuned.models.c?.id).toBe("2");
    expect(idsOf(tuned)).toEqual(idsOf(ofA));
    settings.set("modelC", "3");
    const other = await written(mixing);
    expect(other.models.c?.id).toBe("3");
    settings.set("mixture", "interpolate");
    await written(mixing);
    expect(mixing.third.place.state.phase).toBe("absent");
    expect(fake.models.map(({ terminated }) => terminated)).toEqual([false, false, true, true]);
  });

  test("refuses a C that is none of the page’s own models, and asks nothing of the network", async () => {
    const { fake, settings, mixing, load } = await opened();
    await load();
    await written(mixing);
    settings.assign({ mixture: "proxy", modelC: "owner/name" });
    flushSync();
    expect(mixing.against).toEqual({ type: "other", id: "owner/name" });
    expect([mixing.request, mixing.writing, fake.models.length]).toEqual([undefined, false, 2]);
  });

  test("says that C is lost, and goes on when it is loaded again", async () => {
    const { fake, settings, models, mixing, load } = await opened();
    await load();
    settings.assign({ mixture: "proxy", modelC: "3" });
    await written(mixing);
    fake.models[2]!.crash("C ended");
    expect(mixing.third.place.state).toMatchObject({ phase: "failed", failure: { code: "worker-crashed" } });
    expect([models.ready, models.ended]).toEqual([true, []]);
    settings.set("alpha", 0.7);
    flushSync();
    expect(mixing.waitsFor).toEqual(["c"]);
    await mixing.reloadThird();
    expect((await written(mixing)).request.mixture.alpha).toBe(0.7);
  });
});

describe("a sweep", () => {
  test("writes answers from A alone to B alone, and leaves the answer alone", async () => {
    const { lab, mixing, load } = await opened();
    await load();
    const answer = await written(mixing);
    mixing.writeSweep();
    await vi.waitFor(() => expect(mixing.sweep.answers).toHaveLength(11));
    expect(mixing.sweep.running).toBe(false);
    expect(mixing.sweep.answers.map(({ request }) => request.mixture.alpha)).toEqual(SWEPT_ALPHAS);
    expect(idsOf(mixing.sweep.answers[0]!)).toEqual(await alone(lab, "a"));
    expect(idsOf(mixing.sweep.answers[10]!)).toEqual(await alone(lab, "b"));
    expect(mixing.answer).toBe(answer);
  });

  test("gives way to the slider and goes on after it; stopped, it keeps its answers", async () => {
    const { settings, mixing, load } = await opened();
    await load();
    await written(mixing);
    const stopAtFive = inEffect(() => {
      if (mixing.sweep.answers.length === 5) mixing.stop();
    });
    mixing.writeSweep();
    settings.set("alpha", 0.3);
    flushSync();
    expect(mixing.sweep.running).toBe(true);
    await vi.waitFor(() => expect(mixing.sweep.running).toBe(false));
    stopAtFive();
    expect(mixing.answer?.request.mixture.alpha).toBe(0.3);
    const stood = mixing.sweep.answers;
    expect(stood).toHaveLength(5);
    mixing.writeSweep();
    expect(mixing.sweep.answers).toEqual(stood);
    await vi.waitFor(() => expect(mixing.sweep.answers).toHaveLength(11));
    expect(mixing.sweep.answers.map(({ request }) => request.mixture.alpha)).toEqual(SWEPT_ALPHAS);
    settings.set("seed", 9);
    expect(mixing.sweep.isOf(mixing.request)).toBe(false);
  });
});
