import { ExpectedError, type Outcome } from "../core/errors";
import { readStudy } from "../core/study/studyFile";
import type { Study } from "../core/study/study";
import { outcomeOf } from "./outcome";

/**
 * The study of the embedded models that ships with the page.
 *
 * @param base address of the page (`document.baseURI`)
 * @param read the browser's `fetch`
 */
export function openRecordedStudy(
  base: string,
  read: (address: string) => Promise<Response>,
): Promise<Outcome<Study>> {
  return outcomeOf(async () => {
    const address = new URL("recordings/study.json", base).href;
    const response = await read(address).catch(() => undefined);
    if (!response?.ok) {
      const why = response ? `status ${response.status}` : "no answer";
      throw new ExpectedError("network", `The recorded study could not be read: ${why} from ${address}.`);
    }
    return readStudy(await response.text());
  });
}
