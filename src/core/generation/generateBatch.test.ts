import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pair, PROMPT, TOKENIZER } from "../../../tests/support/switchedPair";
import { prefixHashLogits } from "../../backends/table/logits";
import { TableModel, type TableOptions } from "../../backends/table/tableModel";
import { TableTokenizer } from "../../backends/table/tableTokenizer";
import { entropy } from "../distribution/entropy";
import type { LanguageModel, TokenId } from "../model";
import { Draws } from "../random";
import type { SamplingSettings } from "../sampling/settings";
import { generate } from "./generate";
import { generateBatch, type BatchAnswer, type BatchOptions, type BatchQuestion } from "./generateBatch";
import type { EndingOptions } from "./switching/endings";

const SAMPLING: SamplingSettings = { temperature: 1, topK: 0, topP: 1, minP: 0 };
const tokenizer = new TableTokenizer(["yes", " no", "stop", "."]);

/** Writes its four words and bytes at random, and ends about every tenth token. */
function model(options: Partial<TableOptions> = {}): TableModel {
  const hash = prefixHashLogits(4, tokenizer.vocabSize, 3);
  const logits = (prefix: readonly TokenId[]): Float64Array => {
    const all = hash(prefix);
    all[TableTokenizer.end] = 2;
    return all;
  };
  return new TableModel({ tokenizer, logits, ...options });
}

function endingsFor(of: LanguageModel, given: Partial<EndingOptions> = {}): EndingOptions {
  return {
    endOfText: new Set(of.info.endOfText),
    maxTokens: 20,
    room: 1000,
    stopStrings: [],
    decode: (ids) => of.decode(ids),
    endRepetition: false,
    ...given,
  };
}

async function answers<Question extends BatchQuestion>(
  of: LanguageModel,
  questions: readonly Question[],
  options: Partial<BatchOptions> = {},
): Promise<BatchAnswer<Question>[]> {
  async function* list(): AsyncGenerator<Question> {
    yield* questions;
  }
  const all: BatchAnswer<Question>[] = [];
  let told = 0;
  for await (const event of generateBatch(of, list(), {
    sampling: SAMPLING,
    seed: 1,
    batch: 4,
    ...options,
  })) {
    if (event.type === "step") told += event.tokens;
    else all.push(event.answer);
  }
  if (!options.stop) expect(told).toBe(all.reduce((sum, { ids }) => sum + ids.length, 0));
  return all;
}

/** What `generate` writes, with its means. */
async function alone(
  of: LanguageModel,
  { prefix, samples, endings }: BatchQuestion,
  sampling: SamplingSettings,
) {
  const written = [];
  for (const [sample, coordinate] of samples.entries()) {
    const ids: TokenId[] = [];
    let [logprobs, entropies] = [0, 0];
    const options = { sampling, seed: 1, sample: coordinate, maxNewTokens: endings.maxTokens, endings };
    let end: string | undefined;
    for await (const event of generate(of, prefix, options)) {
      if (event.type === "end") {
        end = event.reason;
        continue;
      }
      const session = await of.open([...prefix, ...ids]);
      const row = await session.next();
      await session.close();
      ids.push(event.id);
      logprobs += event.logprob;
      entropies += entropy(row.logprobs);
    }
    const [meanLogprob, meanEntropy] = [logprobs / ids.length, entropies / ids.length];
    written.push({ sample, ids, end, meanLogprob, meanEntropy });
  }
  return written;
}

const sorted = <T extends { question: number; sample: number }>(all: readonly T[]): T[] =>
  [...all].sort((one, other) => one.question - other.question || one.sample - other.sample);

describe("generateBatch", () => {
  test("writes what generate writes of each answer alone, whatever the batch", async () => {
    const sampling = fc.record({
      temperature: fc.constantFrom(0, 0.7, 1, 1.5),
      topK: fc.constantFrom(0, 3),
      topP: fc.constantFrom(1, 0.8),
      minP: fc.constantFrom(0, 0.1),
    });
    const run = fc.record({
      prompts: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 0, maxLength: 7 }),
      samples: fc.integer({ min: 1, max: 5 }),
      batch: fc.integer({ min: 1, max: 9 }),
      able: fc.boolean(),
      sampling,
      maxTokens: fc.integer({ min: 1, max: 25 }),
      stopStrings: fc.constantFrom<string[][]>([], ["stop"], ["o.", "sst"], ["yes no", "\n"]),
      room: fc.constantFrom(1000, 6),
      looks: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(run, async (given) => {
        const of = model({ batch: given.able });
        const vocabulary = of.tokens(Array.from({ length: of.info.vocabSize }, (_, id) => id));
        const questions = given.prompts.map((length, index) => {
          const draws = new Draws(9, "test", index);
          const prefix = Array.from({ length }, () => draws.integer(0, of.info.vocabSize - 1));
          const samples = Array.from({ length: given.samples }, (_, sample) => 1000 * sample + index);
          const { maxTokens, stopStrings, room } = given;
          const endings = endingsFor(of, { maxTokens, stopStrings, room, endRepetition: true });
          return { index, prefix, samples, endings };
        });
        const asked = given.looks
          ? questions.map((one) => ({
              ...one,
              endings: { ...one.endings, look: (id: TokenId) => vocabulary[id] },
            }))
          : questions;
        const { batch, sampling } = given;
        const found = await answers(of, asked, { batch, sampling });
        const expected = [];
        for (const question of questions)
          for (const answer of await alone(of, question, sampling))
            expected.push({ question: question.index, ...answer });
        expect(sorted(found.map((one) => ({ ...one, question: one.question.index })))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test("reads a prompt once for all its samples, and every step once for all rows", async () => {
    const of = model();
    const endings = endingsFor(of, { endOfText: new Set(), maxTokens: 10 });
    const found = await answers(of, [{ prefix: [1, 2, 3], samples: [0, 1, 2, 3], endings }]);
    expect(found.map(({ ids }) => ids.length)).toEqual([10, 10, 10, 10]);
    expect(of.calls).toBe(10);
  });

  test("gives a finished answer's place to the next question", async () => {
    const of = model();
    const lengths = [2, 12, 3, 9, 4, 6];
    const questions = lengths.map((maxTokens, index) => ({
      index,
      prefix: [index + 1],
      samples: [0],
      endings: endingsFor(of, { endOfText: new Set(), maxTokens }),
    }));
    const found = await answers(of, questions, { batch: 2 });
    expect(found.map(({ question }) => question.index)).toEqual([0, 2, 1, 3, 4, 5]);
    expect(of.calls).toBeLessThan(lengths.reduce((sum, length) => sum + length));
  });

  test("asks for a question only when there is room for it", async () => {
    const of = model();
    const pulled: number[] = [];
    async function* list() {
      for (let index = 0; index < 20; index++) {
        pulled.push(index);
        const endings = endingsFor(of, { endOfText: new Set(), maxTokens: 3 });
        yield { prefix: [index + 1], samples: [0, 1], endings };
      }
    }
    for await (const event of generateBatch(of, list(), { sampling: SAMPLING, seed: 1, batch: 4 })) {
      if (event.type === "answer") break;
    }
    expect(pulled).toEqual([0, 1]);
  });

  test("stops before the next forward pass; what was finished is told", async () => {
    const of = model();
    const questions = [3, 9].map((maxTokens) => ({
      prefix: [5],
      samples: [0],
      endings: endingsFor(of, { endOfText: new Set(), maxTokens }),
    }));
    const found = await answers(of, questions, { stop: () => of.calls >= 3 });
    expect(found.map(({ ids }) => ids.length)).toEqual([3]);
    expect(of.calls).toBe(3);
  });

  test("a model that fails ends it with the failure, the session closed", async () => {
    const of = model({ failAt: { call: 4, code: "device-lost" } });
    const endings = endingsFor(of, { endOfText: new Set() });
    await expect(answers(of, [{ prefix: [5], samples: [0, 1], endings }])).rejects.toMatchObject({
      code: "device-lost",
    });
  });

  test("one at a time, the prompt is read once for all its samples", async () => {
    const { a } = pair({ batch: false });
    const endings = endingsFor(a, {
      endOfText: new Set(),
      maxTokens: 4,
      decode: (ids) => TOKENIZER.decode(ids),
    });
    await answers(a, [{ prefix: PROMPT, samples: [0, 1, 2], endings }]);
    expect(a.calls).toBe(12);
  });
});
