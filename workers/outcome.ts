import { ExpectedError, type Outcome } from "../src/core/errors";

/** The work's value, or its expected failure as a value. Anything else that is thrown is a bug and stays thrown. */
export async function settled<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof ExpectedError) return { ok: false, failure: error.failure };
    throw error;
  }
}

/** The way back: the value, or the failure thrown as the error it was before it crossed the boundary. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, message, hint, detail } = outcome.failure;
  throw new ExpectedError(code, message, hint, detail);
}
