import { ExpectedError } from "../../core/errors";
import type { FolderFiles } from "./folderFiles";

/** A file of a folder on the person's disk. */
export interface DiskFile {
  /** Relative to the folder. */
  path: string;
  file: Blob;
}

/** The files of a folder that the person opened from disk. Nothing is copied, kept or asked of a server. */
export class DiskFiles implements FolderFiles {
  readonly paths: readonly string[];
  private readonly files: ReadonlyMap<string, Blob>;

  constructor(
    private readonly name: string,
    files: readonly DiskFile[],
    private readonly onRead: (file: string, bytes: number) => void,
  ) {
    this.files = new Map(files.map(({ path, file }) => [path, file]));
    this.paths = [...this.files.keys()];
  }

  expectedBytes(path: string): number | undefined {
    return this.files.get(path)?.size;
  }

  expectedSha256(): undefined {
    return undefined;
  }

  async open(path: string): Promise<Blob | undefined> {
    const file = this.files.get(path);
    if (file) this.onRead(path, file.size);
    return file;
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const file = await this.open(path);
    if (!file) return undefined;
    try {
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      throw new ExpectedError(
        "model-missing",
        `${path} of ${this.name} can no longer be read from disk: ${error instanceof Error ? error.message : String(error)}.`,
        "Files that changed or moved must be opened again.",
      );
    }
  }

  async require(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.read(path);
    if (bytes) return bytes;
    throw new ExpectedError(
      "model-missing",
      `The folder ${this.name} has no file ${path}.`,
      "Open a folder in Hugging Face layout: config.json, tokenizer.json, tokenizer_config.json, onnx/.",
    );
  }

  release(): void {}

  async forget(): Promise<void> {}
}
