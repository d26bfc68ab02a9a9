import { ExpectedError } from "../../core/errors";
import { Sha256 } from "../../core/sha256";
import type { FileProgress, ExpectedFile } from "./modelFiles";
import type { FolderFiles } from "./folderFiles";
import { MemoryFile, notKeptReason, type ModelStore, type NotKept, type PartialFile } from "./modelStore";

/** A file that a Hub lists. */
export type HubFile = Omit<ExpectedFile, "sha256"> & Partial<Pick<ExpectedFile, "sha256">>;

export type HubFileEvent =
  | ({ type: "load-download" } & FileProgress)
  | { type: "load-retry"; file: string; loaded: number; wait: number; reason: string }
  | { type: "load-not-kept"; why: "none" | "full" };

export interface HubFilesOptions {
  /** Of the model, for messages. */
  id: string;
  /** Address of the folder at its commit, ending in "/". */
  folder: string;
  files: readonly HubFile[];
  fetch: (address: string, init: RequestInit) => Promise<Response>;
  store: ModelStore | NotKept;
  /** Resolves after so many milliseconds. */
  wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds. */
  now: () => number;
  onEvent: (event: HubFileEvent) => void;
}

/** Pauses before the next try, in milliseconds; a try that brought bytes begins from the first again. */
const PAUSES = [250, 500, 1000, 2000, 4000, 8000] as const;

/** A connection that brings nothing for so long, in milliseconds, is given up. */
const SILENCE = 30_000;

const PROGRESS_EVERY = 100;

/** The connection broke, or the server is busy: the same request may do better. */
class Cut extends Error {}

/**
 * The files of a model on a Hub. Large ones go straight to the store, digested on their way, and are never whole in
 * memory; one that is cut goes on where it stopped, in this visit or the next.
 */
export class HubFiles implements FolderFiles {
  readonly paths: readonly string[];
  private readonly opened = new Map<string, Promise<Blob | undefined>>();
  private told = false;

  constructor(private readonly options: HubFilesOptions) {
    this.paths = options.files.map(({ path }) => path);
    if (typeof options.store === "string") this.tellNotKept(options.store);
  }

  expectedBytes(path: string): number | undefined {
    return this.file(path)?.bytes;
  }

  expectedSha256(path: string): string | undefined {
    return this.file(path)?.sha256;
  }

  open(path: string): Promise<Blob | undefined> {
    let blob = this.opened.get(path);
    if (!blob) {
      const file = this.file(path);
      blob = file ? this.load(file) : Promise.resolve(undefined);
      this.opened.set(path, blob);
    }
    return blob;
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const blob = await this.open(path);
    return blob && new Uint8Array(await blob.arrayBuffer());
  }

  async require(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.read(path);
    if (bytes) return bytes;
    throw this.missing(path);
  }

  release(): void {
    this.opened.clear();
  }

  /** Files with a known digest are held against it; the others are let go. */
  async forget(): Promise<void> {
    const { store } = this.options;
    if (typeof store === "string") return;
    for (const [path, opened] of this.opened) {
      const blob = await opened.catch(() => undefined);
      const expected = this.expectedSha256(path);
      if (!blob || (expected !== undefined && (await digestOf(blob)) === expected)) continue;
      await store.remove(path).catch(() => undefined);
    }
  }

  private file(path: string): HubFile | undefined {
    return this.options.files.find((file) => file.path === path);
  }

  private async load(file: HubFile): Promise<Blob> {
    const { store } = this.options;
    if (typeof store === "string") return this.fill(file, new MemoryFile());
    return store.exclusively(file.path, async () => {
      const whole = await store.whole(file.path, file.bytes).catch(() => undefined);
      if (whole) {
        this.progress(file, file.bytes, true);
        return whole;
      }
      return this.fill(file, await this.begin(store, file.path));
    });
  }

  private async begin(store: ModelStore, path: string): Promise<PartialFile> {
    try {
      return await store.begin(path);
    } catch (error) {
      this.tellNotKept(notKeptReason(error));
      return new MemoryFile();
    }
  }

  /** Downloads what is missing of a file, checks it, and keeps it. */
  private async fill(file: HubFile, partial: PartialFile): Promise<Blob> {
    const way = new Way(partial, () => this.tellNotKept("full"));
    try {
      // What no digest vouches for is not put together from parts of two visits.
      if (file.sha256 === undefined || way.size > file.bytes) way.clear();
      await way.recall();
      await this.complete(file, way, "no-store");
      if (this.fault(file, way) !== undefined) {
        way.clear();
        await this.complete(file, way, "reload");
        const fault = this.fault(file, way);
        if (fault !== undefined) {
          way.clear();
          throw new ExpectedError(
            "model-corrupt",
            `${file.path} of ${this.options.id} is not what the Hub says it is: ${fault}.`,
            "Load the model again; if it stays so, the server, or something on the way, hands out other bytes.",
          );
        }
      }
      return await way.finish();
    } catch (error) {
      await way.leave().catch(() => undefined); // what went wrong is said below
      throw error;
    }
  }

  /** Asks until all bytes are there. */
  private async complete(file: HubFile, way: Way, cache: RequestCache): Promise<void> {
    for (let attempt = 0; way.size < file.bytes || file.bytes === 0; attempt++) {
      const before = way.size;
      try {
        await this.transfer(file, way, cache);
        if (way.size >= file.bytes) return;
        throw new Cut("the connection ended early");
      } catch (error) {
        if (!(error instanceof Cut)) throw error;
        if (way.size > before) attempt = 0;
        const wait = PAUSES[attempt];
        if (wait === undefined) throw this.givenUp(file, way.size, error.message);
        const { path } = file;
        this.options.onEvent({
          type: "load-retry",
          file: path,
          loaded: way.size,
          wait,
          reason: error.message,
        });
        await this.options.wait(wait);
        if (file.sha256 === undefined) way.clear();
      }
    }
  }

  private async transfer(file: HubFile, way: Way, cache: RequestCache): Promise<void> {
    const abort = new AbortController();
    let heard = setTimeout(() => abort.abort(), SILENCE);
    try {
      const headers = way.size > 0 ? { Range: `bytes=${way.size}-` } : undefined;
      const address = new URL(encodePath(file.path), this.options.folder).href;
      const init: RequestInit = { cache, signal: abort.signal, ...(headers ? { headers } : {}) };
      const response = await this.options.fetch(address, init);
      this.accept(file, way, response);
      this.progress(file, way.size, false);
      let told = this.options.now();
      const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(heard);
        heard = setTimeout(() => abort.abort(), SILENCE);
        await way.append(part.value);
        if (way.size > file.bytes) {
          abort.abort();
          return;
        }
        if (this.options.now() - told < PROGRESS_EVERY && way.size < file.bytes) continue;
        told = this.options.now();
        this.progress(file, way.size, false);
      }
    } catch (error) {
      if (error instanceof ExpectedError || error instanceof Cut) throw error;
      const silent = `nothing came for ${SILENCE / 1000} s`;
      throw new Cut(abort.signal.aborted ? silent : error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(heard);
    }
  }

  /** Refuses answers that do not bring the bytes that were asked for; a server that knows no ranges begins anew. */
  private accept(file: HubFile, way: Way, response: Response): void {
    const { id, folder } = this.options;
    const { status } = response;
    const host = new URL(folder).host;
    if (status === 401 || status === 403) {
      throw new ExpectedError(
        "not-allowed",
        `${host} does not give ${file.path} of ${id} without a login (status ${status}).`,
        "This page never logs in. Download the model with your login and open its folder from disk.",
      );
    }
    if (status === 404 || status === 410) throw this.missing(file.path);
    if (status === 416) {
      way.clear();
      throw new Cut("the server has other bytes than before");
    }
    if (status === 429 || status >= 500) throw new Cut(`${host} answered with status ${status}`);
    if (!response.ok) {
      throw new ExpectedError(
        "network",
        `${file.path} of ${id} could not be read: ${host} answered with status ${status}.`,
        "Try again later.",
      );
    }
    const start = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
    if (status === 206 && (start === undefined || Number(start) === way.size)) return;
    way.clear();
    if (status === 206) throw new Cut("the server answered with other bytes than asked for");
  }

  private fault({ bytes, sha256 }: HubFile, way: Way): string | undefined {
    if (way.size !== bytes) return `it has more than ${bytes} bytes`;
    const digest = way.digest();
    if (sha256 === undefined || digest === sha256) return undefined;
    return `its SHA-256 begins with ${digest.slice(0, 12)} instead of ${sha256.slice(0, 12)}`;
  }

  private progress({ path, bytes }: HubFile, loaded: number, fromCache: boolean): void {
    this.options.onEvent({ type: "load-download", file: path, loaded, total: bytes, fromCache });
  }

  private tellNotKept(why: NotKept): void {
    if (this.told) return;
    this.told = true;
    this.options.onEvent({ type: "load-not-kept", why });
  }

  private missing(path: string): ExpectedError {
    return new ExpectedError(
      "model-missing",
      `${this.options.id} has no file ${path} at ${new URL(path, this.options.folder).href}.`,
      "Look the model up again: it may have changed.",
    );
  }

  private givenUp(file: HubFile, loaded: number, reason: string): ExpectedError {
    const kept = typeof this.options.store !== "string" && file.sha256 !== undefined && loaded > 0;
    return new ExpectedError(
      "network",
      `${file.path} of ${this.options.id} stopped at ${loaded} of ${file.bytes} bytes: ${reason}.`,
      kept
        ? "Check the connection. What has come is kept: loading again goes on from there."
        : "Check the connection, then load the model again.",
    );
  }
}

/** A file on its way: where it is put, and the digest of what has come. A full store is followed by memory. */
class Way {
  private hash = new Sha256();
  private full = false;

  constructor(
    private file: PartialFile,
    private readonly onFull: () => void,
  ) {}

  get size(): number {
    return this.file.size;
  }

  /** Digests what an earlier visit left. */
  async recall(): Promise<void> {
    for await (const piece of this.file.pieces()) this.hash.update(piece);
  }

  async append(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      this.file.append(bytes);
    } catch (error) {
      if (this.full) throw error;
      await this.toMemory();
      this.file.append(bytes);
    }
    this.hash.update(bytes);
  }

  clear(): void {
    this.file.clear();
    this.hash = new Sha256();
  }

  /** Of all that has come; to be asked once. */
  digest(): string {
    return this.hash.digest();
  }

  finish(): Promise<Blob> {
    return this.file.finish();
  }

  leave(): Promise<void> {
    return this.file.leave();
  }

  private async toMemory(): Promise<void> {
    this.full = true;
    const memory = new MemoryFile();
    for await (const piece of this.file.pieces()) memory.append(piece);
    await this.file.discard();
    this.file = memory;
    this.onFull();
  }
}

async function digestOf(blob: Blob): Promise<string> {
  const hash = new Sha256();
  const reader = blob.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) hash.update(part.value);
  return hash.digest();
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
