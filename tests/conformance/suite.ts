import type { Distribution, LanguageModel, TokenId } from "../../src/core/model";
import { Draws } from "../../src/core/random";
import { check, checkClose, checkEqual, checkFails, collect, full } from "./check";

/** A backend under test. */
export interface Subject {
  name: string;
  /** A fresh model each time it is called; its context must be at most 100 000 tokens. */
  create(): Promise<LanguageModel>;
  /** How far two ways to the same log-probability may be apart, in nats. */
  tolerance: number;
}

export interface ConformanceCase {
  title: string;
  run(subject: Subject): Promise<void>;
}

const TEXTS = [
  "How many r in strawberry?",
  " two  spaces\tand\nlines ",
  "naïve café, 123 + 456 = 579",
  "日本語 and العربية",
  "👩‍👩‍👧 family 🍓",
  "\u0000\u0007 control",
  "",
];

/** Ids without special tokens, so that any backend takes them in any order. */
async function sampleIds(model: LanguageModel, length: number): Promise<TokenId[]> {
  const all = await model.tokens(Array.from({ length: model.info.vocabSize }, (_, id) => id));
  const ordinary = all.filter((token) => token.kind === "text").map((token) => token.id);
  const draws = new Draws(11, "test", 0);
  return Array.from({ length }, () => draws.pick(ordinary));
}

function withModel(work: (model: LanguageModel, subject: Subject) => Promise<void>) {
  return async (subject: Subject): Promise<void> => {
    const model = await subject.create();
    try {
      await work(model, subject);
    } finally {
      await model.dispose();
    }
  };
}

/** What every backend promises. The cases use no test framework, so that the same code runs in Node and in a page. */
export const CONFORMANCE: readonly ConformanceCase[] = [
  {
    title: "info states sizes that fit together",
    run: withModel(async ({ info }) => {
      check(
        info.vocabSize > 0 && info.logitsWidth >= info.vocabSize,
        `widths ${info.vocabSize}, ${info.logitsWidth}`,
      );
      check(info.contextLength > 0, `context length ${info.contextLength}`);
      check(info.endOfText.length > 0, "no token ends an answer");
      check(
        info.endOfText.every((id) => id < info.vocabSize),
        "an end token is not in the vocabulary",
      );
      check(info.tokenizer !== "" && info.id !== "" && info.dtype !== "", "an empty name");
    }),
  },
  {
    title: "encode then decode gives the text back, whatever it is",
    run: withModel(async (model) => {
      for (const text of TEXTS) {
        checkEqual(await model.decode(await model.encode(text)), text, "decoded text");
      }
    }),
  },
  {
    title: "spellings of special tokens are text unless asked for",
    run: withModel(async (model) => {
      const [end] = await model.tokens([model.info.endOfText[0] as TokenId]);
      check(end !== undefined, "no end token");
      checkEqual(end.kind, "special", "kind of the end token");
      const plain = await model.tokens(await model.encode(end.text));
      check(
        plain.every((token) => token.kind !== "special"),
        `typed ${end.text} became a special token`,
      );
      const special = await model.encode(end.text, { special: true });
      check(special.includes(end.id), `${end.text} was not recognised: ${special.join(" ")}`);
    }),
  },
  {
    title: "tokens shows each id by itself, and text tokens side by side read as the text",
    run: withModel(async (model) => {
      const text = "Count 12 words, please.";
      const ids = await model.encode(text);
      const tokens = await model.tokens(ids);
      checkEqual(
        tokens.map((token) => token.id),
        ids,
        "ids of the tokens",
      );
      checkEqual(tokens.map((token) => token.text).join(""), text, "texts of the tokens side by side");
    }),
  },
  {
    title: "bytes that are no text by themselves are shown as bytes",
    run: withModel(async (model) => {
      const tokens = await model.tokens(await model.encode("\u{1F6F8}"));
      check(tokens.length > 1, "the sign is one token; the case needs a rarer one");
      for (const token of tokens) {
        checkEqual(token.kind, "bytes", `kind of ${token.text}`);
        check(/^(<0x[0-9A-F]{2}>)+$/.test(token.text), `text of a byte token: ${token.text}`);
      }
    }),
  },
  {
    title: "every distribution spans the vocabulary and sums to 1",
    run: withModel(async (model) => {
      const ids = await sampleIds(model, 6);
      for (const distribution of await collect(model.score(ids, 1))) {
        const { logprobs } = full(distribution);
        checkEqual(logprobs.length, model.info.vocabSize, "width");
        const mass = logprobs.reduce((sum, logprob) => sum + Math.exp(logprob), 0);
        check(Math.abs(mass - 1) < 1e-5, `mass ${mass}`);
      }
    }),
  },
  {
    title: "score gives one distribution per position, whatever the chunk",
    run: withModel(async (model, { tolerance }) => {
      const ids = await sampleIds(model, 23);
      const whole = await collect(model.score(ids, 1));
      checkEqual(whole.length, ids.length - 1, "positions");
      for (const chunk of [1, 5, 22, 100]) {
        const sizes: number[] = [];
        const parts = [];
        for await (const part of model.score(ids, 1, { chunk })) {
          sizes.push(part.length);
          parts.push(...part);
        }
        check(Math.max(...sizes) <= chunk, `chunk of ${Math.max(...sizes)}, asked for at most ${chunk}`);
        checkClose(parts, whole, tolerance, `in chunks of ${chunk}`);
      }
      checkClose(await collect(model.score(ids, 9)), whole.slice(8), tolerance, "from position 9");
    }),
  },
  {
    title: "score from the end gives nothing",
    run: withModel(async (model) => {
      const ids = await sampleIds(model, 4);
      checkEqual((await collect(model.score(ids, 4))).length, 0, "positions");
    }),
  },
  {
    title: "a distribution depends on the tokens before it and on no other",
    run: withModel(async (model, { tolerance }) => {
      const ids = await sampleIds(model, 12);
      const changed = [...ids];
      changed[8] = ids[8] === ids[0] ? (ids[1] as TokenId) : (ids[0] as TokenId);
      const [before, after] = [await collect(model.score(ids, 1)), await collect(model.score(changed, 1))];
      checkClose(after.slice(0, 8), before.slice(0, 8), tolerance, "up to the changed token");
    }),
  },
  {
    title: "stop ends a score within one chunk",
    run: withModel(async (model) => {
      const ids = await sampleIds(model, 20);
      let seen = 0;
      for await (const part of model.score(ids, 1, { chunk: 4, stop: () => seen > 0 })) seen += part.length;
      check(seen <= 4, `${seen} positions came after stop`);
    }),
  },
  {
    title: "append one by one = append in blocks = score",
    run: withModel(async (model, { tolerance }) => {
      const ids = await sampleIds(model, 20);
      const prefix = ids.slice(0, 5);
      const rest = ids.slice(5);
      const scored = await collect(model.score(ids, 5));

      const single = await model.open(prefix);
      const oneByOne = [await single.next()];
      for (const id of rest) oneByOne.push(...(await single.append([id])));
      checkClose(oneByOne.slice(0, -1), scored, tolerance, "one by one against score");

      const blocks = await model.open(prefix);
      const inBlocks = [await blocks.next()];
      for (const [start, end] of [
        [0, 1],
        [1, 8],
        [8, 15],
      ]) {
        inBlocks.push(...(await blocks.append(rest.slice(start, end))));
      }
      checkClose(inBlocks, oneByOne, tolerance, "in blocks against one by one");
      checkEqual([single.length, blocks.length], [20, 20], "tokens held");
      await single.close();
      await blocks.close();
    }),
  },
  {
    title: "next does not move: asked twice it says the same, and what the last append said",
    run: withModel(async (model, { tolerance }) => {
      const ids = await sampleIds(model, 6);
      const session = await model.open(ids.slice(0, 3));
      const [first, second] = [await session.next(), await session.next()];
      checkClose([second], [first], 0, "asked twice");
      const appended = await session.append(ids.slice(3));
      checkClose([await session.next()], [appended.at(-1)], tolerance, "after append");
      checkEqual(session.length, 6, "tokens held");
      await session.close();
    }),
  },
  {
    title: "append of nothing changes nothing",
    run: withModel(async (model) => {
      const session = await model.open(await sampleIds(model, 3));
      checkEqual((await session.append([])).length, 0, "distributions");
      checkEqual(session.length, 3, "tokens held");
      await session.close();
    }),
  },
  {
    title: "rewind then append = fresh",
    run: withModel(async (model, { tolerance }) => {
      const ids = await sampleIds(model, 16);
      const other = [...ids].reverse();
      for (const length of [1, 4, 10, 16]) {
        const session = await model.open(ids.slice(0, 4));
        await session.append(ids.slice(4));
        await session.rewind(length);
        checkEqual(session.length, length, "tokens held");
        const fresh = await model.open(ids.slice(0, length));
        checkClose([await session.next()], [await fresh.next()], tolerance, `next after rewind to ${length}`);
        checkClose(
          await session.append(other),
          await fresh.append(other),
          tolerance,
          `append after rewind to ${length}`,
        );
        await session.rewind(length);
        checkClose(
          await session.append(other.slice(0, 3)),
          await collect(model.score([...ids.slice(0, length), ...other.slice(0, 4)], length + 1)),
          tolerance,
          `append without next after a second rewind to ${length}`,
        );
        await session.close();
        await fresh.close();
      }
    }),
  },
  {
    title: "two sessions and a score do not disturb each other",
    run: withModel(async (model, { tolerance }) => {
      const ids = await sampleIds(model, 14);
      const expected = await collect(model.score(ids, 1));
      const [left, right] = [await model.open(ids.slice(0, 7)), await model.open(ids.slice(0, 3))];
      const [scored, first, second] = await Promise.all([
        collect(model.score(ids, 1, { chunk: 3 })),
        left.append(ids.slice(7, 10)),
        right.append(ids.slice(3, 9)),
      ]);
      const third = await left.append(ids.slice(10, 13));
      checkClose(scored, expected, tolerance, "score");
      checkClose([...first, ...third], expected.slice(7), tolerance, "first session");
      checkClose(second, expected.slice(3, 9), tolerance, "second session");
      await left.close();
      await right.close();
    }),
  },
  {
    title: "a closed session refuses",
    run: withModel(async (model) => {
      const session = await model.open(await sampleIds(model, 3));
      await session.close();
      await session.close();
      await checkFails("closed", "append", () => session.append([model.info.endOfText[0] as TokenId]));
      await checkFails("closed", "next", () => session.next());
      await checkFails("closed", "rewind", () => session.rewind(1));
    }),
  },
  {
    title:
      "batch = each row alone: prefixes of unequal length, rows that go, copies and rows that come later",
    run: withModel(async (model, { tolerance }) => {
      const batch = await model.openBatch?.();
      if (!batch) return;
      const ids = await sampleIds(model, 40);
      const draws = new Draws(12, "test", 0);
      let held: TokenId[][] = [];
      const expected = async (texts: readonly TokenId[][]): Promise<Distribution[]> => {
        const rows: Distribution[] = [];
        for (const text of texts) {
          const session = await model.open(text);
          rows.push(await session.next());
          await session.close();
        }
        return rows;
      };
      const arrange = async (keep: number[], add: { prefix: TokenId[]; copies: number }[]): Promise<void> => {
        const what = `rows ${keep.join(" ")} kept, ${add.map(({ prefix }) => prefix.length).join(" ")} added`;
        const distributions = await batch.arrange(keep, add);
        checkClose(distributions, await expected(add.map(({ prefix }) => prefix)), tolerance, what);
        const copies = add.flatMap(({ prefix, copies }) => Array.from({ length: copies }, () => [...prefix]));
        held = [...keep.map((row) => held[row] as TokenId[]), ...copies];
        checkEqual(batch.rows, held.length, `${what}: rows held`);
      };
      const append = async (): Promise<void> => {
        const fed = held.map(() => draws.pick(ids));
        held = held.map((row, index) => [...row, fed[index] as TokenId]);
        const lengths = held.map(({ length }) => length).join(" ");
        checkClose(await batch.append(fed), await expected(held), tolerance, `lengths ${lengths}`);
      };
      await arrange(
        [],
        [
          { prefix: ids.slice(0, 3), copies: 1 },
          { prefix: ids.slice(0, 17), copies: 2 },
          { prefix: ids.slice(5, 6), copies: 1 },
        ],
      );
      await append();
      await append();
      await arrange([3, 0], []); // the longest go
      await append();
      await arrange([1], [{ prefix: ids.slice(10, 32), copies: 2 }]); // a longer one comes
      await append();
      await arrange([2, 1, 0], []);
      await append();
      await arrange([], []);
      checkEqual((await batch.append([])).length, 0, "distributions of no rows");
      await arrange([], [{ prefix: ids.slice(0, 2), copies: 1 }]);
      await append();
      await batch.close();
    }),
  },
  {
    title: "a batch refuses what a session refuses, and does not move",
    run: withModel(async (model, { tolerance }) => {
      const batch = await model.openBatch?.();
      if (!batch) return;
      const ids = await sampleIds(model, 4);
      const { vocabSize, contextLength } = model.info;
      await batch.arrange([], [{ prefix: ids.slice(0, 3), copies: 1 }]);
      await checkFails("bad-input", "append", () => batch.append([vocabSize]));
      await checkFails("bad-input", "arrange", () => batch.arrange([0], [{ prefix: [], copies: 1 }]));
      const long = new Array<TokenId>(contextLength + 1).fill(ids[0] as TokenId);
      await checkFails("too-long", "arrange", () => batch.arrange([0], [{ prefix: long, copies: 1 }]));
      checkEqual(batch.rows, 1, "rows held after refusals");
      const session = await model.open(ids.slice(0, 3));
      checkClose(
        await batch.append(ids.slice(3)),
        await session.append(ids.slice(3)),
        tolerance,
        "after refusals",
      );
      await session.close();
      await batch.close();
      await batch.close();
      await checkFails("closed", "append", () => batch.append([ids[0] as TokenId]));
      await checkFails("closed", "arrange", () => batch.arrange([], []));
    }),
  },
  {
    title: "a disposed model refuses, and so do its sessions",
    run: withModel(async (model) => {
      const ids = await sampleIds(model, 4);
      const session = await model.open(ids);
      const batch = await model.openBatch?.();
      await batch?.arrange([], [{ prefix: ids, copies: 2 }]);
      await model.dispose();
      if (batch) await checkFails("closed", "append to a batch", () => batch.append(ids.slice(0, 2)));
      await checkFails("closed", "open", () => model.open(ids));
      await checkFails("closed", "score", () => collect(model.score(ids, 1)));
      await checkFails("closed", "append", () => session.append(ids));
    }),
  },
  {
    title: "an empty prefix is refused",
    run: withModel(async (model) => {
      await checkFails("bad-input", "open", () => model.open([]));
      await checkFails("bad-input", "score", async () => collect(model.score(await sampleIds(model, 3), 0)));
    }),
  },
  {
    title: "ids outside the vocabulary are refused by number",
    run: withModel(async (model) => {
      const { vocabSize } = model.info;
      const error = await checkFails("bad-input", "open", () => model.open([vocabSize]));
      check(error.message.includes(String(vocabSize)), error.message);
      await checkFails("bad-input", "score", () => collect(model.score([1, -1], 1)));
      await checkFails("bad-input", "tokens", () => model.tokens([vocabSize + 3]));
      const session = await model.open(await sampleIds(model, 2));
      await checkFails("bad-input", "append", () => session.append([0.5]));
      checkEqual(session.length, 2, "tokens held after a refusal");
      await session.close();
    }),
  },
  {
    title: "more tokens than the context are refused with both numbers",
    run: withModel(async (model) => {
      const { contextLength } = model.info;
      const [id] = await sampleIds(model, 1);
      const long = new Array<TokenId>(contextLength + 1).fill(id as TokenId);
      for (const error of [
        await checkFails("too-long", "open", () => model.open(long)),
        await checkFails("too-long", "score", () => collect(model.score(long, contextLength))),
      ]) {
        check(
          error.message.includes(String(contextLength)) && error.message.includes(String(contextLength + 1)),
          error.message,
        );
      }
    }),
  },
  {
    title: "a chat template renders the user's words, ending where the assistant begins",
    run: withModel(async (model) => {
      if (!model.info.chat) {
        await checkFails("bad-input", "render", () => model.render([{ role: "user", content: "hi" }]));
        return;
      }
      const rendered = await model.render([{ role: "user", content: "How many?" }]);
      check(rendered.includes("How many?"), rendered);
      const last = (await model.tokens(await model.encode(rendered, { special: true }))).at(-1);
      check(!rendered.endsWith("How many?") && last !== undefined, rendered);
    }),
  },
  {
    title: "dispose then reload gives the same numbers",
    run: async (subject) => {
      const first = await subject.create();
      const ids = await sampleIds(first, 6);
      const before = await collect(first.score(ids, 1));
      await first.dispose();
      const second = await subject.create();
      checkClose(await collect(second.score(ids, 1)), before, subject.tolerance, "after reload");
      checkEqual(second.info, first.info, "info after reload");
      await second.dispose();
    },
  },
];
