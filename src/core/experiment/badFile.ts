import { ExpectedError } from "../errors";

/** A file that cannot be used: what is wrong with it, with the numbers in it, and what the person can do. */
export function badFile(
  why: string,
  hint = "Choose another file, or write it again.",
  detail?: string,
): ExpectedError {
  return new ExpectedError("bad-input", why, hint, detail);
}

/** Runs a parser made by others; whatever it throws at a damaged file becomes a named error. */
export async function named<T>(what: string, parse: () => T | Promise<T>): Promise<T> {
  try {
    return await parse();
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw badFile(`${what} cannot be read: ${why}.`, "It may be cut or damaged: copy or write it again.");
  }
}
