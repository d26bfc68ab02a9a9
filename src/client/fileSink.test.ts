import { describe, expect, it } from "vitest";
import { ExpectedError } from "../core/errors";
import { downloadText } from "./download";
import { openFileSink, type FilePlaces } from "./fileSink";

function place(fail?: DOMException) {
  const written: string[] = [];
  const stream = {
    write: async (bytes: Uint8Array) => {
      if (fail) throw fail;
      written.push(new TextDecoder().decode(bytes));
    },
    close: async () => void written.push("closed"),
    abort: async () => void written.push("aborted"),
  };
  const handle = { createWritable: async () => stream, getFile: async () => new Blob(["kept"]) };
  return { written, handle: handle as unknown as FileSystemFileHandle };
}

function places(parts: Partial<FilePlaces> = {}) {
  const downloads: [string, Blob][] = [];
  return {
    downloads,
    places: { download: (file: Blob, name: string) => void downloads.push([name, file]), ...parts },
  };
}

const hello = () => new TextEncoder().encode("hello");

describe("openFileSink", () => {
  it("writes where the person says", async () => {
    const { handle, written } = place();
    const sink = await openFileSink("a.npz", 5, places({ showSaveFilePicker: async () => handle }).places);
    await sink!.write(hello());
    await sink!.finish();
    expect(written).toEqual(["hello", "closed"]);
  });

  it("is none where the person chose no place", async () => {
    const showSaveFilePicker = async () => {
      throw new DOMException("cancelled", "AbortError");
    };
    expect(await openFileSink("a.npz", 5, places({ showSaveFilePicker }).places)).toBeUndefined();
  });

  it("else writes to private storage and hands the file to the downloads", async () => {
    const { handle, written } = place();
    const folder = { getFileHandle: async () => handle };
    const root = { removeEntry: async () => undefined, getDirectoryHandle: async () => folder };
    const { downloads, places: given } = places({
      getDirectory: async () => root as unknown as FileSystemDirectoryHandle,
    });
    const sink = await openFileSink("a.npz", 5, given);
    await sink!.write(hello());
    await sink!.finish();
    expect(written).toEqual(["hello", "closed"]);
    expect(downloads.map(([name]) => name)).toEqual(["a.npz"]);
  });

  it("says that the disk is full", async () => {
    const { handle } = place(new DOMException("full", "QuotaExceededError"));
    const sink = await openFileSink("a.npz", 5, places({ showSaveFilePicker: async () => handle }).places);
    await expect(sink!.write(hello())).rejects.toMatchObject({
      code: "storage-full",
      message: /no room left/,
    });
  });

  it("without storage keeps small files in memory and refuses large ones with the numbers", async () => {
    const { downloads, places: given } = places();
    const sink = await openFileSink("a.npz", 5, given);
    await sink!.write(hello());
    await sink!.finish();
    expect(await downloads[0]![1].text()).toBe("hello");
    await expect(openFileSink("a.npz", 1e9, given)).rejects.toThrow("954 MB");
  });
});

describe("downloadText", () => {
  it("gives the text, without cookies or referrer", async () => {
    let asked: RequestInit | undefined;
    const read = async (_: string, options: RequestInit) => {
      asked = options;
      return new Response("text");
    };
    expect(await downloadText("https://example.org/x", 10, read)).toBe("text");
    expect(asked).toEqual({ credentials: "omit", referrerPolicy: "no-referrer" });
  });

  it("ends in a named error: no answer, a status, too much, a broken connection", async () => {
    const broken = new ReadableStream({
      start: (controller) => {
        controller.enqueue(hello());
        controller.error(new Error("reset"));
      },
    });
    const cases: [() => Promise<Response>, RegExp][] = [
      [() => Promise.reject(new TypeError("failed")), /No answer from/],
      [async () => new Response("", { status: 404 }), /Status 404/],
      [async () => new Response("x".repeat(11)), /more than 10 bytes/],
      [async () => new Response(broken), /broke/],
    ];
    for (const [read, message] of cases) {
      const failing = downloadText("https://example.org/x", 10, read);
      await expect(failing).rejects.toThrow(message);
      await expect(failing).rejects.toBeInstanceOf(ExpectedError);
    }
  });
});
