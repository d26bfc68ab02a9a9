import { afterEach, describe, expect, test, vi } from "vitest";
import { fakeSampleRun } from "../../testing/fakeSampleRun";
import { ResultsState } from "./results.svelte";

afterEach(() => vi.useRealTimers());

const exactly = (value: number) => ({ low: value, high: value, includesLow: true, includesHigh: true });

async function opened(run = fakeSampleRun()) {
  const results = new ResultsState();
  results.take(run, undefined, false);
  await results.settled;
  return results;
}

describe("the numbers of a run", () => {
  test("are there for each author, and for each two of them", async () => {
    const results = await opened();
    expect(results.statistics.map(({ author }) => author)).toEqual(["a", "b", "switched"]);
    expect(results.statistics[0]?.answers).toBe(23 * 4);
    expect(results.versus.map(({ left, right }) => left + right)).toEqual(["ab", "aswitched", "bswitched"]);
    expect(results.skipped.map(({ index }) => index)).toEqual([22]);
  });

  test("follow from where on answers count as right", async () => {
    const results = await opened();
    expect([results.judge, results.counted]).toEqual(["Exact match", true]);
    const share = results.statistics[0]?.accuracy.value ?? NaN;
    const [inSlice] = results.slices.map(({ rows }) => rows[0]?.authors.a?.accuracy ?? NaN);
    results.countFrom(0);
    await results.settled;
    expect(share).toBeLessThan(1);
    expect(inSlice).toBeLessThan(1);
    expect(results.statistics.map(({ accuracy }) => accuracy.value)).toEqual([1, 1, 1]);
    expect(results.slices[0]?.rows[0]?.authors.a?.accuracy).toBe(1);
    expect(results.rows.flatMap(({ cells }) => cells.a?.rights ?? [])).not.toContain(false);
    expect((await opened(fakeSampleRun({ graded: true }))).judge).toBeUndefined();
  });

  test("of an earlier run are dropped where another is taken meanwhile", async () => {
    const results = new ResultsState();
    results.take(fakeSampleRun({ questions: 5 }), undefined, false);
    const first = results.settled;
    results.take(fakeSampleRun({ questions: 9, seed: 2 }), undefined, false);
    await Promise.all([first, results.settled]);
    expect(results.statistics[0]?.questions).toBe(9);
  });

  test("hold two runs side by side, the kept one left", async () => {
    const results = new ResultsState();
    results.take(fakeSampleRun({ temperature: 1 }), fakeSampleRun({ temperature: 0.2, seed: 1 }), false);
    await results.settled;
    expect(results.differences?.settings).toEqual([
      { path: "settings.sampling.temperature", left: 0.2, right: 1 },
    ]);
    expect(results.differences?.authors[0]?.same).toBe(results.differences?.authors[0]?.compared);
  });

  test("of a run that goes on are made anew from time to time only, and at once when it has ended", () => {
    vi.useFakeTimers();
    const whole = fakeSampleRun();
    const upTo = (count: number) => ({ ...whole, questions: whole.questions.slice(0, count) });
    const results = new ResultsState();
    results.take(upTo(1), undefined, true);
    expect(results.rows.length).toBe(1);
    results.take(upTo(2), undefined, true);
    results.take(upTo(3), undefined, true);
    expect(results.rows.length).toBe(1);
    vi.advanceTimersByTime(700);
    expect(results.rows.length).toBe(3);
    results.take(upTo(4), undefined, true);
    results.take(whole, undefined, false);
    expect(results.rows.length).toBe(23);
  });
});

describe("brushing", () => {
  test("leaves the questions in which each brushed author has an answer like that", async () => {
    const results = await opened(fakeSampleRun({ samples: 1 }));
    results.brush("a", "reward", exactly(0));
    results.brush("b", "reward", exactly(1));
    expect(results.filtering).toBe(true);
    expect(results.shown.length).toBeGreaterThan(0);
    expect(results.shown.length).toBeLessThan(results.rows.length);
    for (const { cells } of results.shown) {
      expect(cells.a?.totals).toContain(0);
      expect(cells.b?.totals).toContain(1);
    }
    results.brush("a", "reward", null);
    results.brush("b", "reward", null);
    expect([results.filtering, results.shown.length]).toEqual([false, results.rows.length]);
  });

  test("asks all brushes of an author of one and the same answer", async () => {
    const results = await opened();
    const [row] = results.rows;
    const answers = row?.result.answers.a ?? [];
    const length = answers[0]?.ids.length ?? 0;
    results.brush("a", "tokens", exactly(length));
    results.brush("a", "reward", exactly(2));
    expect(results.shown).toEqual([]);
    results.brush("a", "reward", null);
    expect(results.shown.map(({ place }) => place)).toContain(0);
  });

  test("in the plane goes with its axis, and showing all lets go of everything", async () => {
    const results = await opened();
    results.brushPlane({ x: [0, 0.03], reward: [0.5, 1] });
    const few = results.shown.length;
    expect(few).toBeLessThan(results.rows.length);
    results.drawAgainst("meanJs");
    expect(results.shown.length).toBe(few);
    results.drawAgainst("tokens");
    expect(results.filtering).toBe(false);
    results.brush("b", "tokens", exactly(-1));
    expect(results.shown).toEqual([]);
    results.showAll();
    expect(results.shown.length).toBe(results.rows.length);
  });
});

describe("the rows", () => {
  test("are sorted by what B is ahead of A, and by JS; pressed again, the other way round", async () => {
    const results = await opened();
    results.sortBy("gap");
    const gaps = results.shown.map(({ gap }) => gap);
    expect(gaps).toEqual(gaps.toSorted((x, y) => y - x));
    results.sortBy("gap");
    expect(results.shown[0]?.gap).toBe(Math.min(...gaps));
    results.sortBy("js");
    expect(results.shown[0]?.js).toBe(Math.max(...results.rows.map(({ js }) => js)));
    results.sortBy("asked");
    expect(results.shown.map(({ place }) => place)).toEqual(results.rows.map(({ place }) => place));
  });

  test("are walked from the chosen one on, and the choice stays while a run grows", async () => {
    const results = await opened();
    results.step(1);
    results.step(1);
    expect(results.chosenRow?.place).toBe(1);
    results.step(-5);
    expect(results.chosen).toEqual({ index: 0 });
    results.take(fakeSampleRun({ questions: 40 }), undefined, false);
    expect(results.chosenRow?.place).toBe(0);
    results.take(fakeSampleRun({ seed: 5 }), undefined, false);
    expect(results.chosenRow).toBeUndefined();
  });
});
