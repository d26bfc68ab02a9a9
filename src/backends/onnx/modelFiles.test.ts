import { describe, expect, test } from "vitest";
import { ModelFiles, sha256, type ExpectedFile, type FileCache, type FileProgress } from "./modelFiles";

const FOLDER = "https://example.org/models/base/";
const BYTES = Uint8Array.of(1, 2, 3, 4, 5);

async function expectation(bytes: Uint8Array<ArrayBuffer> = BYTES): Promise<ExpectedFile> {
  return { path: "onnx/model.onnx", bytes: bytes.length, sha256: await sha256(bytes) };
}

/** A browser's cache in a map. */
class MapCache implements FileCache {
  readonly entries = new Map<string, Uint8Array<ArrayBuffer>>();

  async match(address: string): Promise<Response | undefined> {
    const bytes = this.entries.get(address);
    return bytes && new Response(bytes);
  }

  async put(address: string, response: Response): Promise<void> {
    this.entries.set(address, new Uint8Array(await response.arrayBuffer()));
  }

  async delete(address: string): Promise<boolean> {
    return this.entries.delete(address);
  }
}

interface Setting {
  files: ModelFiles;
  cache: MapCache;
  asked: { address: string; cache: RequestCache | undefined }[];
  progress: FileProgress[];
}

function setting(
  expected: ExpectedFile[],
  answer: () => Response | Promise<Response>,
  cache = new MapCache(),
): Setting {
  const asked: Setting["asked"] = [];
  const progress: FileProgress[] = [];
  const files = new ModelFiles({
    folder: FOLDER,
    expected,
    cache,
    fetch: async (address, init) => {
      asked.push({ address, cache: init.cache });
      return answer();
    },
    onProgress: (event) => progress.push(event),
  });
  return { files, cache, asked, progress };
}

const ok = (bytes: Uint8Array<ArrayBuffer> = BYTES): (() => Response) => {
  return () => new Response(bytes, { headers: { "content-length": String(bytes.length) } });
};

const ADDRESS = `${FOLDER}onnx/model.onnx`;

describe("ModelFiles", () => {
  test("downloads a file once, with progress in bytes, and keeps it for the next visit", async () => {
    const first = setting([await expectation()], ok());
    const [one, two] = await Promise.all([
      first.files.require("onnx/model.onnx"),
      first.files.read("onnx/model.onnx"),
    ]);
    expect(one).toEqual(BYTES);
    expect(two).toBe(one);
    expect(first.asked).toEqual([{ address: ADDRESS, cache: "default" }]);
    expect(first.progress.at(-1)).toEqual({ file: "onnx/model.onnx", loaded: 5, total: 5, fromCache: false });

    const second = setting([await expectation()], () => Promise.reject(new Error("offline")), first.cache);
    expect(await second.files.require("onnx/model.onnx")).toEqual(BYTES);
    expect(second.progress).toEqual([{ file: "onnx/model.onnx", loaded: 5, total: 5, fromCache: true }]);
  });

  test("a file that is cut is refused by name, with both sizes, and not kept", async () => {
    const { files, cache } = setting([await expectation()], ok(BYTES.slice(0, 3)));
    await expect(files.require("onnx/model.onnx")).rejects.toMatchObject({
      code: "model-corrupt",
      message: expect.stringMatching(
        /onnx\/model\.onnx of the model is cut: it has 3 bytes instead of 5/,
      ) as string,
    });
    expect(cache.entries.size).toBe(0);
  });

  test("a file that comes wrong is asked for once more, past the browser's own cache", async () => {
    const answers = [Uint8Array.of(1), BYTES];
    const { files, asked } = setting([await expectation()], () => new Response(answers.shift()));
    expect(await files.require("onnx/model.onnx")).toEqual(BYTES);
    expect(asked.map(({ cache }) => cache)).toEqual(["default", "reload"]);
  });

  test("a file of the right size and wrong content is refused, and not kept", async () => {
    const { files, cache } = setting([await expectation()], ok(Uint8Array.of(1, 2, 3, 4, 6)));
    await expect(files.require("onnx/model.onnx")).rejects.toMatchObject({
      code: "model-corrupt",
      message: expect.stringMatching(
        /model\.onnx of the model is damaged: its SHA-256 begins with [0-9a-f]{12} instead of [0-9a-f]{12}\.$/,
      ) as string,
    });
    expect(cache.entries.size).toBe(0);
  });

  test("wrong bytes in the cache are replaced, past the browser's own cache", async () => {
    const cache = new MapCache();
    cache.entries.set(ADDRESS, Uint8Array.of(9, 9));
    const { files, asked } = setting([await expectation()], ok(), cache);
    expect(await files.require("onnx/model.onnx")).toEqual(BYTES);
    expect(asked[0]?.cache).toBe("reload");
    expect(cache.entries.get(ADDRESS)).toEqual(BYTES);
  });

  test("a file that is not there is undefined where it may be missing, and a failure where it may not", async () => {
    const missing = () => new Response(null, { status: 404 });
    expect(await setting([], missing).files.read("generation_config.json")).toBeUndefined();
    await expect(setting([], missing).files.require("config.json")).rejects.toMatchObject({
      code: "model-missing",
      message: expect.stringContaining(`${FOLDER}config.json`) as string,
    });
    await expect(setting([await expectation()], missing).files.read("onnx/model.onnx")).rejects.toMatchObject(
      {
        code: "model-missing",
      },
    );
  });

  test.each([
    ["does not answer", () => Promise.reject(new TypeError("Failed to fetch")), /Failed to fetch/],
    ["answers with an error", () => new Response("", { status: 503 }), /503/],
  ])("a server that %s is a failure of the network", async (_, answer, message) => {
    await expect(setting([], answer).files.require("config.json")).rejects.toMatchObject({
      code: "network",
      message: expect.stringMatching(message) as string,
    });
  });

  test("works without any cache, and with one that is full", async () => {
    const full: FileCache = {
      match: async () => undefined,
      put: () => Promise.reject(new Error("QuotaExceededError")),
      delete: async () => false,
    };
    for (const cache of [undefined, full]) {
      const files = new ModelFiles({
        folder: FOLDER,
        expected: [],
        cache,
        fetch: async () => ok()(),
        onProgress: () => undefined,
      });
      expect(await files.require("config.json")).toEqual(BYTES);
    }
  });

  test("forget takes what was read out of the cache", async () => {
    const { files, cache } = setting([], ok());
    await files.require("config.json");
    expect(cache.entries.size).toBe(1);
    await files.forget();
    expect(cache.entries.size).toBe(0);
  });

  test("the total is unknown where the header counts compressed bytes", async () => {
    const headers = { "content-length": "3", "content-encoding": "gzip" };
    const { files, progress } = setting([], () => new Response(BYTES, { headers }));
    await files.require("config.json");
    expect(progress[0]?.total).toBeUndefined();
  });
});
