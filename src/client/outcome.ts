import { ExpectedError, type Failure, type Outcome } from "../core/errors";

/**
 * The work's value, or why there is none. At the page's edge nothing stays thrown: an error that nobody expected is a
 * bug, and the person is told so in words.
 */
export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

/** Takes an outcome apart: the value, or the failure thrown. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw errorOf(outcome.failure);
}

export function errorOf({ code, message, hint, detail }: Failure): ExpectedError {
  return new ExpectedError(code, message, hint, detail);
}

function failureOf(error: unknown): Failure {
  if (error instanceof ExpectedError) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "worker-crashed",
    message: `Something went wrong that should not: ${message}`,
    hint: "Try again; if it happens again, reload the model.",
  };
}
