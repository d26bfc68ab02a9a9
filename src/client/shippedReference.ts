import type { ModelFile, ModelSpec } from "../contract/model";
import { ExpectedError } from "../core/errors";
import { parseReference } from "../core/selfCheck/parseReference";
import type { SelfCheckReference } from "../core/selfCheck/reference";

/**
 * The reference values that ship with a model.
 *
 * @param read the browser's `fetch`
 * @throws ExpectedError "network", "model-missing" or "model-corrupt" where there are none to be had
 */
export async function shippedReference(
  { id, folder }: ModelSpec,
  file: ModelFile,
  read: (address: string) => Promise<Response>,
): Promise<SelfCheckReference> {
  const address = new URL(file.path, folder).href;
  const response = await read(address).catch(() => undefined);
  const bytes = response?.ok ? await response.arrayBuffer().catch(() => undefined) : undefined;
  if (bytes === undefined)
    throw new ExpectedError(
      response && !response.ok ? "model-missing" : "network",
      `The reference values of ${id} could not be read: ${response ? `status ${response.status}` : "no answer"} from ${address}.`,
      "Check the connection, then load the model again.",
    );
  if (bytes.byteLength !== file.bytes || (await sha256(bytes)) !== file.sha256)
    throw new ExpectedError(
      "model-corrupt",
      `The reference values of ${id} are damaged: ${bytes.byteLength} bytes that are not the ${file.bytes} of the list of models.`,
      "Reload the page; if it stays so, the files of the page are of different ages where it was put.",
    );
  return parseReference(JSON.parse(new TextDecoder().decode(bytes)));
}

/** Hexadecimal. */
async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
