import { z } from "zod";
import type { ModelSpec } from "../../contract/model";
import { ExpectedError, type Outcome } from "../../core/errors";
import { DTYPES, type Dtype } from "../../core/models/dtypes";
import { isAboutName, MODEL_FOLDER, storedFileName, WHOLE } from "../../core/models/storedFiles";
import { outcomeOf } from "../outcome";

const about = z.object({
  id: z.string().min(1),
  folder: z.string().regex(/^https?:\/\/.+\/$/),
  dtype: z.enum(DTYPES.map(({ dtype }) => dtype) as [Dtype, ...Dtype[]]),
  hub: z.object({
    revision: z.string(),
    commit: z.string(),
    files: z.array(
      z.object({ path: z.string().min(1), bytes: z.int().nonnegative(), sha256: z.string().optional() }),
    ),
  }),
});

/** A model in one number format, as far as it is kept. */
export interface StoredFormat {
  /** How to load it again without asking anyone; the device is chosen then. */
  spec: Omit<ModelSpec, "device">;
  /** Bytes that are there, of the format's own `total`. */
  bytes: number;
  total: number;
  /** All of its files are there and were checked. */
  whole: boolean;
}

/** A model at a commit whose files this browser keeps. */
export interface StoredModel {
  /** Of its folder. */
  name: string;
  id: string;
  revision: string;
  commit: string;
  /** On disk, half files included. */
  bytes: number;
  formats: readonly StoredFormat[];
}

/** The part of the private file system that is used. */
export type OpenRoot = () => Promise<FileSystemDirectoryHandle>;

/** The models that are kept, the largest first; none where the browser keeps no files. */
export async function listStoredModels(open: OpenRoot): Promise<StoredModel[]> {
  const models: StoredModel[] = [];
  try {
    const all = await (await open()).getDirectoryHandle(MODEL_FOLDER);
    for await (const [name, folder] of all.entries()) {
      if (folder.kind !== "directory") continue;
      const model = await readStored(name, folder as FileSystemDirectoryHandle).catch(() => undefined);
      if (model) models.push(model);
    }
  } catch {
    // nothing was ever kept, or the browser refuses
  }
  return models.sort((x, y) => y.bytes - x.bytes);
}

/** Deletes all that is kept of a model. */
export function deleteStoredModel(
  open: OpenRoot,
  { id, name }: Pick<StoredModel, "id" | "name">,
): Promise<Outcome<void>> {
  return outcomeOf(async () => {
    try {
      const all = await (await open()).getDirectoryHandle(MODEL_FOLDER);
      await all.removeEntry(name, { recursive: true });
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotFoundError") return;
      throw new ExpectedError(
        "bad-input",
        `The browser did not delete ${id}.`,
        "It may be loading, here or in another tab: wait until it has loaded, or cancel that.",
        error instanceof Error ? error.message : String(error),
      );
    }
  });
}

/** How to load a model that is kept in full, in the wanted format or the first there is; undefined where it is not. */
export function storedSpec(
  stored: readonly StoredModel[],
  { id, revision, dtype }: { id: string; revision: string; dtype: Dtype | "auto" },
): Omit<ModelSpec, "device"> | undefined {
  const formats = stored
    .filter((model) => model.id === id && [model.revision, model.commit].includes(revision))
    .flatMap((model) => model.formats);
  return formats.find(({ whole, spec }) => whole && (dtype === "auto" || spec.dtype === dtype))?.spec;
}

async function readStored(name: string, folder: FileSystemDirectoryHandle): Promise<StoredModel | undefined> {
  const sizes = new Map<string, number>();
  const abouts: z.infer<typeof about>[] = [];
  for await (const [fileName, entry] of folder.entries()) {
    if (entry.kind !== "file") continue;
    const file = await (entry as FileSystemFileHandle).getFile();
    sizes.set(fileName, file.size);
    if (!isAboutName(fileName)) continue;
    const parsed = about.safeParse(
      await file
        .text()
        .then(JSON.parse)
        .catch(() => undefined),
    );
    if (parsed.success) abouts.push(parsed.data);
  }
  const [first] = abouts;
  if (!first) return undefined;
  const formats = abouts.map((one) => formatOf(one, sizes));
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return { name, id: first.id, revision: first.hub.revision, commit: first.hub.commit, bytes, formats };
}

function formatOf({ hub, ...spec }: z.infer<typeof about>, sizes: ReadonlyMap<string, number>): StoredFormat {
  const files = hub.files.map(({ path, bytes, sha256 }) => ({ path, bytes, ...(sha256 ? { sha256 } : {}) }));
  const there = (path: string) => sizes.get(storedFileName(path)) ?? 0;
  const isWhole = ({ path, bytes }: { path: string; bytes: number }) =>
    sizes.has(storedFileName(path) + WHOLE) && there(path) === bytes;
  return {
    spec: { ...spec, hub: { ...hub, files } },
    bytes: files.reduce((sum, { path }) => sum + there(path), 0),
    total: files.reduce((sum, { bytes }) => sum + bytes, 0),
    whole: files.every(isWhole),
  };
}
