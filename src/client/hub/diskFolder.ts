import type { ModelSpec } from "../../contract/model";
import { ExpectedError, type Outcome } from "../../core/errors";
import { offeredDtypes, type OfferedDtype } from "../../core/models/dtypes";
import { outcomeOf } from "../outcome";

/** Begins the ids of folders: no model of a Hub or of the page is called so. */
export const DISK = "disk:";

/** A folder on the person's disk that holds a model. */
export interface DiskFolder {
  id: string;
  dtypes: readonly OfferedDtype[];
  files: readonly { path: string; bytes: number; file: File }[];
}

/** A file and where it lies below what was dropped or picked, the folder's own name first. */
export interface FileAt {
  path: string;
  file: File;
}

/** Files below are listed no deeper: a whole disk may be dropped by mistake. */
const MOST_FILES = 2000;
const DEEPEST = 6;

/** The files that a drop or a picker with `webkitdirectory` brought. */
export function pickedFiles(list: Iterable<File>): FileAt[] {
  return Array.from(list, (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The files of everything dropped, folders opened. To be called within the drop event: its items go with it. */
export async function droppedFiles(items: Iterable<DataTransferItem>): Promise<FileAt[]> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: FileAt[] = [];
  for (const entry of entries) await collect(entry, entry.name, 0, found);
  return found;
}

/** The model folder among these files: the one with config.json, nearest to what was dropped. */
export function modelFolder(files: readonly FileAt[]): Promise<Outcome<DiskFolder>> {
  return outcomeOf(async () => {
    const config = files
      .filter(({ path }) => path === "config.json" || path.endsWith("/config.json"))
      .sort((x, y) => x.path.split("/").length - y.path.split("/").length)[0];
    const layout = "A model's folder holds config.json, tokenizer.json, tokenizer_config.json and onnx/.";
    if (!config) {
      throw new ExpectedError("model-missing", `None of the ${files.length} files is a config.json.`, layout);
    }
    const root = config.path.slice(0, -"config.json".length);
    const own = files
      .filter(({ path }) => path.startsWith(root))
      .map(({ path, file }) => ({ path: path.slice(root.length), bytes: file.size, file }));
    const name = root.split("/").filter(Boolean).at(-1) ?? "folder";
    for (const path of ["tokenizer.json", "tokenizer_config.json"]) {
      if (!own.some((file) => file.path === path)) {
        throw new ExpectedError("model-missing", `The folder ${name} has no ${path}.`, layout);
      }
    }
    const dtypes = offeredDtypes(own);
    if (dtypes.length === 0) {
      throw new ExpectedError(
        "model-missing",
        `The folder ${name} has no graph such as onnx/model.onnx.`,
        layout,
      );
    }
    return { id: DISK + name.replace(/[^\w.-]/g, "-"), dtypes, files: own };
  });
}

/** How a folder's model is loaded. */
export function diskSpec(
  folder: DiskFolder,
  dtype: ModelSpec["dtype"],
  device: ModelSpec["device"],
): ModelSpec {
  const disk = folder.files.map(({ path, file }) => ({ path, file }));
  return { id: folder.id, folder: "", dtype, device, disk };
}

async function collect(entry: FileSystemEntry, path: string, depth: number, found: FileAt[]): Promise<void> {
  if (found.length >= MOST_FILES || depth > DEEPEST) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives some hundred entries at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const below of some) await collect(below, `${path}/${below.name}`, depth + 1, found);
  }
}
