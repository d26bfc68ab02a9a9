/** Most characters a prompt or a solution may have; more is refused beside the field. */
export const MAX_TEXT_LENGTH = 2_000_000;

/** Most tokens a comparison takes. */
export const MAX_COMPARED_TOKENS = 16_384;

/** Questions of a run, at most. */
export const MOST_QUESTIONS = 100_000;

/** Answers of an author to one question, at most. */
export const MOST_SAMPLES = 256;

/** Answers that a model writes at once, at most. */
export const MOST_BATCH = 64;
