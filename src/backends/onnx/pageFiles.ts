import { ExpectedError } from "../../core/errors";

/** The two files of the ONNX runtime for one device: addresses on the page's own origin. */
export interface RuntimeFiles {
  /** Loads the other. */
  mjs: string;
  wasm: string;
}

type Read = (address: string, init: RequestInit) => Promise<Response>;

const HINT = "Load the model again; if it stays so, build the page again and put all of its files there.";

/**
 * What is wrong with the files that the page brings along to run models, when `error` says that the runtime could not
 * be started: the runtime's own words do not say which file it is. They are read once more, past the browser's cache,
 * so that a better copy is there the next time. Undefined where the error is about something else or the files are right.
 */
export async function pageFileFailure(
  error: unknown,
  { mjs, wasm }: RuntimeFiles,
  read: Read,
): Promise<ExpectedError | undefined> {
  const text = String(error);
  const script = /module(?: script)?\b.*?(https?:\S+?)\.?$/im.exec(text)?.[1];
  const scriptFailed = /dynamically imported|importing a module|SyntaxError/i.test(text);
  if (!scriptFailed && !/no available backend|WebAssembly|CompileError/i.test(text)) return undefined;
  if (scriptFailed) return fileFailure(script ?? mjs, () => false, read);
  return fileFailure(wasm, (bytes) => WebAssembly.validate(bytes), read);
}

/** What is wrong with one file; `isRight` judges its bytes where it can be read at all. */
async function fileFailure(
  address: string,
  isRight: (bytes: ArrayBuffer) => boolean,
  read: Read,
): Promise<ExpectedError | undefined> {
  const name = address.slice(address.lastIndexOf("/") + 1);
  const response = await read(address, { cache: "reload" }).catch(() => undefined);
  const bytes = response?.ok ? await response.arrayBuffer().catch(() => undefined) : undefined;
  if (!response || (response.ok && !bytes)) {
    const hint = "Check the connection, then load the model again.";
    return new ExpectedError("network", `A file of this page could not be read: ${name} (no answer).`, hint);
  }
  if (!bytes) {
    return new ExpectedError(
      "page-incomplete",
      `A file of this page is missing: ${name} (status ${response.status}).`,
      HINT,
    );
  }
  if (isRight(bytes)) return undefined;
  return new ExpectedError(
    "page-incomplete",
    `A file of this page is cut or damaged: ${name} (${bytes.byteLength} bytes).`,
    HINT,
  );
}
