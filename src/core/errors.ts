/** What can go wrong in ways a person can do something about. A bug is not here: it throws. */
export type FailureCode =
  | "bad-input" // what was typed, pasted or linked cannot be used
  | "too-long" // longer than a model's context or the page's limit
  | "vocabulary-mismatch" // the two models do not share a tokenizer
  | "model-missing" // a file of the model is not there
  | "model-corrupt" // a file of the model is cut or not what it says
  | "network" // the server did not answer
  | "not-allowed" // the server wants a login that this page does not have
  | "page-incomplete" // a file that the page itself brings along is missing or damaged
  | "out-of-memory"
  | "storage-full" // the disk, or what the browser lets the page have of it, is full
  | "device-missing" // the device that was asked for is not there
  | "device-lost" // the GPU went away
  | "worker-crashed"
  | "closed" // a session or model was used after close
  | "not-kept" // a distribution is no longer kept and must be recomputed
  | "stopped"; // the person pressed Stop

/** An expected failure as a value: plain data that crosses workers. */
export interface Failure {
  code: FailureCode;
  /** One or two sentences with the numbers in them: what happened. */
  message: string;
  /** What the person can do next. */
  hint?: string;
  /** For whoever looks closer: what a parser or a browser said of it, as it said it. */
  detail?: string;
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** Carries a `Failure` up to the edge of a worker, where it becomes an `Outcome`. */
export class ExpectedError extends Error {
  override readonly name = "ExpectedError";

  constructor(
    readonly code: FailureCode,
    message: string,
    readonly hint?: string,
    readonly detail?: string,
  ) {
    super(message);
  }

  get failure(): Failure {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.detail === undefined ? {} : { detail: this.detail }),
    };
  }
}
