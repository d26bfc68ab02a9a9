import { afterEach, describe, expect, test, vi } from "vitest";
import { prefixHashLogits } from "../../src/backends/table/logits";
import { TableModel, type TableOptions } from "../../src/backends/table/tableModel";
import { TableTokenizer } from "../../src/backends/table/tableTokenizer";
import type { Trouble } from "../../src/client/laboratory";
import type { CompareEvent, CompareRequest, WriteEvent, WriteRequest } from "../../src/contract/lab";
import type { ModelSpec } from "../../src/contract/model";
import { unpackBlock } from "../../src/core/compare/block";
import type { SwitchChoice } from "../../src/core/generation/switching/choice";
import { compare } from "../../src/core/compare/comparison";
import { generate } from "../../src/core/generation/generate";
import type { Failure, Outcome } from "../../src/core/errors";
import type { LoadModel } from "../../workers/modelService";
import { fakeLaboratory, type FakeLaboratory } from "./fakeWorkers";

const tokenizer = new TableTokenizer(["How", " many", "?", " one", " two", " three", "."]);

/** The model that `spec.id` names: its number is the seed of its table. */
function table(id: string, options: Partial<TableOptions> = {}): TableModel {
  const logits = prefixHashLogits(Number(id), tokenizer.vocabSize, 6);
  return new TableModel({ id, tokenizer, logits, contextLength: 400, ...options });
}

const loadTable: LoadModel = async (spec) => table(spec.id);

function spec(id: string): ModelSpec {
  return { id, folder: "https://example.org/", dtype: "fp32", device: "auto" };
}

const REQUEST: CompareRequest = {
  prompt: "How many?",
  chat: true,
  solution: { text: " one two three." },
  temperature: 1,
  k: 4,
};

const WRITE: WriteRequest = {
  writer: "b",
  prompt: "How many?",
  chat: true,
  kept: [],
  sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
  seed: 7,
  maxNewTokens: 12,
};

let open: FakeLaboratory | undefined;
afterEach(() => {
  open?.laboratory.dispose();
  open = undefined;
});

/** A laboratory with models "1" and "2" on its sides. */
async function loaded(...parameters: Parameters<typeof fakeLaboratory>): Promise<FakeLaboratory> {
  open = fakeLaboratory(...parameters);
  await Promise.all([
    open.laboratory.load("a", spec("1"), () => undefined),
    open.laboratory.load("b", spec("2"), () => undefined),
  ]);
  return open;
}

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const event of events) list.push(event);
  return list;
}

function failure(outcome: Outcome<unknown>): Failure {
  if (outcome.ok) throw new Error("expected a failure");
  return outcome.failure;
}

function positionsOf(events: readonly CompareEvent[]) {
  return events.flatMap((event) => (event.type === "compare-block" ? unpackBlock(event.block) : []));
}

describe("compare", () => {
  test("says what the core says of the same two models, through three workers", async () => {
    const { laboratory } = await loaded(loadTable);
    const events = await all(laboratory.compare(REQUEST));
    expect(events.map(({ type }) => type)).toEqual(["compare-start", "compare-block", "compare-end"]);

    const [a, b] = [table("1"), table("2")];
    const prompt = a.encode(a.render([{ role: "user", content: "How many?" }]), { special: true });
    const ids = [...prompt, ...a.encode(" one two three.")];
    const expected = await all(compare(a, b, ids, prompt.length, { k: 4, temperature: 1 }));
    expect(positionsOf(events)).toEqual(expected.flatMap(({ positions }) => positions));
    expect(events[0]).toMatchObject({
      rendered: "<|user|>How many?<|end|><|assistant|>",
      a: a.info,
      b: b.info,
    });
  });

  test("tells how every candidate looks, each once", async () => {
    const { laboratory } = await loaded(loadTable);
    const solution = { ids: Array.from({ length: 300 }, (_, index) => 260 + (index % 7)) };
    const events = await all(laboratory.compare({ ...REQUEST, solution }));
    const shown = events.flatMap((event) => {
      if (event.type === "compare-start")
        return [...new Set([...event.prompt, ...event.solution].map(({ id }) => id))];
      return event.type === "compare-block" ? event.tokens.map(({ id }) => id) : [];
    });
    expect(new Set(shown).size).toBe(shown.length);
    const candidates = positionsOf(events).flatMap((position) => position.candidates.map(({ id }) => id));
    expect(candidates.length).toBeGreaterThan(300 * 4);
    expect(candidates.filter((id) => !shown.includes(id))).toEqual([]);
  });

  test("ends within one chunk of stop, and says how far it came", async () => {
    const { laboratory } = await loaded(loadTable);
    const solution = { ids: new Array<number>(380).fill(260) };
    const run = laboratory.compare({ ...REQUEST, solution });
    const events: CompareEvent[] = [];
    for await (const event of run) {
      events.push(event);
      if (event.type === "compare-block") run.stop();
    }
    const positions = positionsOf(events).length;
    expect(positions).toBeLessThan(380);
    expect(events.at(-1)).toMatchObject({ type: "compare-stopped", positions });
  });

  test.each([
    ["an empty solution", { solution: { text: "" } }, "bad-input", /0 tokens|empty/],
    ["an empty prompt without template", { prompt: "", chat: false }, "bad-input", /empty/],
    ["more than the context", { solution: { ids: new Array<number>(500).fill(260) } }, "too-long", /400/],
    ["a huge text", { solution: { text: "a".repeat(1_000_001) } }, "too-long", /1000001.*1000000/],
    ["an id that is no token", { solution: { ids: [99_999] } }, "bad-input", /99999/],
  ])("refuses %s", async (_, change, code, message) => {
    const { laboratory } = await loaded(loadTable);
    const [event] = (await all(laboratory.compare({ ...REQUEST, ...change }))).slice(-1);
    expect(event).toMatchObject({ type: "compare-failed", failure: { code } });
    expect(event?.type === "compare-failed" && event.failure.message).toMatch(message);
  });

  test("refuses models that cut text differently, naming both sizes", async () => {
    const other = new TableTokenizer([" one"]);
    const { laboratory } = await loaded(async ({ id }) =>
      id === "1" ? table(id) : table(id, { tokenizer: other }),
    );
    expect(await all(laboratory.compare(REQUEST))).toEqual([
      expect.objectContaining({
        type: "compare-failed",
        failure: expect.objectContaining({
          code: "vocabulary-mismatch",
          message: expect.stringMatching(/267.*261/) as string,
        }) as Failure,
      }),
    ]);
  });

  test("fails in words while a model is not loaded", async () => {
    open = fakeLaboratory(loadTable);
    await open.laboratory.load("a", spec("1"), () => undefined);
    const events = await all(open.laboratory.compare(REQUEST));
    expect(events).toMatchObject([
      { type: "compare-failed", failure: { message: "Model B is not loaded." } },
    ]);
  });
});

describe("write", () => {
  test("with the endings of a switched answer ends as the policy that never asks the other model", async () => {
    const { laboratory } = await loaded(loadTable);
    const reasons = new Set<string>();
    for (let sample = 0; sample < 6; sample++) {
      const settings = { prompt: "How many?", chat: true, seed: 7, sample, sampling: WRITE.sampling };
      const endings = { stopStrings: ["e", " t"], endRepetition: true };
      const written = await all(
        laboratory.write({ ...settings, writer: "a", kept: [], maxNewTokens: 20 + sample, endings }),
      );
      const choice: SwitchChoice = {
        ...{ policy: "never", kind: "js", threshold: -1, switchBack: -1, start: "a", own: {} },
      };
      const switched = await all(
        laboratory.switch({
          ...{ ...settings, ...endings, choice, forced: [], kept: [] },
          ...{ maxTokens: 20 + sample, pace: 1, k: 2 },
        }),
      );
      const end = written.find((event) => event.type === "write-end")!;
      expect(switched.find((event) => event.type === "switch-end")).toMatchObject({ reason: end.reason });
      expect(
        switched.flatMap((event) => (event.type === "switch-positions" ? [...event.block.tokens] : [])),
      ).toEqual(idsOf(written));
      reasons.add(end.reason);
    }
    expect(reasons).toContain("stop-string");
  });

  test("writes what generate draws, and compare takes its ids", async () => {
    const { laboratory } = await loaded(loadTable);
    const events = await all(laboratory.write(WRITE));
    const model = table("2");
    const prefix = model.encode(model.render([{ role: "user", content: "How many?" }]), { special: true });
    const options = { sampling: WRITE.sampling, seed: 7, sample: 0, maxNewTokens: 12 };
    const expected = await all(generate(model, prefix, options));
    expect(idsOf(events)).toEqual(expected.flatMap((event) => (event.type === "token" ? [event.id] : [])));
    expect(events.at(-1)).toMatchObject({ type: "write-end", reason: "max-tokens" });
    const compared = await all(laboratory.compare({ ...REQUEST, solution: { ids: idsOf(events) } }));
    expect(positionsOf(compared).map(({ token }) => token)).toEqual(idsOf(events));
  });

  test("goes on after kept tokens as if it had never stopped", async () => {
    const { laboratory } = await loaded(loadTable);
    const whole = idsOf(await all(laboratory.write(WRITE)));
    const kept = whole.slice(0, 5);
    const rest = idsOf(await all(laboratory.write({ ...WRITE, kept, maxNewTokens: 7 })));
    expect([...kept, ...rest]).toEqual(whole);
  });

  test("ends at the next token when it is stopped", async () => {
    const { laboratory } = await loaded(loadTable);
    const run = laboratory.write({ ...WRITE, maxNewTokens: 300 });
    const events: WriteEvent[] = [];
    for await (const event of run) {
      events.push(event);
      if (idsOf(events).length === 3) run.stop();
    }
    expect(idsOf(events).length).toBeLessThanOrEqual(5);
    expect(events.at(-1)).toMatchObject({ type: "write-end", reason: "stopped" });
  });

  test("a reader who leaves stops the run", async () => {
    const models: TableModel[] = [];
    const { laboratory } = await loaded(async ({ id }) => {
      models.push(table(id));
      return models.at(-1) as TableModel;
    });
    for await (const event of laboratory.write({ ...WRITE, maxNewTokens: 300 })) {
      if (event.type === "write-token") break;
    }
    await laboratory.tokenize(REQUEST);
    const calls = models.map((model) => model.calls);
    await laboratory.tokenize(REQUEST);
    expect(models.map((model) => model.calls)).toEqual(calls);
    expect(Math.max(...calls)).toBeLessThan(20);
  });
});

describe("review and distribution", () => {
  test("review computes another temperature from what is kept, without a model", async () => {
    const { laboratory, models } = await loaded(loadTable);
    const run = laboratory.compare(REQUEST);
    await all(run);
    for (const worker of models) worker.crash("gone");
    const review = await laboratory.review(run.run, { temperature: 2, k: 9 });
    const [first] = review.ok ? review.value.blocks.flatMap(unpackBlock) : [];
    expect(first?.candidates.length).toBeGreaterThanOrEqual(9);
    expect(review.ok && review.value.tokens.length).toBeGreaterThan(0);
  });

  test("review equals a comparison at that temperature", async () => {
    const { laboratory } = await loaded(loadTable);
    const run = laboratory.compare(REQUEST);
    await all(run);
    const review = await laboratory.review(run.run, { temperature: 0.5, k: 3 });
    const again = await all(laboratory.compare({ ...REQUEST, temperature: 0.5, k: 3 }));
    expect(review.ok && review.value.blocks.flatMap(unpackBlock)).toEqual(positionsOf(again));
  });

  test("review of a released run is not-kept", async () => {
    const { laboratory } = await loaded(loadTable);
    const run = laboratory.compare(REQUEST);
    await all(run);
    laboratory.release(run.run);
    expect(failure(await laboratory.review(run.run, { temperature: 1, k: 1 })).code).toBe("not-kept");
  });

  test("the oldest run is forgotten when a new one needs its place", async () => {
    const { laboratory } = await loaded(loadTable, { keptRuns: 2 });
    const runs = [];
    for (let round = 0; round < 3; round++) {
      const run = laboratory.compare(REQUEST);
      await all(run);
      runs.push(run.run);
    }
    const kept = await Promise.all(runs.map((run) => laboratory.review(run, { temperature: 1, k: 1 })));
    expect(kept.map(({ ok }) => ok)).toEqual([false, true, true]);
  });

  test.each([
    ["kept in memory", 1024 ** 2],
    ["computed anew", 0],
  ])("the whole distribution at a position, %s, holds every token once", async (_, memoryBytes) => {
    const { laboratory } = await loaded(loadTable, { memoryBytes });
    const run = laboratory.compare(REQUEST);
    const positions = positionsOf(await all(run));
    const query = { search: "", sort: "a" as const, offset: 0, limit: 1000 };
    const outcome = await laboratory.distribution(run.run, 2, 1, query);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { rows, total, precision } = outcome.value;
    expect([total, precision]).toEqual([tokenizer.vocabSize, "float32"]);
    expect(rows.map(({ rankA }) => rankA)).toEqual(rows.map((_, index) => index + 1));
    for (const candidate of positions[2]?.candidates ?? []) {
      const row = rows.find(({ token }) => token.id === candidate.id);
      expect(row).toMatchObject({
        rankA: candidate.rankA,
        rankB: candidate.rankB,
        logprobB: candidate.logprobB,
      });
    }
  });

  test("the whole distribution is searched, sorted and cut into pages", async () => {
    const { laboratory } = await loaded(loadTable);
    const run = laboratory.compare(REQUEST);
    await all(run);
    const ask = (change: object) =>
      laboratory.distribution(run.run, 0, 1, { search: " T", sort: "id", offset: 0, limit: 10, ...change });
    const found = await ask({});
    expect(found.ok && found.value.rows.map(({ token }) => token.text)).toEqual([" two", " three"]);
    const second = await ask({ offset: 1, limit: 1 });
    expect(second.ok && [second.value.total, second.value.rows[0]?.token.text]).toEqual([2, " three"]);
    const byDifference = await ask({ search: "", sort: "difference", limit: 400 });
    const differences = byDifference.ok
      ? byDifference.value.rows.map((row) => Math.abs(Math.exp(row.logprobA) - Math.exp(row.logprobB)))
      : [];
    expect(differences).toEqual([...differences].sort((x, y) => y - x));
  });
});

describe("loading", () => {
  test("uses a fresh worker each time and ends the old one first", async () => {
    const { laboratory, models } = await loaded(loadTable);
    const outcome = await laboratory.load("a", spec("3"), () => undefined);
    expect(outcome.ok && outcome.value.id).toBe("3");
    expect(models.map(({ terminated }) => terminated)).toEqual([true, false, false]);
    expect((await all(laboratory.compare(REQUEST)))[0]).toMatchObject({ a: { id: "3" }, b: { id: "2" } });
  });

  test("twenty loads leave one worker a side", async () => {
    const { laboratory, models } = await loaded(loadTable);
    for (let round = 0; round < 20; round++) await laboratory.load("a", spec("1"), () => undefined);
    expect(models.filter(({ terminated }) => !terminated).length).toBe(2);
  });

  test("a load that fails says why and frees its worker", async () => {
    open = fakeLaboratory(() => Promise.reject(new Error("a bug")));
    const outcome = await open.laboratory.load("a", spec("1"), () => undefined);
    expect(failure(outcome).message).toContain("a bug");
    expect(open.models.map(({ terminated }) => terminated)).toEqual([true]);
  });

  test("can be cancelled", async () => {
    open = fakeLaboratory(() => new Promise(() => undefined));
    const loading = open.laboratory.load("a", spec("1"), () => undefined);
    open.laboratory.cancelLoad("a");
    expect(failure(await loading)).toMatchObject({ code: "stopped" });
    expect(open.models[0]?.terminated).toBe(true);
  });

  test("a second load replaces one that is under way", async () => {
    open = fakeLaboratory(({ id }) =>
      id === "1" ? new Promise(() => undefined) : Promise.resolve(table(id)),
    );
    const first = open.laboratory.load("a", spec("1"), () => undefined);
    const second = open.laboratory.load("a", spec("2"), () => undefined);
    expect(failure(await first)).toMatchObject({ code: "stopped", message: "Model A was replaced by 2." });
    expect((await second).ok).toBe(true);
  });

  test("a worker that crashes while loading ends the load in words", async () => {
    open = fakeLaboratory(() => new Promise(() => undefined));
    const loading = open.laboratory.load("b", spec("1"), () => undefined);
    open.models[0]?.crash("out of luck");
    expect(failure(await loading)).toMatchObject({
      code: "worker-crashed",
      message: "Model B stopped working: out of luck",
    });
  });

  test("a worker that says nothing for too long counts as dead", async () => {
    vi.useFakeTimers();
    open = fakeLaboratory(loadTable, {}, { modelWatchdog: { every: 10, limit: 50 } });
    const deaf = open;
    const loading = deaf.laboratory.load("a", spec("1"), () => undefined);
    deaf.models[0]?.terminate(); // nothing comes back, and no error event tells of it
    await vi.advanceTimersByTimeAsync(60);
    vi.useRealTimers();
    expect(failure(await loading).message).toMatch(/has not answered/);
  });

  test("progress reaches the page", async () => {
    const events: string[] = [];
    open = fakeLaboratory(async ({ id }, { onEvent }) => {
      onEvent({ type: "load-warm-up" });
      return table(id);
    });
    await open.laboratory.load("a", spec("1"), (event) => events.push(event.type));
    expect(events).toEqual(["load-warm-up"]);
  });
});

describe("trouble", () => {
  test("a model worker that crashes ends its run and leaves the other model loaded; reload brings it back", async () => {
    const { laboratory, models } = await loaded(async ({ id }) =>
      table(id, { latency: () => new Promise((resolve) => setTimeout(resolve, 5)) }),
    );
    const troubles: Trouble[] = [];
    laboratory.onTrouble((trouble) => troubles.push(trouble));
    const run = laboratory.write({ ...WRITE, maxNewTokens: 300 });
    const events: WriteEvent[] = [];
    for await (const event of run) {
      events.push(event);
      if (idsOf(events).length === 2) models[1]?.crash("boom");
    }
    expect(events.at(-1)).toMatchObject({ type: "write-failed", failure: { code: "worker-crashed" } });
    expect(troubles).toMatchObject([{ where: "b", failure: { message: "Model B stopped working: boom" } }]);
    expect((await laboratory.tokenize(REQUEST)).ok).toBe(true);
    expect((await laboratory.reload("b", () => undefined)).ok).toBe(true);
    expect((await all(laboratory.compare(REQUEST))).at(-1)?.type).toBe("compare-end");
  });

  test("a lost device does the same, and its failure is told to whoever asks", async () => {
    let lose: (failure: Failure) => void = () => undefined;
    const { laboratory, models } = await loaded(async ({ id }, { onLost }) => {
      if (id === "2") lose = onLost;
      return table(id);
    });
    const troubles: Trouble[] = [];
    laboratory.onTrouble((trouble) => troubles.push(trouble));
    lose({ code: "device-lost", message: "the graphics device went away" });
    await vi.waitFor(() => expect(troubles).toHaveLength(1));
    expect(troubles[0]).toMatchObject({ where: "b", failure: { code: "device-lost" } });
    expect(models.map(({ terminated }) => terminated)).toEqual([false, true]);
    expect((await all(laboratory.compare(REQUEST))).at(-1)).toMatchObject({ type: "compare-failed" });
  });

  test("a model that fails in the middle ends the run with its failure, and nothing else", async () => {
    const { laboratory } = await loaded(async ({ id }) =>
      table(id, id === "2" ? { failAt: { call: 3, code: "out-of-memory" } } : {}),
    );
    const events = await all(laboratory.write(WRITE));
    expect(events.at(-1)).toMatchObject({ type: "write-failed", failure: { code: "out-of-memory" } });
    expect((await laboratory.tokenize(REQUEST)).ok).toBe(true);
  });

  test("a lab that crashes ends its runs; the next run has a new lab with the models still loaded", async () => {
    const { laboratory, labs, models } = await loaded(loadTable);
    const troubles: Trouble[] = [];
    laboratory.onTrouble((trouble) => troubles.push(trouble));
    const run = laboratory.compare({ ...REQUEST, solution: { ids: new Array<number>(380).fill(260) } });
    const events: CompareEvent[] = [];
    for await (const event of run) {
      events.push(event);
      if (event.type === "compare-start") labs[0]?.crash("no memory");
    }
    expect(events.at(-1)).toMatchObject({
      type: "compare-failed",
      failure: { message: "The lab stopped working: no memory" },
    });
    expect(troubles).toMatchObject([{ where: "lab" }]);
    expect((await all(laboratory.compare(REQUEST))).at(-1)?.type).toBe("compare-end");
    expect([labs.length, models.length]).toEqual([2, 2]);
    expect(failure(await laboratory.review(run.run, { temperature: 1, k: 1 })).code).toBe("not-kept");
  });

  test("a lab that falls silent while nothing is asked of it is noticed, and another takes its place by itself", async () => {
    const { laboratory, labs } = await loaded(loadTable, {}, { idleLabWatchdog: { every: 20, limit: 100 } });
    const troubles: Trouble[] = [];
    laboratory.onTrouble((trouble) => troubles.push(trouble));
    labs[0]?.fallSilent();
    await vi.waitFor(() => expect(troubles).toHaveLength(1));
    expect(troubles).toMatchObject([{ where: "lab", failure: { code: "worker-crashed" } }]);
    expect(labs.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect((await all(laboratory.compare(REQUEST))).at(-1)?.type).toBe("compare-end");
    expect([labs.length, troubles.length]).toEqual([2, 1]);
  });

  test("a lab that falls silent while a model writes is noticed, said and replaced; the models stay", async () => {
    const { laboratory, labs, models } = await loaded(
      async ({ id }) => table(id, { latency: () => new Promise((resolve) => setTimeout(resolve, 5)) }),
      {},
      { labRunWatchdog: { every: 20, limit: 200 } },
    );
    const troubles: Trouble[] = [];
    laboratory.onTrouble((trouble) => troubles.push(trouble));
    const events: WriteEvent[] = [];
    for await (const event of laboratory.write({ ...WRITE, maxNewTokens: 30 })) {
      events.push(event);
      if (idsOf(events).length === 2) labs[0]?.fallSilent();
    }
    expect(events.at(-1)).toMatchObject({ type: "write-failed", failure: { code: "worker-crashed" } });
    expect(troubles).toMatchObject([
      { where: "lab", failure: { message: expect.stringContaining("The lab has not answered") as string } },
    ]);
    expect(labs.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(models.map(({ terminated }) => terminated)).toEqual([false, false]);
    expect((await all(laboratory.compare(REQUEST))).at(-1)?.type).toBe("compare-end");
  });

  test("a silent lab is also noticed after a stop that it does not heed", async () => {
    const { laboratory, labs } = await loaded(
      async ({ id }) => table(id, { latency: () => new Promise(() => undefined) }),
      {},
      { stopGrace: 20, stopWatchdog: { every: 20, limit: 200 } },
    );
    const troubles: Trouble[] = [];
    laboratory.onTrouble((trouble) => troubles.push(trouble));
    const run = laboratory.write(WRITE);
    let last: WriteEvent | undefined;
    for await (const event of run) {
      if (event.type === "write-start") {
        labs[0]?.fallSilent();
        run.stop();
      }
      last = event;
    }
    expect(last).toMatchObject({ type: "write-failed", failure: { code: "stopped" } });
    await vi.waitFor(() => expect(troubles).toMatchObject([{ where: "lab" }]));
  });

  test("a lab that never was ready is not started again before something is asked of it", async () => {
    const { laboratory, labs } = fakeLaboratory(loadTable);
    open = { laboratory, labs, models: [] };
    const troubles: Trouble[] = [];
    laboratory.onTrouble((trouble) => troubles.push(trouble));
    const asked = laboratory.tokenize(REQUEST);
    labs[0]?.crash("no script");
    expect(failure(await asked).code).toBe("worker-crashed");
    expect([labs.length, troubles.length]).toEqual([1, 1]);
    expect(failure(await laboratory.tokenize(REQUEST)).code).toBe("closed");
    expect(labs).toHaveLength(2);
  });

  test.each([
    ["writes", "b", 1],
    ["only looks on", "a", 0],
  ] as const)(
    "a model worker that falls silent during a run and %s is lost, alone",
    async (_, side, index) => {
      const { laboratory, models } = await loaded(
        async ({ id }) => table(id, { latency: () => new Promise((resolve) => setTimeout(resolve, 5)) }),
        {},
        { runWatchdog: { every: 50, limit: 300 } },
      );
      const troubles: Trouble[] = [];
      laboratory.onTrouble((trouble) => troubles.push(trouble));
      const run = laboratory.write({ ...WRITE, maxNewTokens: 150 });
      const events: WriteEvent[] = [];
      for await (const event of run) {
        events.push(event);
        if (idsOf(events).length === 2) models[index]?.fallSilent();
      }
      expect(troubles).toMatchObject([
        { where: side, failure: { code: "worker-crashed", message: expect.stringMatching(/not answered/) } },
      ]);
      const last = {
        a: { type: "write-end" },
        b: { type: "write-failed", failure: { code: "worker-crashed" } },
      };
      expect(events.at(-1)).toMatchObject(last[side]);
      expect(models.map(({ terminated }) => terminated)).toEqual([side === "a", side === "b"]);
      expect((await laboratory.reload(side, () => undefined)).ok).toBe(true);
      expect((await all(laboratory.compare(REQUEST))).at(-1)?.type).toBe("compare-end");
    },
  );

  test("a model loaded during a run is watched as well", async () => {
    const { laboratory, models } = await loaded(
      async ({ id }) =>
        table(id, id === "2" ? { latency: () => new Promise((resolve) => setTimeout(resolve, 5)) } : {}),
      {},
      { runWatchdog: { every: 50, limit: 300 } },
    );
    const troubles: Trouble[] = [];
    laboratory.onTrouble((trouble) => troubles.push(trouble));
    const written = all(laboratory.write({ ...WRITE, maxNewTokens: 150 }));
    await laboratory.load("a", spec("3"), () => undefined);
    models[2]?.fallSilent();
    await written;
    expect(troubles).toMatchObject([{ where: "a", failure: { code: "worker-crashed" } }]);
  });

  test("after a stop that nobody heeds, the silent model is lost and the busy one is not", async () => {
    const { laboratory, models } = await loaded(
      async ({ id }) => table(id, { latency: () => new Promise(() => undefined) }),
      {},
      { stopGrace: 20, stopWatchdog: { every: 50, limit: 300 } },
    );
    const troubles: Trouble[] = [];
    laboratory.onTrouble((trouble) => troubles.push(trouble));
    const run = laboratory.write(WRITE);
    const events: WriteEvent[] = [];
    for await (const event of run) {
      events.push(event);
      models[1]?.fallSilent();
      run.stop();
    }
    expect(events.at(-1)).toMatchObject({ type: "write-failed", failure: { code: "stopped" } });
    await vi.waitFor(() => expect(troubles).toHaveLength(1));
    expect(troubles).toMatchObject([{ where: "b", failure: { code: "worker-crashed" } }]);
    expect(models.map(({ terminated }) => terminated)).toEqual([false, true]);
  });

  test("stop ends a run even when nobody answers", async () => {
    const { laboratory } = await loaded(
      async ({ id }) => table(id, { latency: () => new Promise(() => undefined) }),
      {},
      { stopGrace: 20 },
    );
    const run = laboratory.write(WRITE);
    const reader = run[Symbol.asyncIterator]();
    expect((await reader.next()).value).toMatchObject({ type: "write-start" });
    run.stop();
    expect((await reader.next()).value).toMatchObject({ type: "write-failed", failure: { code: "stopped" } });
    expect((await reader.next()).done).toBe(true);
  });
});

function idsOf(events: readonly WriteEvent[]): number[] {
  return events.flatMap((event) => (event.type === "write-token" ? [event.token.id] : []));
}
