import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { HubFiles, type HubFile, type HubFileEvent } from "./hubFiles";
import { MemoryFile, type ModelStore, type PartialFile } from "./modelStore";

const FOLDER = "https://hub.example.org/team/tiny/resolve/c0ffee/";
const PATH = "onnx/model.onnx";
const BYTES = Uint8Array.from({ length: 1000 }, (_, i) => (i * 31) & 255);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const GRAPH: HubFile = { path: PATH, bytes: BYTES.length, sha256: sha256(BYTES) };

/** A disk in a map: partial files outlive the one who wrote them. */
class MapStore implements ModelStore {
  readonly parts = new Map<string, MemoryFile>();
  readonly kept = new Map<string, Blob>();
  /** Bytes that fit. */
  room = Infinity;
  broken = false;

  async exclusively<T>(_path: string, work: () => Promise<T>): Promise<T> {
    return work();
  }
  async whole(path: string, bytes: number): Promise<Blob | undefined> {
    const blob = this.kept.get(path);
    return blob?.size === bytes ? blob : undefined;
  }
  async begin(path: string): Promise<PartialFile> {
    if (this.broken) throw new Error("SecurityError");
    const part = this.parts.get(path) ?? new MemoryFile();
    this.parts.set(path, part);
    const append = MemoryFile.prototype.append.bind(part);
    part.append = (bytes) => {
      if (part.size + bytes.length > this.room) throw new Error("QuotaExceededError");
      append(bytes);
    };
    const finish = MemoryFile.prototype.finish.bind(part);
    part.finish = async () => {
      const blob = await finish();
      this.parts.delete(path);
      this.kept.set(path, blob);
      return blob;
    };
    return part;
  }
  async remove(path: string): Promise<void> {
    this.kept.delete(path);
  }
}

interface Ask {
  range: string | undefined;
  cache: RequestCache | undefined;
}

type Answer = (ask: Ask) => Response | Promise<Response>;

function setting(answers: Answer[], store = new MapStore(), files: HubFile[] = [GRAPH]) {
  const asked: Ask[] = [];
  const events: HubFileEvent[] = [];
  const waits: number[] = [];
  const hub = new HubFiles({
    id: "team/tiny",
    folder: FOLDER,
    files,
    store,
    fetch: async (_address, { headers, cache }) => {
      const ask = { range: (headers as Record<string, string> | undefined)?.["Range"], cache };
      asked.push(ask);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (!answer) throw new TypeError("Failed to fetch");
      return answer(ask);
    },
    wait: async (milliseconds) => void waits.push(milliseconds),
    now: () => 0,
    onEvent: (event) => events.push(event),
  });
  return { hub, store, asked, events, waits };
}

/** A body that brings `bytes` and then breaks. */
const breaking = (bytes: Uint8Array<ArrayBuffer>) =>
  new ReadableStream({
    pull(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      bytes = new Uint8Array();
      if (this.done) controller.error(new TypeError("network error"));
      this.done = true;
    },
    done: false,
  } as UnderlyingDefaultSource & { done: boolean });

/** Answers as the Hub does, ranges included. */
const serving =
  (bytes = BYTES): Answer =>
  ({ range }) => {
    if (range === undefined) return new Response(bytes);
    const start = Number(/^bytes=(\d+)-$/.exec(range)?.[1]);
    const headers = { "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
    return new Response(bytes.slice(start), { status: 206, headers });
  };
const cutAfter =
  (length: number): Answer =>
  ({ range }) => {
    const start = range === undefined ? 0 : Number(/\d+/.exec(range)?.[0]);
    return new Response(breaking(BYTES.slice(start, start + length)), {
      status: range === undefined ? 200 : 206,
    });
  };
const status =
  (code: number): Answer =>
  () =>
    new Response("", { status: code });

describe("HubFiles", () => {
  test("downloads a file once, checks its digest, and finds it kept at the next visit", async () => {
    const first = setting([serving()]);
    const [one, two] = await Promise.all([first.hub.require(PATH), first.hub.read(PATH)]);
    expect(one).toEqual(BYTES);
    expect(two).toEqual(BYTES);
    expect(first.asked).toEqual([{ range: undefined, cache: "no-store" }]);
    expect(first.events.at(-1)).toEqual({
      type: "load-download",
      file: PATH,
      loaded: 1000,
      total: 1000,
      fromCache: false,
    });

    const second = setting([], first.store);
    expect(await second.hub.require(PATH)).toEqual(BYTES);
    expect(second.events).toEqual([
      { type: "load-download", file: PATH, loaded: 1000, total: 1000, fromCache: true },
    ]);
  });

  test("goes on where a broken connection stopped, and says that it waits", async () => {
    const { hub, asked, events } = setting([cutAfter(300), cutAfter(200), serving()]);
    expect(await hub.require(PATH)).toEqual(BYTES);
    expect(asked.map(({ range }) => range)).toEqual([undefined, "bytes=300-", "bytes=500-"]);
    expect(events.filter(({ type }) => type === "load-retry")).toEqual([
      { type: "load-retry", file: PATH, loaded: 300, wait: 250, reason: "network error" },
      { type: "load-retry", file: PATH, loaded: 500, wait: 250, reason: "network error" },
    ]);
  });

  test("gives up after a while without a byte, keeps what came, and goes on from there at the next try", async () => {
    const first = setting([cutAfter(300), status(503)]);
    await expect(first.hub.require(PATH)).rejects.toMatchObject({
      code: "network",
      message: expect.stringMatching(
        /stopped at 300 of 1000 bytes: hub\.example\.org answered with status 503/,
      ) as string,
      hint: expect.stringContaining("goes on from there") as string,
    });
    expect(first.waits).toEqual([250, 500, 1000, 2000, 4000, 8000]);

    const second = setting([serving()], first.store);
    expect(await second.hub.require(PATH)).toEqual(BYTES);
    expect(second.asked).toEqual([{ range: "bytes=300-", cache: "no-store" }]);
  });

  test("a server that knows no ranges, or has other bytes than before, begins anew", async () => {
    const ignoring = setting([cutAfter(300), () => new Response(BYTES)]);
    expect(await ignoring.hub.require(PATH)).toEqual(BYTES);
    const other = setting([cutAfter(300), status(416), serving()]);
    expect(await other.hub.require(PATH)).toEqual(BYTES);
    expect(other.asked.map(({ range }) => range)).toEqual([undefined, "bytes=300-", undefined]);
    const elsewhere: Answer = () =>
      new Response(BYTES.slice(5), { status: 206, headers: { "content-range": "bytes 5-999/1000" } });
    const wrong = setting([cutAfter(300), elsewhere, serving()]);
    expect(await wrong.hub.require(PATH)).toEqual(BYTES);
  });

  test("a file without a known digest is never put together from parts", async () => {
    const config = { path: "config.json", bytes: 1000 };
    const { hub, asked } = setting([cutAfter(300), serving()], new MapStore(), [config]);
    expect(await hub.require("config.json")).toEqual(BYTES);
    expect(asked.map(({ range }) => range)).toEqual([undefined, undefined]);
  });

  test("wrong bytes are asked for once more past the browser's cache, then refused and not kept", async () => {
    const wrong = BYTES.slice().fill(7, 500);
    const better = setting([serving(wrong), serving()]);
    expect(await better.hub.require(PATH)).toEqual(BYTES);
    expect(better.asked.map(({ cache }) => cache)).toEqual(["no-store", "reload"]);

    const never = setting([serving(wrong)]);
    await expect(never.hub.require(PATH)).rejects.toMatchObject({
      code: "model-corrupt",
      message: expect.stringMatching(
        /onnx\/model\.onnx of team\/tiny is not what the Hub says.*SHA-256 begins with/,
      ) as string,
    });
    expect(never.store.kept.size).toBe(0);
    expect(never.store.parts.get(PATH)?.size).toBe(0);
  });

  test("more bytes than promised are refused without reading them all", async () => {
    const { hub } = setting([serving(new Uint8Array(5000))]);
    await expect(hub.require(PATH)).rejects.toMatchObject({ code: "model-corrupt" });
  });

  test.each([
    [401, "not-allowed", /without a login \(status 401\)/],
    [403, "not-allowed", /status 403/],
    [404, "model-missing", /no file onnx\/model\.onnx at https:\/\/hub\.example\.org\/team\/tiny/],
    [400, "network", /status 400/],
  ])("status %i ends the load at once", async (code, failure, message) => {
    const { hub, asked } = setting([status(code)]);
    await expect(hub.require(PATH)).rejects.toMatchObject({
      code: failure,
      message: expect.stringMatching(message) as string,
    });
    expect(asked).toHaveLength(1);
  });

  test("a full disk: goes on in memory, says so once, and leaves nothing half", async () => {
    const store = new MapStore();
    store.room = 400;
    const { hub, events } = setting([cutAfter(300), serving()], store);
    expect(await hub.require(PATH)).toEqual(BYTES);
    expect(events.filter(({ type }) => type === "load-not-kept")).toEqual([
      { type: "load-not-kept", why: "full" },
    ]);
    expect(store.kept.size).toBe(0);
    expect(store.parts.get(PATH)?.size).toBe(0);
  });

  test("a browser that keeps nothing, or refuses to: loads all the same, and says so", async () => {
    const refusing = new MapStore();
    refusing.broken = true;
    for (const { hub, events } of [setting([cutAfter(300), serving()], refusing), privateWindow()]) {
      expect(await hub.require(PATH)).toEqual(BYTES);
      expect(events.filter(({ type }) => type === "load-not-kept")).toEqual([
        { type: "load-not-kept", why: "none" },
      ]);
    }
  });

  test("forget lets go of what no digest vouches for, and of what is damaged", async () => {
    const store = new MapStore();
    const config = { path: "config.json", bytes: 1000 };
    const { hub } = setting([serving()], store, [GRAPH, config]);
    await hub.require(PATH);
    await hub.require("config.json");
    await hub.forget();
    expect([...store.kept.keys()]).toEqual([PATH]);
    store.kept.set(PATH, new Blob([BYTES.slice().fill(1)]));
    const next = setting([], store);
    await next.hub.require(PATH);
    await next.hub.forget();
    expect(store.kept.size).toBe(0);
  });

  test("knows its files, and no others", async () => {
    const { hub, asked } = setting([serving()]);
    expect(hub.paths).toEqual([PATH]);
    expect(hub.expectedBytes(PATH)).toBe(1000);
    expect(await hub.read("generation_config.json")).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

function privateWindow() {
  const events: HubFileEvent[] = [];
  const answers = [cutAfter(300), serving()];
  const hub = new HubFiles({
    id: "team/tiny",
    folder: FOLDER,
    files: [GRAPH],
    store: "none",
    fetch: async (_, { headers }) =>
      (answers.shift() as Answer)({
        range: (headers as Record<string, string> | undefined)?.["Range"],
        cache: undefined,
      }),
    wait: async () => undefined,
    now: () => 0,
    onEvent: (event) => events.push(event),
  });
  return { hub, events };
}
