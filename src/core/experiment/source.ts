/** Bytes somewhere: a file on disk, a response, an array. Only what is asked for is read. */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number;
  /** Bytes `offset … offset + length − 1`, fewer where the source ends before. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes in memory as a source. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}
