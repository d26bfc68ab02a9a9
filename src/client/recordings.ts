import { ExpectedError, type Outcome } from "../core/errors";
import {
  parseRecording,
  recordingIndex,
  type Recording,
  type RecordingIndex,
} from "../core/compare/recording";
import { outcomeOf, valueOf } from "./outcome";

type Read = (address: string) => Promise<Response>;

/**
 * The recorded comparisons that ship with the page, in the order they are offered.
 *
 * @param base address of the page (`document.baseURI`)
 * @param read the browser's `fetch`
 */
export function listRecordings(base: string, read: Read): Promise<Outcome<RecordingIndex>> {
  return outcomeOf(async () => {
    const index = recordingIndex.safeParse(
      valueOf(await readJson(new URL("recordings/index.json", base), read)),
    );
    if (index.success) return index.data;
    throw new ExpectedError("bad-input", "The list of examples is not readable.", "Build the page again.");
  });
}

/** One of them, by its id. An id that names no file is "bad-input". */
export function openRecording(base: string, read: Read, id: string): Promise<Outcome<Recording>> {
  return outcomeOf(async () => {
    const address = new URL(`recordings/${encodeURIComponent(id)}.json`, base);
    return parseRecording(valueOf(await readJson(address, read, `There is no example called “${id}”.`)));
  });
}

async function readJson(address: URL, read: Read, absent?: string): Promise<Outcome<unknown>> {
  const response = await read(address.href).catch(() => undefined);
  if (response === undefined) {
    const message = `The example could not be read: no answer from ${address.href}.`;
    return { ok: false, failure: { code: "network", message, hint: "Check the connection and try again." } };
  }
  if (!response.ok) {
    const message =
      absent ?? `The examples could not be read: status ${response.status} from ${address.href}.`;
    return { ok: false, failure: { code: "bad-input", message, hint: "Choose another example." } };
  }
  return { ok: true, value: await response.json().catch(() => undefined) };
}
