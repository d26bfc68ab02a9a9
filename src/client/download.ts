import { ExpectedError } from "../core/errors";

/**
 * The text at an address that the person agreed to ask, of at most `limit` bytes.
 *
 * @param read the browser's `fetch`
 * @throws ExpectedError "network" or "bad-input"
 */
export async function downloadText(
  address: string,
  limit: number,
  read: (address: string, options: RequestInit) => Promise<Response>,
): Promise<string> {
  const response = await read(address, { credentials: "omit", referrerPolicy: "no-referrer" }).catch(
    () => undefined,
  );
  if (response === undefined)
    throw new ExpectedError(
      "network",
      `No answer from ${address}.`,
      "The server may be away, or may not let other pages read this file (CORS): download it and drop it here.",
    );
  if (!response.ok || response.body === null)
    throw new ExpectedError("network", `Status ${response.status} from ${address}.`, "Check the address.");
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for await (const part of response.body as ReadableStream<Uint8Array<ArrayBuffer>>) {
      size += part.length;
      if (size > limit) throw tooLarge(address, limit);
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    throw new ExpectedError(
      "network",
      `The connection to ${address} broke after ${size} bytes.`,
      "Try again.",
    );
  }
  return new Blob(parts).text();
}

function tooLarge(address: string, limit: number): ExpectedError {
  return new ExpectedError(
    "bad-input",
    `What lies at ${address} has more than ${limit} bytes.`,
    "A run bundle is smaller: check the address.",
  );
}
