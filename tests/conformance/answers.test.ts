import { afterEach, describe, expect, test } from "vitest";
import { prefixHashLogits } from "../../src/backends/table/logits";
import { TableModel } from "../../src/backends/table/tableModel";
import { TableTokenizer } from "../../src/backends/table/tableTokenizer";
import type { AnswerArraysEvent, AnswerArraysRequest } from "../../src/contract/answers";
import type { LoadModel } from "../../workers/modelService";
import { fakeLaboratory, type FakeLaboratory } from "./fakeWorkers";

const tokenizer = new TableTokenizer(["How", " many", "?", " one", " two", " three", "."]);

function tableModel(id: string): TableModel {
  const logits = prefixHashLogits(Number(id), tokenizer.vocabSize, 6);
  return new TableModel({ id, tokenizer, logits, contextLength: 60 });
}

const load: LoadModel = async ({ id }) => tableModel(id);

let open: FakeLaboratory | undefined;
afterEach(() => {
  open?.laboratory.dispose();
  open = undefined;
});

async function loaded(): Promise<FakeLaboratory["laboratory"]> {
  open = fakeLaboratory(load);
  await open.laboratory.load(
    "a",
    { id: "1", folder: "https://example.org/", dtype: "fp32", device: "auto" },
    () => undefined,
  );
  return open.laboratory;
}

const REQUEST: AnswerArraysRequest = {
  model: "a",
  content: "probabilities",
  precision: "float32",
  k: 4,
  temperature: 1,
  metadata: { dataset: "letters" },
  questions: [
    {
      index: 0,
      question: "How many?",
      reference: "3",
      prompt: "How many?",
      chat: false,
      answers: [
        { author: "a", text: " one two." },
        { author: "b", text: " three".repeat(70) },
        { author: "b", text: " three", ids: [9999] },
      ],
    },
    { index: 1, question: "?", prompt: "?", chat: false, answers: [{ author: "a", text: " two" }] },
  ],
};

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const event of events) list.push(event);
  return list;
}

function filesOf(events: readonly AnswerArraysEvent[]): { npz: Blob; json: Blob } {
  expect(events.at(-1)?.type).toBe("answers-end");
  return {
    npz: new Blob(events.flatMap((event) => (event.type === "answers-bytes" ? [event.bytes] : []))),
    json: new Blob(events.flatMap((event) => (event.type === "answers-json" ? [event.text] : []))),
  };
}

describe("distributions of answers through the lab", () => {
  test("are written by a model, and open without one as what it says live", async () => {
    const laboratory = await loaded();
    const events = await all(laboratory.writeAnswerArrays(REQUEST));
    expect(events[0]).toMatchObject({ type: "answers-start", answers: 4, skipped: 2 });
    const { npz, json } = filesOf(events);
    const opened = await laboratory.openAnswers({ npz, json });
    if (!opened.ok) throw new Error(opened.failure.message);
    const { run, results, metadata } = opened.value;
    expect(metadata).toEqual({ model: "1", temperature: 1, kind: "probs" });
    expect(results.map(({ samples }) => samples.length)).toEqual([3, 1]);
    const tokens = await laboratory.answerTokens(run, { result: 0, sample: 0 });
    if (!tokens.ok) throw new Error(tokens.failure.message);
    expect(tokens.value.tokens.map(({ text }) => text).join("")).toBe(" one two.");
    const model = tableModel("1");
    const prompt = await model.encode("How many?", { special: true });
    const ids = [...prompt, ...(await model.encode(" one two."))];
    let position = 0;
    for await (const distributions of model.score(ids, prompt.length)) {
      for (const distribution of distributions) {
        if (distribution.kind !== "full") throw new Error("not full");
        const page = { offset: 0, limit: 500 };
        const found = await laboratory.answerPosition(run, { result: 0, sample: 0 }, position, page);
        if (!found.ok) throw new Error(found.failure.message);
        expect(found.value.candidates.length).toBe(model.info.vocabSize);
        for (const { token, logprob } of found.value.candidates)
          expect(logprob).toBeCloseTo(distribution.logprobs[token.id]!, 4);
        expect(tokens.value.entropies[position]).toBeCloseTo(found.value.entropy!, 4);
        position++;
      }
    }
    expect(position).toBe(tokens.value.tokens.length);
    const skipped = await laboratory.answerPosition(run, { result: 0, sample: 1 }, 0, {
      offset: 0,
      limit: 1,
    });
    expect(skipped).toMatchObject({ ok: false, failure: { code: "bad-input" } });
    const text = JSON.parse(await json.text()) as { results: { samples: { skipped?: string }[] }[] };
    expect(text.results[0]!.samples.map((sample) => sample.skipped)).toEqual([
      undefined,
      expect.stringMatching(/reads at most 60/),
      expect.stringMatching(/Token 9999/),
    ]);
    laboratory.release(run);
    await expect(laboratory.answerTokens(run, { result: 0, sample: 0 })).resolves.toMatchObject({
      ok: false,
      failure: { code: "not-kept" },
    });
  });

  test("stop where the person stops them, and fail by name without a model or with a file that is none", async () => {
    const laboratory = await loaded();
    const writing = laboratory.writeAnswerArrays({
      ...REQUEST,
      questions: Array.from({ length: 200 }, () => REQUEST.questions[0]!),
    });
    const events: AnswerArraysEvent[] = [];
    for await (const event of writing) {
      events.push(event);
      if (event.type === "answers-start") writing.stop();
    }
    expect(events.at(-1)).toMatchObject({ type: "answers-failed", failure: { code: "stopped" } });
    expect((await all(laboratory.writeAnswerArrays({ ...REQUEST, model: "b" }))).at(-1)).toMatchObject({
      type: "answers-failed",
      failure: { code: "closed" },
    });
    expect(await laboratory.openAnswers({ json: new Blob(["{"]) })).toMatchObject({
      ok: false,
      failure: { code: "bad-input" },
    });
    expect(
      await laboratory.openAnswers({ json: new Blob(['{"results":[]}']), npz: new Blob(["PK"]) }),
    ).toMatchObject({ ok: false, failure: { code: "bad-input" } });
  });
});
