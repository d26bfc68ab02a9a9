import { describe, expect, test } from "vitest";
import { TableModel } from "../../../backends/table/tableModel";
import { TableTokenizer } from "../../../backends/table/tableTokenizer";
import { metered } from "../../../../tests/support/meteredModel";
import {
  idsOf,
  outcome,
  pair,
  PROMPT,
  TOKENIZER,
  write,
  type Wish,
} from "../../../../tests/support/switchedPair";
import { steady, type Pace } from "./pace";

describe("the end of a switched text", () => {
  const blocks = [1, 3, 8];

  test.each(blocks)("is at so many tokens, inside a draft too (%d)", async (length) => {
    const ids = idsOf(await write());
    for (const maxTokens of [1, 2, 5, 8]) {
      let standing = 0;
      const pace: Pace = {
        next: () => length,
        took: ({ drafted, stood }) => {
          expect(standing + drafted).toBeLessThanOrEqual(maxTokens);
          standing += stood;
        },
      };
      const written = await write({ endings: { maxTokens }, pace });
      expect(written.reason).toBe("max-tokens");
      expect(idsOf(written)).toEqual(ids.slice(0, maxTokens));
    }
  });

  test.each(blocks)("is where a context is full, and no model reads beyond it (%d)", async (length) => {
    const models = pair({ a: { contextLength: 40 }, b: { contextLength: PROMPT.length + 6 } });
    const written = await write({ models, endings: { room: 6 }, pace: steady(length) });
    expect(written).toMatchObject({ reason: "context-full" });
    expect(written.error).toBeUndefined();
    expect(idsOf(written)).toEqual(idsOf(await write()).slice(0, 6));
  });

  test.each(blocks)("is at the end of text of either model (%d)", async (length) => {
    const ids = idsOf(await write());
    const last = ids[4]!;
    for (const side of ["a", "b"] as const) {
      const models = pair();
      const other = metered(models[side]).model;
      const ending = { ...other, info: { ...other.info, endOfText: [TableTokenizer.end, last] } };
      const written = await write({ models: { ...models, [side]: ending }, pace: steady(length) });
      expect(written.reason).toBe("end-of-text");
      expect(idsOf(written)).toEqual(ids.slice(0, ids.indexOf(last) + 1));
    }
  });

  test.each(blocks)("is at a stop string, over the tokens of any author (%d)", async (length) => {
    const whole = await write();
    const ids = idsOf(whole);
    const handOver = whole.positions.flatMap((position) => position.switch ?? [])[1]!.position;
    // The last characters before a hand-over and the first after it.
    const stop = TOKENIZER.decode(ids.slice(handOver - 1, handOver + 2));
    const written = await write({ endings: { stopStrings: ["no such text", stop] }, pace: steady(length) });
    expect(written.reason).toBe("stop-string");
    expect(idsOf(written)).toEqual(ids.slice(0, TOKENIZER.decode(ids).indexOf(stop) + stop.length));
  });

  test.each(blocks)(
    "is where the text only repeats itself, unless that is not wanted (%d)",
    async (length) => {
      const logits = () => new Float64Array(TOKENIZER.vocabSize).fill(-50).with(20, 0);
      const model = () => new TableModel({ tokenizer: TOKENIZER, logits });
      const wish: Wish = { models: { a: model(), b: model() }, pace: steady(length) };
      const ended = await write(wish);
      expect(ended.reason).toBe("repetition");
      expect(idsOf(ended)).toEqual(new Array<number>(32).fill(20));
      expect((await write({ ...wish, endings: { endRepetition: false } })).reason).toBe("max-tokens");
    },
  );

  test.each(blocks)("forced tokens end it as drawn ones do (%d)", async (length) => {
    const written = await write({
      forced: [{ position: 3, token: TableTokenizer.end }],
      pace: steady(length),
    });
    expect(written.reason).toBe("end-of-text");
    expect(idsOf(written)).toHaveLength(4);
  });

  test("is at once where what was kept has ended, and no model runs", async () => {
    const models = { a: metered(pair().a), b: metered(pair().b) };
    const kept = (await write({ endings: { maxTokens: 6 } })).positions;
    const written = await write({
      kept,
      models: { a: models.a.model, b: models.b.model },
      endings: { maxTokens: 6 },
    });
    expect(written).toMatchObject({ positions: [], reason: "max-tokens" });
    expect([models.a.spent.passes, models.b.spent.passes]).toEqual([0, 0]);
  });
});

describe("stopping", () => {
  test("before the first pass writes nothing and computes nothing", async () => {
    const written = await write({ stop: () => true, pace: steady(8) });
    const none = { passes: 0, tokens: 0 };
    expect(written).toEqual({ positions: [], reason: "stopped", effort: { a: none, b: none } });
  });

  test("inside a draft keeps what was judged before it, and goes on from there", async () => {
    const whole = await write();
    for (let checks = 1; checks < 40; checks++) {
      let asked = 0;
      const stop = () => ++asked > checks;
      const stopped = await write({ stop, pace: steady(5) });
      if (stopped.reason !== "stopped") break;
      const length = stopped.positions.length;
      expect(outcome(stopped).positions).toEqual(outcome(whole).positions.slice(0, length));
      const rest = await write({ kept: stopped.positions, pace: steady(5) });
      expect([...outcome(stopped).positions, ...outcome(rest).positions]).toEqual(outcome(whole).positions);
    }
  });

  test("is asked before every pass", async () => {
    let [asked, passes] = [0, 0];
    const follows = () => {
      passes++;
      expect(asked).toBeGreaterThanOrEqual(passes);
    };
    const { a, b } = pair();
    const models = { a: metered(a, follows).model, b: metered(b, follows).model };
    await write({ models, pace: steady(4), stop: () => ++asked < 0 });
    expect(passes).toBeGreaterThan(20);
  });
});
