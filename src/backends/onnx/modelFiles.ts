import { ExpectedError } from "../../core/errors";
import type { FolderFiles } from "./folderFiles";

/** What a file must be, where that is known beforehand. */
export interface ExpectedFile {
  /** Relative to the folder. */
  path: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** The part of the browser's `Cache` that is used; the keys are addresses. */
export interface FileCache {
  match(address: string): Promise<Response | undefined>;
  put(address: string, response: Response): Promise<void>;
  delete(address: string): Promise<boolean>;
}

export interface FileProgress {
  file: string;
  /** Bytes. */
  loaded: number;
  total: number | undefined;
  fromCache: boolean;
}

export interface ModelFilesOptions {
  /** Address of the folder, ending in "/". */
  folder: string;
  expected: readonly ExpectedFile[];
  fetch: (address: string, init: RequestInit) => Promise<Response>;
  /** Undefined where the browser keeps nothing. */
  cache: FileCache | undefined;
  onProgress: (progress: FileProgress) => void;
}

/**
 * The files of one model folder: from the cache of an earlier visit or from the network, checked before anyone reads
 * them. Bytes that are not what they should be are never cached, and leave the cache when they are found there.
 */
export class ModelFiles implements FolderFiles {
  /** Others than those that are expected may be there. */
  readonly paths = undefined;
  private readonly reads = new Map<string, Promise<Uint8Array<ArrayBuffer> | undefined>>();

  constructor(private readonly options: ModelFilesOptions) {}

  /** Size of a file if it is known without reading it. */
  expectedBytes(path: string): number | undefined {
    return this.expectation(path)?.bytes;
  }

  /** Hexadecimal SHA-256 of a file if it is known without reading it. */
  expectedSha256(path: string): string | undefined {
    return this.expectation(path)?.sha256;
  }

  /**
   * The file's bytes, read once however often they are asked for; undefined where the folder has no such file.
   *
   * @throws ExpectedError "model-corrupt" naming the file, "network", or "model-missing" for a file that the list of
   * expected files promises
   */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    let read = this.reads.get(path);
    if (!read) {
      read = this.load(path);
      this.reads.set(path, read);
    }
    return read;
  }

  async open(path: string): Promise<Blob | undefined> {
    const bytes = await this.read(path);
    return bytes && new Blob([bytes]);
  }

  /** The file's bytes; one that is not there fails with "model-missing". */
  async require(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.read(path);
    if (bytes) return bytes;
    throw this.missing(path);
  }

  /** Lets go of the bytes held for further reads. */
  release(): void {
    this.reads.clear();
  }

  /** Takes the folder's files out of the cache, for when they turn out to be unusable. */
  async forget(): Promise<void> {
    const { cache } = this.options;
    if (cache) await Promise.all(Array.from(this.reads.keys(), (path) => cache.delete(this.address(path))));
  }

  private async load(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const cached = await this.options.cache?.match(this.address(path)).catch(() => undefined);
    if (cached) {
      const bytes = new Uint8Array(await cached.arrayBuffer());
      if ((await this.fault(path, bytes)) === undefined) {
        this.progress(path, bytes.length, bytes.length, true);
        return bytes;
      }
      await this.options.cache?.delete(this.address(path));
    }
    // What is wrong in our cache, or comes wrong, may come wrong from the browser's own cache again.
    const first = cached ? undefined : await this.checked(path, "default");
    const { bytes, fault } = first && !first.fault ? first : await this.checked(path, "reload");
    if (fault) throw new ExpectedError("model-corrupt", fault.message, fault.hint);
    if (bytes) {
      // A full disk costs the next visit time, this one nothing.
      await this.options.cache?.put(this.address(path), new Response(bytes)).catch(() => undefined);
    } else if (this.expectation(path)) throw this.missing(path);
    return bytes;
  }

  private async checked(path: string, cache: RequestCache) {
    const bytes = await this.download(path, cache);
    return { bytes, fault: bytes && (await this.fault(path, bytes)) };
  }

  private async download(path: string, cache: RequestCache): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const address = this.address(path);
    try {
      const response = await this.options.fetch(address, { cache });
      if (response.status === 404 || response.status === 410) return undefined;
      if (!response.ok) throw this.unreachable(path, `the server answered with status ${response.status}`);
      return await this.body(path, response);
    } catch (error) {
      if (error instanceof ExpectedError) throw error;
      throw this.unreachable(path, error instanceof Error ? error.message : String(error));
    }
  }

  private async body(path: string, response: Response): Promise<Uint8Array<ArrayBuffer>> {
    const total = this.expectedBytes(path) ?? contentLength(response);
    const parts: Uint8Array[] = [];
    let loaded = 0;
    this.progress(path, 0, total, false);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      loaded += part.value.length;
      this.progress(path, loaded, total, false);
    }
    const bytes = new Uint8Array(loaded);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** What is wrong with a file's bytes, and what to do; undefined when nothing is known to be. */
  private async fault(
    path: string,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<{ message: string; hint: string } | undefined> {
    const expected = this.expectation(path);
    if (!expected) return undefined;
    if (bytes.length < expected.bytes) {
      return {
        message: `${path} of the model is cut: it has ${bytes.length} bytes instead of ${expected.bytes}.`,
        hint: "Load the model again; if it stays so, the file on the server is cut.",
      };
    }
    const hint =
      "Load the model again; if it stays so, the file on the server is damaged or another version.";
    if (bytes.length > expected.bytes) {
      const sizes = `it has ${bytes.length} bytes instead of ${expected.bytes}`;
      return { message: `${path} of the model is not what it should be: ${sizes}.`, hint };
    }
    const digest = await sha256(bytes);
    if (digest === expected.sha256) return undefined;
    const digests = `its SHA-256 begins with ${shown(digest)} instead of ${shown(expected.sha256)}`;
    return { message: `${path} of the model is damaged: ${digests}.`, hint };
  }

  private progress(file: string, loaded: number, total: number | undefined, fromCache: boolean): void {
    this.options.onProgress({ file, loaded, total, fromCache });
  }

  private expectation(path: string): ExpectedFile | undefined {
    return this.options.expected.find((file) => file.path === path);
  }

  private address(path: string): string {
    return new URL(path, this.options.folder).href;
  }

  private missing(path: string): ExpectedError {
    return new ExpectedError(
      "model-missing",
      `The model has no file ${path} at ${this.address(path)}.`,
      this.expectation(path)
        ? "Load the model again; if it stays so, the file was left out where the page was put."
        : "Check the model's address, or choose another precision.",
    );
  }

  private unreachable(path: string, why: string): ExpectedError {
    return new ExpectedError(
      "network",
      `${path} of the model could not be read: ${why}.`,
      "Check the connection, then load the model again.",
    );
  }
}

/** As much of a hexadecimal digest as a person compares. */
function shown(digest: string): string {
  return digest.slice(0, 12);
}

/** Hexadecimal SHA-256. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Only where it counts the bytes that will be read: a compressed body is longer than its header says. */
function contentLength(response: Response): number | undefined {
  const length = response.headers.get("content-length");
  if (length === null || response.headers.has("content-encoding")) return undefined;
  return Number(length);
}
