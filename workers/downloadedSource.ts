import { ExpectedError } from "../src/core/errors";
import { badFile } from "../src/core/experiment/badFile";
import type { ByteSource } from "../src/core/experiment/source";
import { bytesOf } from "./blobSource";

/** Bytes that are downloaded of an address, at most. */
export const MOST_DOWNLOADED = 1024 ** 3;

/** Bytes that stay in memory before they become a blob, which the browser may keep on disk. */
const IN_MEMORY = 8 * 1024 ** 2;

type Read = (address: string, options: RequestInit) => Promise<Response>;

/** A download that can be read while it comes in. */
export interface Download {
  source: ByteSource;
  /** Resolves when all of it is there, with its bytes in all; rejects with an ExpectedError where it broke. */
  whole: Promise<number>;
}

/**
 * What lies at an address that the person agreed to ask, readable from its first bytes on: a read waits for its bytes.
 * `source.size` is what the server says, which for packed transfer is less than what comes; Infinity where it says nothing.
 *
 * @param read the browser's `fetch`
 * @throws ExpectedError "network", "not-allowed" or "bad-input"
 */
export async function download(
  address: string,
  read: Read,
  signal: AbortSignal,
  limit = MOST_DOWNLOADED,
): Promise<Download> {
  const options: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", signal };
  const response = await read(address, options).catch(() => undefined);
  if (signal.aborted) throw stopped();
  if (response === undefined)
    throw new ExpectedError(
      "network",
      `No answer from ${hostOf(address)}.`,
      "The server may be away, or may not let other pages read this file (CORS): download it and drop it here.",
    );
  if (!response.ok || response.body === null) throw refusal(address, response);
  const said = Number(response.headers.get("content-length") ?? NaN);
  if (said > limit) throw tooLarge(address, limit);
  const pieces = new Pieces();
  const whole = fill(response.body, pieces, limit, address, signal);
  whole.catch((error: unknown) => pieces.end(error));
  return {
    source: {
      size: said > 0 ? said : Infinity,
      read: (offset, length) => pieces.read(offset, length),
    },
    whole,
  };
}

async function fill(
  body: ReadableStream<Uint8Array>,
  pieces: Pieces,
  limit: number,
  address: string,
  signal: AbortSignal,
): Promise<number> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.add(value);
      if (pieces.length > limit) {
        void reader.cancel().catch(() => undefined);
        throw tooLarge(address, limit);
      }
    }
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    if (signal.aborted) throw stopped();
    throw new ExpectedError(
      "network",
      `The connection to ${hostOf(address)} broke after ${pieces.length} bytes.`,
      "Try again.",
    );
  }
  pieces.end();
  return pieces.length;
}

/** Bytes that come one piece after the other, and whoever waits for some of them. */
class Pieces {
  length = 0;
  private readonly blobs: { start: number; blob: Blob }[] = [];
  private tail: Uint8Array[] = [];
  private tailStart = 0;
  private ended = false;
  private failure: unknown;
  private waiting: { until: number; go: () => void }[] = [];

  add(piece: Uint8Array): void {
    this.tail.push(piece);
    this.length += piece.length;
    if (this.length - this.tailStart >= IN_MEMORY) {
      this.blobs.push({ start: this.tailStart, blob: new Blob(this.tail as Uint8Array<ArrayBuffer>[]) });
      this.tailStart = this.length;
      this.tail = [];
    }
    this.wake();
  }

  end(failure?: unknown): void {
    this.ended = true;
    this.failure = failure;
    this.wake();
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const until = offset + length;
    if (this.length < until && !this.ended) await new Promise<void>((go) => this.waiting.push({ until, go }));
    if (this.failure !== undefined) throw this.failure;
    const end = Math.min(until, this.length);
    const bytes = new Uint8Array(Math.max(0, end - offset));
    for (const { start, blob } of this.blobs) {
      const from = Math.max(start, offset);
      const to = Math.min(start + blob.size, end);
      if (from < to) bytes.set(await bytesOf(blob, from - start, to - from), from - offset);
    }
    // Blobs that pieces became in the meantime were met too: the rest is still in memory.
    let start = this.tailStart;
    for (const piece of this.tail) {
      const from = Math.max(start, offset);
      const to = Math.min(start + piece.length, end);
      if (from < to) bytes.set(piece.subarray(from - start, to - start), from - offset);
      start += piece.length;
    }
    return bytes;
  }

  private wake(): void {
    const ready = this.waiting.filter(({ until }) => this.ended || this.length >= until);
    this.waiting = this.waiting.filter((one) => !ready.includes(one));
    for (const { go } of ready) go();
  }
}

function refusal(address: string, { status, headers }: Response): ExpectedError {
  const host = hostOf(address);
  const message = `${host} answered with status ${status}.`;
  if (status === 401 || status === 403)
    return new ExpectedError(
      "not-allowed",
      message,
      "The file wants a login: download it with yours and drop it here.",
    );
  if (status === 404)
    return new ExpectedError("network", `${host} has no such file (status 404).`, "Check the address.");
  const wait = Number(headers.get("retry-after") ?? NaN);
  if (status === 429)
    return new ExpectedError(
      "network",
      message,
      `It has been asked too often: try again in ${wait > 0 ? `${wait} s` : "a few minutes"}.`,
    );
  return new ExpectedError("network", message, "Try again later.");
}

function tooLarge(address: string, limit: number): ExpectedError {
  return badFile(
    `What lies at ${hostOf(address)} has more than ${limit} bytes.`,
    "Download it and drop the file here: a file on disk may be of any size.",
  );
}

function stopped(): ExpectedError {
  return new ExpectedError("stopped", "The download was stopped.");
}

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return address.slice(0, 100);
  }
}
