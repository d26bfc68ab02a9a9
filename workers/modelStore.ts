import {
  notKeptReason,
  type ModelStore,
  type NotKept,
  type PartialFile,
} from "../src/backends/onnx/modelStore";
import { MODEL_FOLDER, storedFileName, WHOLE } from "../src/core/models/storedFiles";

/** Piece in which what is there is read back, in bytes. */
const PIECE = 4 * 1024 ** 2;

const OPEN_TRIES = 10;
/** Milliseconds. */
const OPEN_PAUSE = 100;

/**
 * The origin's private file system as a store for one model, or why there is none.
 *
 * @param folder name of the model's folder
 * @param about written beside the files: what the page needs to list the model, and to load it again without a server
 */
export async function openModelStore(
  folder: string,
  about: { name: string; value: unknown },
): Promise<ModelStore | NotKept> {
  try {
    const root = await navigator.storage.getDirectory();
    const models = await root.getDirectoryHandle(MODEL_FOLDER, { create: true });
    const own = await models.getDirectoryHandle(folder, { create: true });
    const key = `${MODEL_FOLDER}/${folder}`;
    // Both sides may load the same model. On a full disk the files themselves find that out.
    await navigator.locks
      .request(`${key}/${about.name}`, () => writeWhole(own, about.name, JSON.stringify(about.value)))
      .catch(() => undefined);
    return storeIn(own, key);
  } catch (error) {
    return notKeptReason(error);
  }
}

function storeIn(folder: FileSystemDirectoryHandle, key: string): ModelStore {
  return {
    // `locks` is absent outside of secure contexts, where there is no private file system either.
    exclusively: async (path, work) =>
      await navigator.locks.request(`${key}/${path}`, async () => await work()),
    whole: async (path, bytes) => {
      const name = storedFileName(path);
      const marked = await folder.getFileHandle(name + WHOLE).catch(() => undefined);
      const file = marked && (await (await folder.getFileHandle(name)).getFile());
      return file?.size === bytes ? file : undefined;
    },
    begin: async (path) => {
      const name = storedFileName(path);
      await folder.removeEntry(name + WHOLE).catch(() => undefined); // there is none as a rule
      const handle = await folder.getFileHandle(name, { create: true });
      return new OpenPartial(folder, handle, await openAccess(handle));
    },
    remove: async (path) => {
      const name = storedFileName(path);
      await folder.removeEntry(name + WHOLE).catch(() => undefined);
      await folder.removeEntry(name);
    },
  };
}

/** A file in place, as workers open it; written down here because the page's types know nothing of it. */
interface SyncAccess {
  getSize(): number;
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

type SyncFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccess> };

/** A worker that was ended a moment ago may still hold the file. */
async function openAccess(handle: FileSystemFileHandle): Promise<SyncAccess> {
  for (let left = OPEN_TRIES; left > 1; left--) {
    const access = await (handle as SyncFile).createSyncAccessHandle().catch(() => undefined);
    if (access) return access;
    await new Promise((resolve) => setTimeout(resolve, OPEN_PAUSE));
  }
  return (handle as SyncFile).createSyncAccessHandle();
}

class OpenPartial implements PartialFile {
  size: number;

  constructor(
    private readonly folder: FileSystemDirectoryHandle,
    private readonly handle: FileSystemFileHandle,
    private readonly access: SyncAccess,
  ) {
    this.size = access.getSize();
  }

  *pieces(): Generator<Uint8Array<ArrayBuffer>> {
    for (let at = 0; at < this.size; at += PIECE) {
      const piece = new Uint8Array(Math.min(PIECE, this.size - at));
      this.access.read(piece, { at });
      yield piece;
    }
  }

  append(bytes: Uint8Array<ArrayBuffer>): void {
    const written = this.access.write(bytes, { at: this.size });
    if (written < bytes.length) throw new Error(`${written} of ${bytes.length} bytes were written`);
    this.size += bytes.length;
  }

  clear(): void {
    this.access.truncate(0);
    this.size = 0;
  }

  async finish(): Promise<Blob> {
    this.access.flush();
    this.access.close();
    await this.folder.getFileHandle(this.handle.name + WHOLE, { create: true });
    return this.handle.getFile();
  }

  async leave(): Promise<void> {
    this.access.flush();
    this.access.close();
  }

  async discard(): Promise<void> {
    this.access.close();
    await this.folder.removeEntry(this.handle.name);
  }
}

async function writeWhole(folder: FileSystemDirectoryHandle, name: string, text: string): Promise<void> {
  const access = await openAccess(await folder.getFileHandle(name, { create: true }));
  try {
    const bytes = new TextEncoder().encode(text);
    access.truncate(0);
    access.write(bytes, { at: 0 });
  } finally {
    access.close();
  }
}
