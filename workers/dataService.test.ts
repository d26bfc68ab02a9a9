import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatasetServer, type DatasetTestServer } from "../e2e/datasetServer";
import type { DataEvent, DataSource } from "../src/contract/data";
import { DataService } from "./dataService";

let server: DatasetTestServer;
beforeAll(async () => (server = await openDatasetServer()));
afterAll(() => server.close());

const service = () =>
  new DataService({ clock: () => performance.now(), fetch: (address, options) => fetch(address, options) });

async function opened(
  source: DataSource,
  to = service(),
  onEvent: (event: DataEvent) => void = () => undefined,
) {
  const events: DataEvent[] = [];
  await to.open(1, source, (event) => {
    events.push(event);
    onEvent(event);
  });
  return events;
}

const ROWS = 30_000;
const LINES = Array.from(
  { length: ROWS },
  (_, index) => `{"question":"What is ${index}?","answer":${index}}`,
).join("\n");
const bytes = new TextEncoder().encode(LINES);

describe("DataService", () => {
  test("tells of the first rows before the end, and gives any others", async () => {
    const data = service();
    const events = await opened({ kind: "blob", blob: new Blob([bytes]), name: "x.jsonl" }, data);
    expect(events[0]).toEqual({ type: "data-start", run: 1, format: "jsonl", bytes: bytes.length });
    expect(events[1]).toMatchObject({ type: "data-rows", rows: { length: 200 }, bad: [] });
    expect(events.at(-1)).toEqual({
      type: "data-end", run: 1, reason: "done", bytes: bytes.length, rows: ROWS, bad: 0,
    }); // prettier-ignore
    const rows = await data.rows(1, 12_345, 2);
    expect(rows.ok && rows.value.map(({ fields }) => fields.answer)).toEqual([12_345, 12_346]);
    const drawn = await data.sample(1, 40, 3);
    expect(drawn.ok && new Set(drawn.value.map(({ index }) => index)).size).toBe(40);
    await data.release(1);
    expect(await data.rows(1, 0, 1)).toMatchObject({ ok: false, failure: { code: "closed" } });
  });

  test("stops when asked to, and keeps what was read", async () => {
    const data = service();
    const stopAtRows = (event: DataEvent) => void (event.type === "data-rows" && data.stop(1));
    const events = await opened({ kind: "text", text: LINES }, data, stopAtRows);
    expect(events.at(-1)).toMatchObject({ type: "data-end", reason: "stopped" });
    expect(await data.rows(1, 0, 3)).toMatchObject({ ok: true, value: { length: 3 } });
    expect(await data.sample(1, 3, 1)).toMatchObject({ ok: false, failure: { code: "bad-input" } });
  });

  test("lists bad rows, and refuses what is no data set", async () => {
    const data = service();
    const events = await opened({ kind: "text", text: '{"a":1}\n{oops\n{"a":2}' }, data);
    expect(events[1]).toMatchObject({ bad: [{ line: 2, reason: "no-json" }] });
    expect(await data.bad(1)).toMatchObject({ ok: true, value: [{ line: 2 }] });
    expect(await opened({ kind: "text", text: "" })).toMatchObject([
      { type: "data-failed", failure: { code: "bad-input", message: "The file is empty." } },
    ]);
  });

  test("waits for the first rows behind bad ones; tells of bad ones alone at the end", async () => {
    const bad = "{oops\n".repeat(20_000);
    const text = new Blob([`${bad}${'{"question":"?"}\n'.repeat(50)}`]);
    const events = await opened({ kind: "blob", blob: text, name: "x.jsonl" });
    const told = events.filter(({ type }) => type === "data-rows");
    expect(told).toMatchObject([{ rows: { length: 50 }, bad: { length: 200 } }]);
    const alone = await opened({ kind: "blob", blob: new Blob([bad]), name: "x.jsonl" });
    expect(alone.filter(({ type }) => type === "data-rows")).toMatchObject([
      { rows: [], bad: { length: 200 } },
    ]);
    expect(alone.at(-1)).toMatchObject({ type: "data-end", rows: 0, bad: 20_000 });
  });

  test("reads a file by its address while it comes in", async () => {
    const url = server.serve("rows.jsonl", bytes);
    const data = service();
    const events = await opened({ kind: "url", url }, data);
    expect(events[0]).toMatchObject({ format: "jsonl", bytes: bytes.length });
    expect(events.at(-1)).toMatchObject({ reason: "done", rows: ROWS });
    expect(await data.rows(1, ROWS - 1, 5)).toMatchObject({ ok: true, value: [{ index: ROWS - 1 }] });
  });

  test.each([true, false])("reads Parquet by its address (parts given: %s)", async (ranges) => {
    const columnData = [{ name: "answer", data: Array.from({ length: 500 }, (_, index) => index) }];
    const url = server.serve("x.parquet", new Uint8Array(parquetWriteBuffer({ columnData })), { ranges });
    expect((await opened({ kind: "url", url })).at(-1)).toMatchObject({ reason: "done", rows: 500 });
  });

  test.each([
    [404, "network", /no such file/],
    [403, "not-allowed", /status 403/],
    [429, "network", /status 429/],
    [500, "network", /status 500/],
  ])("says what an address answers: %d", async (status, code, message) => {
    const url = server.serve(`status-${status}`, bytes, { status });
    const [event] = await opened({ kind: "url", url });
    expect(event).toMatchObject({
      type: "data-failed",
      failure: { code, message: expect.stringMatching(message) as string },
    });
  });

  test("says that an address does not answer, or answers with a page", async () => {
    const [away] = await opened({ kind: "url", url: "http://127.0.0.1:1/x.csv" });
    expect(away).toMatchObject({
      type: "data-failed",
      failure: { hint: expect.stringMatching("CORS") as string },
    });
    const url = server.serve("page", new TextEncoder().encode("<!DOCTYPE html>"));
    const [page] = await opened({ kind: "url", url });
    expect(page).toMatchObject({ failure: { message: expect.stringMatching("web page") as string } });
  });
});
