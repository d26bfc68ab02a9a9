import { ExpectedError } from "../src/core/errors";
import type { ByteSource } from "../src/core/experiment/source";

type Read = (address: string, options: RequestInit) => Promise<Response>;

/**
 * A file behind an address of which any part can be asked for; undefined where the server gives no parts or does not say
 * how long the file is.
 *
 * @param read the browser's `fetch`
 */
export async function rangedSource(
  address: string,
  read: Read,
  signal: AbortSignal,
): Promise<ByteSource | undefined> {
  const options: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", signal };
  const part = async (offset: number, length: number): Promise<Response | undefined> => {
    const headers = { range: `bytes=${offset}-${offset + length - 1}` };
    const response = await read(address, { ...options, headers }).catch(() => undefined);
    if (response?.status === 206) return response;
    void response?.body?.cancel().catch(() => undefined);
    return undefined;
  };
  const first = await part(0, 4);
  if (!first || (await first.arrayBuffer()).byteLength !== 4) return undefined;
  const size = sizeOf(first) ?? (await lengthOf(address, read, options));
  if (size === undefined) return undefined;
  return {
    size,
    read: async (offset, length) => {
      const wanted = Math.min(length, size - offset);
      if (wanted <= 0) return new Uint8Array(0);
      const bytes = await (await part(offset, wanted))?.arrayBuffer().catch(() => undefined);
      if (bytes?.byteLength === wanted) return new Uint8Array(bytes);
      if (signal.aborted) throw new ExpectedError("stopped", "The reading was stopped.");
      throw new ExpectedError(
        "network",
        `${new URL(address).host} did not give bytes ${offset} … ${offset + wanted - 1} of ${size}.`,
        "Try again, or download the file and drop it here.",
      );
    },
  };
}

/** Bytes in all, of a header that servers of other origins may hide. */
function sizeOf(response: Response): number | undefined {
  const total = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
  return total === undefined ? undefined : Number(total);
}

async function lengthOf(address: string, read: Read, options: RequestInit): Promise<number | undefined> {
  const response = await read(address, { ...options, method: "HEAD" }).catch(() => undefined);
  const length = Number(response?.ok ? (response.headers.get("content-length") ?? NaN) : NaN);
  return length > 0 ? length : undefined;
}
