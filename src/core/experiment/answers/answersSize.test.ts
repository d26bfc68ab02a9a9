import { expect, test } from "vitest";
import { modelOf } from "../../../../tests/support/sampleRuns";
import { logSoftmax } from "../../distribution/logSoftmax";
import { uniform } from "../../random";
import { npzBytes } from "../npzBytes";
import { answersSize } from "./answersSize";
import { AnswersWriter, type AnswersOptions } from "./writeAnswers";

const model = modelOf("rl");
const V = model.vocabSize;

const questions = Array.from({ length: 12 }, (_, index) => ({
  index,
  question: `How many letters are in word ${index}?`,
  prompt: `<user>How many letters are in word ${index}?\n<assistant>`,
  answers: Array.from({ length: 4 }, (_, sample) => {
    const ids = Array.from({ length: 20 + index }, (_, at) => (at * 7 + sample) % V);
    return { author: "a", text: ids.map((id) => ` t${id}`).join(""), ids };
  }),
}));

async function written(options: AnswersOptions): Promise<{ npz: number; json: number }> {
  let json = 0;
  const writer = new AnswersWriter({
    ...options,
    ...{ model, questions, metadata: {} },
    rows: async function* (q, s) {
      for (const [t] of questions[q]!.answers[s]!.ids.entries())
        yield logSoftmax(Float32Array.from({ length: V }, (_, id) => 6 * uniform(q, "test", s, t * V + id)));
    },
    look: async (ids) => [...ids].map((id) => ({ id, text: ` t${id}`, kind: "text" as const })),
    json: (text) => void (json += text.length),
  });
  await writer.begin();
  const npz = await npzBytes([...writer.arrays()]);
  await writer.finish();
  return { npz: npz.length, json };
}

test.each<Partial<AnswersOptions>>([
  { content: "top_k", k: 5 },
  { content: "top_k", k: 20, precision: "float16" },
  { content: "probabilities" },
  { content: "logprobs", precision: "float16" },
])("the size that is said beforehand is within a fifth of what is written: %o", async (chosen) => {
  const options: AnswersOptions = {
    ...{ content: "top_k", precision: "float32", k: 5, temperature: 1 },
    ...chosen,
  };
  const [said, real] = [answersSize({ ...options, vocabSize: V, questions }), await written(options)];
  expect(Math.abs(said.npz / real.npz - 1)).toBeLessThan(0.2);
  expect(Math.abs(said.json / real.json - 1)).toBeLessThan(0.2);
});

test("an answer whose tokens are not known counts by its letters", () => {
  const options: AnswersOptions = { content: "probabilities", precision: "float32", k: 5, temperature: 1 };
  const answers = [{ author: "a", text: "x".repeat(35), ids: [] }];
  const sized = answersSize({
    ...options,
    vocabSize: 100,
    questions: [{ question: "", prompt: "", answers }],
  });
  expect(sized.npz).toBeGreaterThanOrEqual(10 * 100 * 4);
});
