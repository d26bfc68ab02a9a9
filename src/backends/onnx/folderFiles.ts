/** The files of one model folder, wherever they come from. */
export interface FolderFiles {
  /** Paths of the folder's files where they are known beforehand. */
  readonly paths: readonly string[] | undefined;
  /** Size of a file if it is known without reading it. */
  expectedBytes(path: string): number | undefined;
  /** Hexadecimal SHA-256 of a file if it is known without reading it. */
  expectedSha256(path: string): string | undefined;
  /**
   * The file once all of it is there and checked, without its bytes in memory where it lies on disk; undefined where
   * the folder has no such file.
   *
   * @throws ExpectedError
   */
  open(path: string): Promise<Blob | undefined>;
  /** The file's bytes; undefined where the folder has no such file. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** The file's bytes; one that is not there fails with "model-missing". */
  require(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Lets go of what is held for further reads. */
  release(): void;
  /** Files of the folder turned out to be unusable: those that may be damaged are not found again next time. */
  forget(): Promise<void>;
}
