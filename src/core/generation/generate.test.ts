import { describe, expect, test } from "vitest";
import { markovLogits, prefixHashLogits } from "../../backends/table/logits";
import { TableModel } from "../../backends/table/tableModel";
import type { TableOptions } from "../../backends/table/tableModel";
import { TableTokenizer } from "../../backends/table/tableTokenizer";
import { logSoftmax } from "../distribution/logSoftmax";
import type { TokenId } from "../model";
import { uniform } from "../random";
import { process } from "../sampling/chain";
import { draw } from "../sampling/draw";
import { generate } from "./generate";
import type { GenerateEvent, GenerateOptions } from "./generate";

const TOKENIZER = new TableTokenizer(["a", "b"]);
const PREFIX: TokenId[] = [7, 8, 9];
const OPTIONS: GenerateOptions = {
  sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
  seed: 7,
  sample: 0,
  maxNewTokens: 12,
};

/** A model that never ends by itself within a few tokens: nearly all of its 262 tokens are ordinary ones. */
function model(options: Partial<TableOptions> = {}): TableModel {
  const hash = prefixHashLogits(1, TOKENIZER.vocabSize);
  const logits = (prefix: readonly TokenId[]) =>
    hash(prefix).map((logit, id) => (id === TableTokenizer.end ? -50 : logit));
  return new TableModel({ tokenizer: TOKENIZER, logits, ...options });
}

/** A model that says 10, 11, 12 and so on after one another, and ends the text after `last`. */
function counting(last: TokenId): TableModel {
  const next = (id: TokenId) => (id === last ? TableTokenizer.end : id + 1);
  const rows = Array.from({ length: TOKENIZER.vocabSize }, (_, id) =>
    Array.from({ length: TOKENIZER.vocabSize }, (_, other) => (other === next(id) ? 0 : -Infinity)),
  );
  return new TableModel({ tokenizer: TOKENIZER, logits: markovLogits(rows) });
}

async function run(
  of: TableModel,
  options: Partial<GenerateOptions> = {},
  prefix = PREFIX,
): Promise<GenerateEvent[]> {
  const events: GenerateEvent[] = [];
  for await (const event of generate(of, prefix, { ...OPTIONS, ...options })) events.push(event);
  return events;
}

const idsOf = (events: readonly GenerateEvent[]) =>
  events.flatMap((event) => (event.type === "token" ? [event.id] : []));

describe("generate", () => {
  test("draws position t at (seed, sample, t) from what the sampling leaves", async () => {
    const sampling = { temperature: 0.8, topK: 20, topP: 0.95, minP: 0.01 };
    const events = await run(model(), { sampling, sample: 3, maxNewTokens: 5 });
    const ids = [...PREFIX];
    for (let t = 0; t < 5; t++) {
      const own = logSoftmax(prefixHashLogits(1, TOKENIZER.vocabSize)(ids).with(TableTokenizer.end, -50));
      const id = draw(process(own, sampling), uniform(7, "token", 3, t));
      expect(events[t]).toEqual({ type: "token", id, logprob: own[id], position: t });
      ids.push(id);
    }
    expect(events[5]).toEqual({ type: "end", reason: "max-tokens" });
  });

  test("writes the same tokens when it goes on from the middle", async () => {
    const whole = await run(model());
    const start = idsOf(whole).slice(0, 5);
    const rest = await run(model(), { position: 5, maxNewTokens: 7 }, [...PREFIX, ...start]);
    expect(rest).toEqual(whole.slice(5));
  });

  test("writes something else for another seed or sample", async () => {
    const [one, otherSeed, otherSample] = await Promise.all([
      run(model()),
      run(model(), { seed: 8 }),
      run(model(), { sample: 1 }),
    ]);
    expect(idsOf(otherSeed)).not.toEqual(idsOf(one));
    expect(idsOf(otherSample)).not.toEqual(idsOf(one));
  });

  test("at temperature 0 needs no luck", async () => {
    const sampling = { ...OPTIONS.sampling, temperature: 0 };
    expect(idsOf(await run(model(), { sampling, seed: 1 }))).toEqual(
      idsOf(await run(model(), { sampling, seed: 2 })),
    );
  });

  test("ends with the token that ends the text, which belongs to it", async () => {
    const events = await run(counting(12), {}, [9]);
    expect(idsOf(events)).toEqual([10, 11, 12, TableTokenizer.end]);
    expect(events.at(-1)).toEqual({ type: "end", reason: "end-of-text" });
  });

  test("ends when the context is full", async () => {
    const events = await run(model({ contextLength: 5 }));
    expect(idsOf(events)).toHaveLength(2);
    expect(events.at(-1)).toEqual({ type: "end", reason: "context-full" });
    expect(await run(model({ contextLength: 3 }))).toEqual([{ type: "end", reason: "context-full" }]);
  });

  test("of no tokens ends at once", async () => {
    expect(await run(model(), { maxNewTokens: 0 })).toEqual([{ type: "end", reason: "max-tokens" }]);
  });

  test("stops before the next token", async () => {
    let tokens = 0;
    const events: GenerateEvent[] = [];
    for await (const event of generate(model(), PREFIX, { ...OPTIONS, stop: () => tokens === 3 })) {
      events.push(event);
      if (event.type === "token") tokens++;
    }
    expect(idsOf(events)).toHaveLength(3);
    expect(events.at(-1)).toEqual({ type: "end", reason: "stopped" });
  });

  test("runs the model once per token, and not for the last one", async () => {
    const table = model();
    await run(table, { maxNewTokens: 4 });
    expect(table.calls).toBe(4);
  });

  test("closes its session, also when its reader walks away or the model fails", async () => {
    let open = 0;
    const counted = (table: TableModel) => {
      const original = table.open.bind(table);
      table.open = async (prefix) => {
        const session = await original(prefix);
        const close = session.close.bind(session);
        open++;
        session.close = () => {
          open--;
          return close();
        };
        return session;
      };
      return table;
    };
    for await (const _ of generate(counted(model()), PREFIX, OPTIONS)) break;
    await run(counted(model()));
    const failing = counted(model({ failAt: { call: 3, code: "device-lost" } }));
    await expect(run(failing)).rejects.toMatchObject({ code: "device-lost" });
    expect(open).toBe(0);
  });

  test("refuses to draw from a list of the most probable tokens alone", async () => {
    await expect(run(model({ truncateTo: 20 }))).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("its 20 most probable tokens only, not with all 262") as string,
    });
  });
});
