import { expect, test } from "vitest";
import { fakeSampleRun } from "../../testing/fakeSampleRun";
import { questionRows, sortedRows } from "./questionRows";

test("a row has the totals, the mean and the most frequent answer of each author", () => {
  const run = fakeSampleRun({ questions: 1, samples: 6 });
  const [row] = questionRows(run);
  const answers = run.questions[0]?.answers.b ?? [];
  expect(row?.cells.b?.totals).toEqual(
    answers.map(({ rewards: [first] }) => (first?.ok ? first.value : undefined)),
  );
  const said = answers.map(({ extracted }) => extracted);
  const most = row?.cells.b?.majority;
  for (const other of said) {
    if (other === null) continue;
    expect(said.filter((one) => one === most).length).toBeGreaterThanOrEqual(
      said.filter((one) => one === other).length,
    );
  }
  expect(row?.gap).toBeCloseTo((row?.cells.b?.mean ?? 0) - (row?.cells.a?.mean ?? 0));
});

test("a row knows which answers are right only where a reward tells right from wrong", () => {
  const rightsOf = (graded: boolean, rightFrom?: number) => {
    const run = fakeSampleRun({ questions: 1, samples: 6, graded });
    const cell = questionRows(run, rightFrom)[0]?.cells.b;
    return { totals: cell?.totals ?? [], rights: cell?.rights ?? [] };
  };
  const exact = rightsOf(false);
  expect(exact.rights).toEqual(exact.totals.map((total) => (total === undefined ? undefined : total === 1)));
  expect(rightsOf(false, 0).rights).not.toContain(false);
  expect(new Set(rightsOf(true).rights)).toEqual(new Set([undefined]));
});

test("with one author there is no gap, and rows without a value come last both ways", () => {
  const rows = questionRows(fakeSampleRun({ questions: 4, authors: ["b"] }));
  expect(rows.every(({ gap }) => Number.isNaN(gap))).toBe(true);
  const mixed = rows.map((row, at) => (at === 1 ? row : { ...row, gap: at }));
  for (const descending of [true, false]) {
    expect(sortedRows(mixed, { by: "gap", descending }).at(-1)?.place).toBe(1);
  }
});

test("questions that were skipped are no rows, places are those of the run", () => {
  const rows = questionRows(fakeSampleRun({ questions: 25, samples: 1 }));
  expect(rows.map(({ place }) => place).slice(-3)).toEqual([21, 23, 24]);
});
