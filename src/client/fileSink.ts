import { ExpectedError } from "../core/errors";

/** A file that is being written, piece by piece. */
export interface FileSink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Nothing more comes: the file takes its place, or is handed to the browser's downloads. */
  finish(): Promise<void>;
  /** What was written is thrown away. */
  abandon(): Promise<void>;
}

type SavePicker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/** What of the browser is used; a test stands in for it. */
export interface FilePlaces {
  /** Asks where a file shall go; browsers that cannot write to disk have none. */
  showSaveFilePicker?: SavePicker;
  /** The origin's private file system. */
  getDirectory?: () => Promise<FileSystemDirectoryHandle>;
  /** Hands a finished file to the browser's downloads. */
  download: (file: Blob, name: string) => void;
}

/** What a browser offers of these. */
export function filePlaces(): FilePlaces {
  const { showSaveFilePicker } = window as { showSaveFilePicker?: SavePicker };
  const { storage } = navigator as { storage?: StorageManager };
  return {
    ...(showSaveFilePicker ? { showSaveFilePicker: showSaveFilePicker.bind(window) } : {}),
    ...(storage && "getDirectory" in storage ? { getDirectory: () => storage.getDirectory() } : {}),
    download,
  };
}

/** Offers a finished file to the person, as if it had been a download. */
export function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER);
}

/** Long enough for the browser to have begun reading; an address that is never revoked keeps its file. */
const REVOKE_AFTER = 60_000;
/** Where no file can be written piece by piece, the whole must fit in memory. */
const MOST_IN_MEMORY = 256 * 1024 ** 2;
const FOLDER = "exports";

/**
 * A place for a file of about `bytes`: where the person says, else a file in the browser's private storage that is
 * then downloaded, else memory. Undefined where the person chose no place.
 *
 * @throws ExpectedError "storage-full" where there is no room for it, or "storage-full" while it is written
 */
export async function openFileSink(
  name: string,
  bytes: number,
  places: FilePlaces,
): Promise<FileSink | undefined> {
  if (places.showSaveFilePicker) {
    try {
      const handle = await places.showSaveFilePicker({ suggestedName: name });
      return handleSink(await handle.createWritable());
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return undefined;
      throw refused(error, name);
    }
  }
  return (await privateSink(name, places)) ?? memorySink(name, bytes, places);
}

function handleSink(writable: FileSystemWritableFileStream, after?: () => Promise<void>): FileSink {
  const kept = (error: unknown): never => {
    throw refused(error, "the file");
  };
  return {
    write: (bytes) => writable.write(bytes).catch(kept),
    finish: async () => {
      await writable.close().catch(kept);
      await after?.();
    },
    abandon: () => writable.abort().catch(() => undefined),
  };
}

let emptied: Promise<void> | undefined;

/** Undefined where the browser has no private file system, or none that is written from a page. */
async function privateSink(
  name: string,
  { getDirectory, download }: FilePlaces,
): Promise<FileSink | undefined> {
  if (!getDirectory) return undefined;
  try {
    const root = await getDirectory();
    // What an earlier visit downloaded is no longer needed here.
    await (emptied ??= root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined));
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    const handle = await folder.getFileHandle(`${crypto.randomUUID()}-${name}`, { create: true });
    return handleSink(await handle.createWritable(), async () => download(await handle.getFile(), name));
  } catch {
    return undefined;
  }
}

function memorySink(name: string, bytes: number, { download }: FilePlaces): FileSink {
  if (bytes > MOST_IN_MEMORY)
    throw new ExpectedError(
      "storage-full",
      `The file would have ${megabytes(bytes)} MB, and this browser lets the page write at most ${megabytes(MOST_IN_MEMORY)} MB.`,
      "Choose the most probable tokens only, or open the page in a browser that can save to disk (Chrome, Edge) and not in a private window.",
    );
  const parts: Uint8Array<ArrayBuffer>[] = [];
  return {
    write: async (part) => void parts.push(part),
    finish: async () => download(new Blob(parts), name),
    abandon: async () => void parts.splice(0),
  };
}

function refused(error: unknown, name: string): ExpectedError {
  const full = error instanceof DOMException && error.name === "QuotaExceededError";
  const why = error instanceof Error ? error.message : String(error);
  return new ExpectedError(
    "storage-full",
    full ? "There is no room left for the file." : `${name} could not be written: ${why}`,
    full ? "Make room, choose half precision or the most probable tokens only." : "Choose another place.",
  );
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1024 ** 2);
}
