/** Where the files of one model are kept between visits. */
export interface ModelStore {
  /** Runs `work` while nobody else, in this tab or another, writes the same file. */
  exclusively<T>(path: string, work: () => Promise<T>): Promise<T>;
  /** A file that is there in full and has this size. */
  whole(path: string, bytes: number): Promise<Blob | undefined>;
  /** Opens a file for writing, with what an earlier visit left of it. */
  begin(path: string): Promise<PartialFile>;
  remove(path: string): Promise<void>;
}

/** Why nothing is kept: the browser does not do it, or has no room. */
export type NotKept = "none" | "full";

/** What an error of the browser's storage says. */
export function notKeptReason(error: unknown): NotKept {
  return error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "none";
}

/** A file on its way. */
export interface PartialFile {
  /** Bytes that are there. */
  readonly size: number;
  /** What is there, in order. */
  pieces(): Iterable<Uint8Array<ArrayBuffer>> | AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Throws where there is no room for more; what was there stays as it was. */
  append(bytes: Uint8Array<ArrayBuffer>): void;
  /** Begins anew. */
  clear(): void;
  /** All bytes are there and right: the file is found as whole from now on. */
  finish(): Promise<Blob>;
  /** Keeps what is there for the next try. */
  leave(): Promise<void>;
  discard(): Promise<void>;
}

/** Pieces are put together to Blobs of about this size, which the browser may keep outside of the heap. */
const BLOB_BYTES = 16 * 1024 ** 2;

/** A file that is kept by nobody: for private windows and full disks. */
export class MemoryFile implements PartialFile {
  size = 0;
  private blobs: Blob[] = [];
  private recent: Uint8Array<ArrayBuffer>[] = [];
  private recentBytes = 0;

  async *pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (const blob of [...this.blobs, ...this.recent.map((bytes) => new Blob([bytes]))]) {
      yield new Uint8Array(await blob.arrayBuffer());
    }
  }

  append(bytes: Uint8Array<ArrayBuffer>): void {
    this.recent.push(bytes);
    this.size += bytes.length;
    this.recentBytes += bytes.length;
    if (this.recentBytes < BLOB_BYTES) return;
    this.blobs.push(new Blob(this.recent));
    this.recent = [];
    this.recentBytes = 0;
  }

  clear(): void {
    this.blobs = [];
    this.recent = [];
    this.size = this.recentBytes = 0;
  }

  async finish(): Promise<Blob> {
    return new Blob([...this.blobs, ...this.recent]);
  }

  async leave(): Promise<void> {}

  async discard(): Promise<void> {
    this.clear();
  }
}
