import { ExpectedError, type FailureCode } from "../../core/errors";

interface Pattern {
  code: FailureCode;
  pattern: RegExp;
  what: string;
  hint: string;
}

/** How the runtime words what a person can do something about. */
const PATTERNS: readonly Pattern[] = [
  {
    code: "device-lost",
    pattern:
      /device\b.*\blost|lost\b.*\bdevice|device was destroyed|instance dropped|external instance reference/i,
    what: "the graphics device went away",
    hint: "Reload the model; if it happens again, run it on WASM.",
  },
  {
    code: "out-of-memory",
    pattern:
      /out of memory|bad_alloc|memory access out of bounds|allocation failed|failed to allocate|cannot grow memory|exceeds? the (maximum|max)/i,
    what: "there was not enough memory",
    hint: "Close other tabs, shorten the text, or choose a smaller model or precision.",
  },
];

/** An error of the runtime during a forward pass, named. */
export function runtimeFailure(id: string, error: unknown): ExpectedError {
  const detail = describe(error);
  const known = PATTERNS.find(({ pattern }) => pattern.test(detail));
  if (known) return new ExpectedError(known.code, `${id} stopped: ${known.what} (${detail}).`, known.hint);
  return new ExpectedError("worker-crashed", `${id} failed while computing: ${detail}.`, "Reload the model.");
}

/**
 * An error while the runtime read a model's files, named.
 *
 * @param file the file that was being read, where that is known
 */
export function loadFailure(id: string, error: unknown, file?: string): ExpectedError {
  if (error instanceof ExpectedError) return error;
  const detail = describe(error);
  const known = PATTERNS.find(({ pattern }) => pattern.test(detail));
  if (known)
    return new ExpectedError(known.code, `${id} could not be loaded: ${known.what} (${detail}).`, known.hint);
  if (/does not support fp16|Unsupported device|no available backend/i.test(detail)) {
    return new ExpectedError(
      "bad-input",
      `${id} cannot run here: ${detail}.`,
      "Choose another precision, or the other device.",
    );
  }
  return new ExpectedError(
    "model-corrupt",
    `${file === undefined ? id : `${file} of ${id}`} could not be read: ${detail}.`,
    "Load the model again; if it stays so, the file is damaged or of a kind that is not supported.",
  );
}

/** The first line of an error, without the full stop. */
function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n")[0] ?? "").slice(0, 300).replace(/\.$/, "");
}
