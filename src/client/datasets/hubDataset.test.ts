import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  DATASET_ROWS,
  datasetRow,
  openDatasetServer,
  type DatasetTestServer,
} from "../../../e2e/datasetServer";
import { drawnRows } from "../../core/datasets/datasetReading";
import { DatasetServer, PAGE_ROWS, requestsFor } from "./hubDataset";
import { openHub } from "./openHub";
import { memoryPages, storedPages } from "./pageCache";

let server: DatasetTestServer;
beforeAll(async () => (server = await openDatasetServer()));
afterAll(() => server.close());

const hubOf = (pages = memoryPages()) =>
  new DatasetServer(server.origin, (address, options) => fetch(address, options), pages);
const split = (name: string) => ({ dataset: `team/${name}`, config: "main", split: "test" });

describe("DatasetServer", () => {
  test("lists configs and splits", async () => {
    expect(await hubOf().splits("team/whole")).toEqual({
      ok: true,
      value: [
        { config: "main", split: "train" },
        { config: "main", split: "test" },
      ],
    });
  });

  test("asks a hundred rows at a time, and each hundred once", async () => {
    const hub = hubOf();
    const before = server.asked.length;
    const outcome = await hub.rows(split("whole"), 95, 10);
    expect(outcome).toMatchObject({ ok: true, value: { total: DATASET_ROWS, bad: [], partial: false } });
    if (!outcome.ok) return;
    expect(outcome.value.rows).toEqual(
      Array.from({ length: 10 }, (_, place) => ({ index: 95 + place, fields: datasetRow(95 + place) })),
    );
    expect(server.asked.length - before).toBe(2);
    await hub.rows(split("whole"), 0, 200);
    expect(server.asked.length - before).toBe(2);
    const end = await hub.rows(split("whole"), 225, 50);
    expect(end.ok && end.value.rows.map(({ index }) => index)).toEqual([225, 226, 227, 228, 229]);
  });

  test("names rows that the server cut", async () => {
    const outcome = await hubOf().rows(split("cut"), 0, 20);
    expect(outcome.ok && outcome.value.rows.length).toBe(18);
    expect(outcome.ok && outcome.value.bad).toEqual([
      { line: 4, reason: "too-long", detail: "the server cut answer" },
      { line: 14, reason: "too-long", detail: "the server cut answer" },
    ]);
  });

  test.each([
    ["gated", "not-allowed", /without a login \(status 401\)/, /download a file/],
    ["missing", "network", /no such data set/, /spelling/],
    ["busy", "network", /too often \(status 429\)/, /in 17 s/],
    ["preparing", "network", /still preparing/, /in a minute/],
    ["broken", "network", /status 500/, /later/],
    ["html", "network", /no list of rows/, /login page/],
  ])("says what is wrong: %s", async (name, code, message, hint) => {
    for (const outcome of [await hubOf().splits(`team/${name}`), await hubOf().rows(split(name), 0, 1)]) {
      expect(outcome).toMatchObject({ ok: false, failure: { code } });
      if (outcome.ok) return;
      expect(outcome.failure.message).toMatch(message);
      expect(outcome.failure.hint).toMatch(hint);
    }
  });

  test("says that nobody answers, and asks nothing of what can be no data set", async () => {
    const away = new DatasetServer(
      "http://127.0.0.1:1",
      (address, options) => fetch(address, options),
      memoryPages(),
    );
    expect(await away.splits("team/whole")).toMatchObject({ ok: false, failure: { code: "network" } });
    const before = server.asked.length;
    expect(await hubOf().splits("../x")).toMatchObject({ ok: false, failure: { code: "bad-input" } });
    expect(server.asked.length).toBe(before);
  });
});

describe("openHub", () => {
  test("tells of the first rows and draws from all", async () => {
    const opened = openHub(7, hubOf(), split("whole"));
    const events = [];
    for await (const event of opened) events.push(event);
    expect(events.map(({ type, run }) => [type, run])).toEqual([
      ["data-start", 7],
      ["data-rows", 7],
      ["data-end", 7],
    ]);
    expect(events[1]).toMatchObject({ rows: { length: PAGE_ROWS } });
    expect(events[2]).toMatchObject({ reason: "done", rows: DATASET_ROWS });
    const drawn = await opened.sampleRows(12, 5);
    expect(drawn.ok && drawn.value.map(({ index }) => index)).toEqual(drawnRows(DATASET_ROWS, 12, 5));
    const beyond = await opened.rows(DATASET_ROWS + 500, 5);
    expect(beyond).toEqual({ ok: true, value: [] });
  });

  test("a failure is an event, and asking again is possible", async () => {
    const opened = openHub(1, hubOf(), split("busy"));
    const events = [];
    for await (const event of opened) events.push(event);
    expect(events).toMatchObject([{ type: "data-failed", failure: { code: "network" } }]);
    expect(await opened.rows(0, 5)).toMatchObject({
      ok: false,
      failure: { hint: expect.stringMatching("17 s") as string },
    });
  });

  test("counts the requests that drawn rows take", () => {
    expect(requestsFor([0, 1, 99, 100, 450])).toBe(3);
  });
});

describe("storedPages", () => {
  /** A cache that keeps what it is given until it is `full`. */
  function fakeCaches() {
    const kept = new Map<string, Response>();
    const state = { full: false, deleted: 0 };
    const cache = {
      match: async (address: string) => kept.get(address)?.clone(),
      put: async (address: string, response: Response) => {
        if (state.full) throw new DOMException("no room", "QuotaExceededError");
        kept.set(address, response);
      },
    };
    const remove = async () => {
      kept.clear();
      return Boolean(++state.deleted);
    };
    return { state, storage: { open: async () => cache as unknown as Cache, delete: remove } };
  }

  test("keeps answers for a week, between visits too", async () => {
    const { storage } = fakeCaches();
    let now = 1e12;
    await storedPages(storage, () => now).put("http://x/1", "one");
    const later = storedPages(storage, () => now);
    expect(await later.get("http://x/1")).toBe("one");
    now += 8 * 24 * 3600 * 1000;
    expect(await later.get("http://x/1")).toBeUndefined();
  });

  test("lets go of everything where the disk is full, and goes on in memory", async () => {
    const { storage, state } = fakeCaches();
    const pages = storedPages(storage, () => 1e12);
    await pages.put("http://x/1", "one");
    state.full = true;
    await pages.put("http://x/2", "two");
    expect(state.deleted).toBe(1);
    expect([await pages.get("http://x/1"), await pages.get("http://x/2")]).toEqual(["one", "two"]);
  });

  test("works where the browser has no cache or refuses it", async () => {
    const refusing = {
      open: () => Promise.reject(new Error("no")),
      delete: () => Promise.reject(new Error("no")),
    };
    for (const pages of [storedPages(undefined, () => 0), storedPages(refusing, () => 0)]) {
      await pages.put("http://x/1", "one");
      expect(await pages.get("http://x/1")).toBe("one");
      await pages.clear();
      expect(await pages.get("http://x/1")).toBeUndefined();
    }
  });

  test("memory is bounded, the least lately used goes first", async () => {
    const pages = memoryPages(2);
    await pages.put("a", "1");
    await pages.put("b", "2");
    await pages.get("a");
    await pages.put("c", "3");
    expect(await Promise.all(["a", "b", "c"].map((one) => pages.get(one)))).toEqual(["1", undefined, "3"]);
  });
});
