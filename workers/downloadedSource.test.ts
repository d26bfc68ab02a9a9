import { describe, expect, test } from "vitest";
import { download } from "./downloadedSource";

const PIECE = 3 * 1024 ** 2;
const byteAt = (place: number) => (place * 31 + (place >> 12)) & 255;

/** A response of `count` pieces that come one a turn. */
function response(count: number, headers: Record<string, string> = {}, breaksAt = Infinity): Response {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (sent === breaksAt) controller.error(new TypeError("network error"));
      else if (sent === count) controller.close();
      else controller.enqueue(Uint8Array.from({ length: PIECE }, (_, place) => byteAt(sent * PIECE + place)));
      sent++;
    },
  });
  return new Response(body, { headers });
}

const from = (answer: Response, limit?: number, signal = new AbortController().signal) =>
  download("http://x.example/a", async () => answer, signal, limit);

describe("download", () => {
  test("any part is the same, still coming in or not, in memory or not", async () => {
    const { source, whole } = await from(response(7));
    const places = [0, 5, PIECE - 2, 5 * PIECE - 7, 7 * PIECE - 10];
    for (const again of [false, true]) {
      for (const place of places) {
        const bytes = await source.read(place, 10);
        expect([...bytes]).toEqual(Array.from({ length: 10 }, (_, more) => byteAt(place + more)));
      }
      if (!again) expect(await whole).toBe(7 * PIECE);
    }
    const across = await source.read(2 * PIECE, 4 * PIECE);
    expect(across.every((byte, place) => byte === byteAt(2 * PIECE + place))).toBe(true);
    expect((await source.read(7 * PIECE - 4, 100)).length).toBe(4);
    expect((await source.read(9 * PIECE, 100)).length).toBe(0);
  });

  test("refuses what is larger than its limit, said or not", async () => {
    await expect(from(response(1, { "content-length": String(2 ** 31) }))).rejects.toThrow(
      /more than 1073741824 bytes/,
    );
    const { source, whole } = await from(response(4), 2 * PIECE);
    await expect(whole).rejects.toThrow(/more than/);
    await expect(source.read(0, 10)).rejects.toThrow(/more than/);
  });

  test("a connection that breaks fails the reads that wait", async () => {
    const { source } = await from(response(4, {}, 2));
    await expect(source.read(3 * PIECE, 10)).rejects.toThrow(/broke after/);
  });
});
