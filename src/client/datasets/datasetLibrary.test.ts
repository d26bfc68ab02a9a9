import { afterEach, describe, expect, test } from "vitest";
import { FakeWorker } from "../../../tests/conformance/fakeWorkers";
import { DataService } from "../../../workers/dataService";
import type { DataEvent } from "../../contract/data";
import { drawnRows } from "../../core/datasets/datasetReading";
import { generatedRows } from "../../core/datasets/generatedRows";
import { DatasetLibrary } from "./datasetLibrary";
import { memoryPages } from "./pageCache";

const libraries: DatasetLibrary[] = [];
afterEach(() => libraries.splice(0).forEach((library) => library.end()));

function fakeLibrary() {
  const workers: FakeWorker[] = [];
  const asked: string[] = [];
  const read = (address: string): Promise<Response> => {
    asked.push(address);
    return Promise.reject(new TypeError("Failed to fetch"));
  };
  const library = new DatasetLibrary({
    worker: () => {
      const worker = new FakeWorker(() => new DataService({ clock: () => performance.now(), fetch: read }));
      workers.push(worker);
      return worker;
    },
    fetch: read,
    pages: memoryPages(),
    server: "http://hub.example",
  });
  libraries.push(library);
  return { library, workers, asked };
}

async function all(events: AsyncIterable<DataEvent>): Promise<DataEvent[]> {
  const list: DataEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

describe("DatasetLibrary", () => {
  test("starts no worker and asks nobody before something is opened", () => {
    const { workers, asked } = fakeLibrary();
    expect([workers.length, asked.length]).toEqual([0, 0]);
  });

  test("opens several files, each with rows of its own, in one worker", async () => {
    const { library, workers } = fakeLibrary();
    const table = library.open({ kind: "blob", blob: new Blob(["a,b\n1,2\n3,4\n5\n"]), name: "x.csv" });
    const pasted = library.open({ kind: "text", text: '{"a":7}' });
    const events = await all(table);
    expect(events.map(({ type }) => type)).toEqual(["data-start", "data-rows", "data-progress", "data-end"]);
    expect(events.at(-1)).toMatchObject({ rows: 2, bad: 1, reason: "done" });
    await all(pasted);
    expect(await pasted.rows(0, 9)).toEqual({ ok: true, value: [{ index: 0, fields: { a: 7 } }] });
    expect(await table.rows(1, 9)).toEqual({
      ok: true,
      value: [{ index: 1, line: 3, fields: { a: "3", b: "4" } }],
    });
    expect(await table.sampleRows(1, 2)).toMatchObject({
      ok: true,
      value: [{ index: drawnRows(2, 1, 2)[0] }],
    });
    expect(await table.badRows()).toMatchObject({ ok: true, value: [{ line: 4, reason: "cells" }] });
    expect(workers.length).toBe(1);
  });

  test("a worker that ends is an event, what was open is closed, and the next file gets another", async () => {
    const { library, workers } = fakeLibrary();
    const first = library.open({ kind: "text", text: '{"a":1}\n'.repeat(200_000) });
    workers[0]?.crash("out of memory");
    expect((await all(first)).at(-1)).toMatchObject({
      type: "data-failed",
      failure: { code: "worker-crashed" },
    });
    expect(await first.rows(0, 1)).toMatchObject({ ok: false });
    const second = library.open({ kind: "text", text: '{"a":2}' });
    expect((await all(second)).at(-1)).toMatchObject({ type: "data-end", rows: 1 });
    expect(workers.length).toBe(2);
  });

  test("a server that is away is an event", async () => {
    const { library, asked } = fakeLibrary();
    const hub = library.open({ kind: "hub", dataset: "a/b", config: "main", split: "test" });
    expect(await all(hub)).toMatchObject([{ type: "data-failed", failure: { code: "network" } }]);
    const url = library.open({ kind: "url", url: "http://file.example/x.csv" });
    expect(await all(url)).toMatchObject([{ type: "data-failed", failure: { code: "network" } }]);
    expect(asked.map((address) => new URL(address).host)).toEqual(["hub.example", "file.example"]);
  });

  test("generated problems are there at once, in any number", async () => {
    const { library, workers } = fakeLibrary();
    const opened = library.open({ kind: "generated", family: "letters", seed: 3, count: 5000 });
    expect((await all(opened)).at(-1)).toMatchObject({ type: "data-end", rows: 5000 });
    expect(await opened.rows(4998, 10)).toEqual({ ok: true, value: generatedRows("letters", 3, 4998, 2) });
    const drawn = await opened.sampleRows(3, 1);
    expect(drawn.ok && drawn.value.map(({ index }) => index)).toEqual(drawnRows(5000, 3, 1));
    expect(workers.length).toBe(0);
  });
});
