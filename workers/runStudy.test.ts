import { expect, test } from "vitest";
import type { StudyEvent, StudyRequest } from "../src/contract/lab";
import { loaded } from "../tests/support/switchedLab";
import { CHOICE, pair, SAMPLING } from "../tests/support/switchedPair";

const REQUEST: StudyRequest = {
  problems: ["abba", "a".repeat(60), "bab"].map((question) => ({ question, answer: "1" })),
  from: 0,
  chat: true,
  choice: CHOICE,
  sweep: { setting: "threshold", values: [0.1] },
  control: true,
  sampling: SAMPLING,
  seed: 7,
  maxTokens: 12,
  stopStrings: [],
  endRepetition: true,
};

async function all(events: AsyncIterable<StudyEvent>): Promise<StudyEvent[]> {
  const list: StudyEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

const small = () => pair({ a: { contextLength: 40 }, b: { contextLength: 40 } });

test("a study leaves out a question that is too long for a model, and asks the others", async () => {
  const { laboratory } = await loaded(small);
  const events = await all(laboratory.study(REQUEST));
  expect(events.map(({ type }) => type)).toEqual([
    "study-start",
    "study-problem",
    "study-skipped",
    "study-problem",
    "study-end",
  ]);
  expect(events[2]).toMatchObject({ index: 1, failure: { code: "too-long" } });
});

test("a study that goes on has the same luck as one that never stopped", async () => {
  const { laboratory } = await loaded(small);
  const whole = await all(laboratory.study(REQUEST));
  const rest = await all(laboratory.study({ ...REQUEST, from: 2 }));
  const last = (events: StudyEvent[]) =>
    events.find((event) => event.type === "study-problem" && event.index === 2);
  expect(last(rest)).toEqual({ ...last(whole), run: expect.any(Number) as number });
});

test("a study that is stopped keeps whole problems only", async () => {
  const { laboratory } = await loaded(small);
  const run = laboratory.study({ ...REQUEST, problems: Array(50).fill(REQUEST.problems[0]) as [] });
  const events: StudyEvent[] = [];
  for await (const event of run) {
    events.push(event);
    if (event.type === "study-problem") run.stop();
  }
  expect(events.at(-1)).toMatchObject({ type: "study-end", reason: "stopped" });
  expect(events.length).toBeLessThan(20);
});
