import { StoreError, type RunStore } from "./labService";

const FOLDER = "kept-distributions";

/**
 * A file of its own in the origin's private file system, made when the first row comes; undefined where the browser
 * has no such system. Files that an earlier visit left behind are deleted first; those of another tab are locked.
 */
export function createOpfsStore(): RunStore | undefined {
  if (typeof navigator.storage?.getDirectory !== "function") return undefined;
  let opened: Promise<OpenFile> | undefined;
  const file = (): Promise<OpenFile> => (opened ??= openFile());
  return {
    write: async (offset, bytes) => {
      const { access } = await file().catch(refused);
      let written: number;
      try {
        written = access.write(bytes as Uint8Array<ArrayBuffer>, { at: offset });
      } catch (error) {
        return refused(error);
      }
      if (written < bytes.length) refused(`${written} of ${bytes.length} bytes were written`);
    },
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      (await file()).access.read(bytes, { at: offset });
      return bytes;
    },
    discard: async () => {
      const open = await opened?.catch(() => undefined);
      open?.access.close();
      await open?.folder.removeEntry(open.name);
    },
  };
}

interface OpenFile {
  folder: FileSystemDirectoryHandle;
  name: string;
  access: FileSystemSyncAccessHandle;
}

let cleaned: Promise<void> | undefined;

async function openFile(): Promise<OpenFile> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  await (cleaned ??= deleteLeftovers(folder));
  const name = crypto.randomUUID();
  const file = await folder.getFileHandle(name, { create: true });
  return { folder, name, access: await file.createSyncAccessHandle() };
}

async function deleteLeftovers(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of folder.keys()) {
    await folder.removeEntry(name).catch(() => undefined); // in use by another tab
  }
}

function refused(error: unknown): never {
  throw new StoreError(error instanceof Error ? error.message : String(error));
}
