import { expect, test } from "vitest";
import { DatasetLibrary } from "../../../client/datasets/datasetLibrary";
import type { DatasetRow } from "../../../core/datasets/dataset";
import { askedRows } from "./asking";

/** A dataset of so many rows, every tenth of them without a question. */
const opened = (total: number): Pick<ReturnType<DatasetLibrary["open"]>, "rows"> => ({
  rows: async (from, count) => ({
    ok: true,
    value: Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_, place): DatasetRow => {
      const index = from + place;
      return { index, fields: index % 10 === 9 ? {} : { q: `What is ${index}?`, a: index } };
    }),
  }),
});

const plain = { id: "custom", custom: "Q: {{ question }}" } as const;
const long = { id: "custom", custom: "{% for i in range(3000) %}{% endfor %}{{ question }}" } as const;
const chosen = { question: "q", reference: "a" };
const never = () => false;

test("asks rows in their order, and lists those without a question", async () => {
  const wanted = { opened: opened(2500), chosen, template: plain, from: 995, count: 5000, stop: never };
  const { asked, without } = await askedRows(wanted);
  expect([asked.length, without.length]).toEqual([1354, 151]);
  expect(asked[0]).toMatchObject({
    question: "What is 995?", prompt: "Q: What is 995?", reference: "995", row: { index: 995 },
  }); // prettier-ignore
  expect(asked.at(-1)?.row.index).toBe(2498);
});

test("long work lets others in between, who can stop it", async () => {
  let [stopped, turns] = [false, 0];
  const timer = setInterval(() => (stopped = ++turns >= 3));
  const wanted = { opened: opened(100_000), chosen, template: long, from: 0, count: 100_000 };
  await expect(askedRows({ ...wanted, stop: () => stopped })).rejects.toMatchObject({ code: "stopped" });
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(3);
});

test("a template that takes too long in all is refused, with the numbers", async () => {
  let now = 0;
  const clock = () => (now += 1000);
  const wanted = { opened: opened(100), chosen, from: 0, count: 100, stop: never, clock };
  await expect(askedRows({ ...wanted, template: plain })).rejects.toMatchObject({
    code: "bad-input",
    message: "The template took more than 60 s for 61 of 100 questions.",
  });
  const { asked } = await askedRows({ ...wanted, template: { id: "model" } });
  expect(asked.length).toBe(90);
});
