import { afterEach, describe, expect, test } from "vitest";
import { prefixHashLogits } from "../../src/backends/table/logits";
import { TableModel } from "../../src/backends/table/tableModel";
import { TableTokenizer } from "../../src/backends/table/tableTokenizer";
import type { ArraysEvent, ArraysRequest } from "../../src/contract/files";
import type { CompareEvent, CompareRequest, OpenFileEvent } from "../../src/contract/lab";
import { packBlock, unpackBlock } from "../../src/core/compare/block";
import type { Token } from "../../src/core/model";
import type { LoadModel } from "../../workers/modelService";
import { fakeLaboratory, type FakeLaboratory } from "./fakeWorkers";

const tokenizer = new TableTokenizer(["How", " many", "?", " one", " two", " three", "."]);

const load: LoadModel = async ({ id }) => {
  const logits = prefixHashLogits(Number(id), tokenizer.vocabSize, 6);
  return new TableModel({ id, tokenizer, logits, contextLength: 40_000 });
};

let open: FakeLaboratory | undefined;
afterEach(() => {
  open?.laboratory.dispose();
  open = undefined;
});

async function loaded(...[lab]: [Parameters<typeof fakeLaboratory>[1]?]): Promise<FakeLaboratory> {
  open = fakeLaboratory(load, lab);
  for (const [side, id] of [["a", "1"] as const, ["b", "2"] as const]) {
    await open.laboratory.load(
      side,
      { id, folder: "https://example.org/", dtype: "fp32", device: "auto" },
      () => undefined,
    );
  }
  return open;
}

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const event of events) list.push(event);
  return list;
}

const REQUEST: CompareRequest = {
  prompt: "How many?",
  chat: false,
  solution: { text: " one two three. one two one." },
  temperature: 1,
  k: 4,
};

/** A comparison, and what asks for it as arrays. */
async function compared({ laboratory }: FakeLaboratory) {
  const events = await all(laboratory.compare(REQUEST));
  const start = events[0];
  if (start?.type !== "compare-start") throw new Error(`It began with ${start?.type}`);
  const positions = positionsOf(events);
  const request: ArraysRequest = {
    run: start.run,
    content: "logprobs",
    precision: "float32",
    a: start.a,
    b: start.b,
    prompt: REQUEST.prompt,
    rendered: start.rendered,
    chat: false,
    promptIds: start.prompt.map(({ id }) => id),
    block: packBlock(0, positions),
    temperature: 1,
    k: REQUEST.k,
    tokens: [],
  };
  return { positions, request, start };
}

function positionsOf(events: readonly (CompareEvent | OpenFileEvent)[]) {
  return events.flatMap((event) => (event.type === "compare-block" ? unpackBlock(event.block) : []));
}

function fileOf(events: readonly ArraysEvent[]): Blob {
  expect(events.at(-1)?.type).toBe("arrays-end");
  return new Blob(events.flatMap((event) => (event.type === "arrays-bytes" ? [event.bytes] : [])));
}

describe("arrays of a comparison", () => {
  test.each([
    ["kept", 1024 ** 2],
    ["computed anew", 0],
    ["kept to the middle, then computed anew", 4 * 8 * tokenizer.vocabSize],
  ])(
    "are the same whether its distributions are %s, and open as the same comparison",
    async (_, memoryBytes) => {
      const laboratory = await loaded({ memoryBytes });
      const { positions, request, start } = await compared(laboratory);
      const npz = fileOf(await all(laboratory.laboratory.writeArrays(request)));
      const events = await all(laboratory.laboratory.openFile({ npz, k: 4 }));
      expect(events[0]).toMatchObject({
        type: "file-opened",
        file: { prompt: "How many?", k: 4, whole: true },
      });
      expect(events[1]).toMatchObject({
        type: "compare-start",
        prompt: start.prompt,
        solution: start.solution,
      });
      expect(events.at(-1)?.type).toBe("compare-end");
      expect(positionsOf(events)).toEqual(positions);
      const opened = events[0]!.run;
      const query = { search: "", sort: "id", offset: 0, limit: 500 } as const;
      for (const position of [6, 0, 3]) {
        const [live, file] = await Promise.all(
          [request.run, opened].map((run) => laboratory.laboratory.distribution(run, position, 1, query)),
        );
        if (!live?.ok || !file?.ok) throw new Error("no distribution");
        expect(file.value.rows.map(({ token }) => token)).toEqual(live.value.rows.map(({ token }) => token));
        file.value.rows.forEach(({ logprobB }, row) =>
          expect(logprobB).toBeCloseTo(live.value.rows[row]!.logprobB, 4),
        );
      }
      const warmer = { temperature: 2, k: 4 };
      const [live, file] = await Promise.all(
        [request.run, opened].map((run) => laboratory.laboratory.review(run, warmer)),
      );
      if (memoryBytes < 1000) expect(live?.ok).toBe(false);
      if (!file?.ok) throw new Error("no review");
      expect(file.value.blocks[0]?.count).toBe(positions.length);
    },
  );

  test("of the most probable tokens need no model, and have no whole distribution to show", async () => {
    const laboratory = await loaded();
    const { positions, request, start } = await compared(laboratory);
    laboratory.laboratory.release(request.run);
    const tokens: Token[] = [...start.prompt, ...start.solution];
    const written = await all(laboratory.laboratory.writeArrays({ ...request, content: "top-k", tokens }));
    const events = await all(laboratory.laboratory.openFile({ npz: fileOf(written), k: 9 }));
    expect(positionsOf(events)).toEqual(positions);
    const query = { search: "", sort: "a", offset: 0, limit: 5 } as const;
    const outcome = await laboratory.laboratory.distribution(events[0]!.run, 0, 1, query);
    expect(outcome).toMatchObject({ ok: false, failure: { code: "not-kept" } });
  });

  test("stop when asked to, and say so", async () => {
    const laboratory = await loaded();
    const { request } = await compared(laboratory);
    const run = laboratory.laboratory.writeArrays(request);
    run.stop();
    const events = await all(run);
    expect(events.at(-1)).toMatchObject({ type: "arrays-failed", failure: { code: "stopped" } });
  });

  test("of a comparison that is gone are refused", async () => {
    const laboratory = await loaded();
    const { request } = await compared(laboratory);
    const events = await all(laboratory.laboratory.writeArrays({ ...request, run: 999 }));
    expect(events).toMatchObject([{ type: "arrays-failed", failure: { code: "not-kept" } }]);
  });

  test("that are no arrays are refused with a failure, not a throw", async () => {
    const laboratory = await loaded();
    const events = await all(laboratory.laboratory.openFile({ npz: new Blob(["hello"]), k: 4 }));
    expect(events).toMatchObject([{ type: "compare-failed", failure: { code: "bad-input" } }]);
  });
});
