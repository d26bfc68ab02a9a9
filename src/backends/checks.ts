import { ExpectedError } from "../core/errors";
import type { ModelInfo, TokenId } from "../core/model";

const WHOLE = new Intl.NumberFormat("en");

/** The checks every backend makes on ids that come in, worded once. */

/** @throws ExpectedError "too-long" with both numbers when `length` tokens do not fit the model's context. */
export function checkLength(info: ModelInfo, length: number): void {
  if (length <= info.contextLength) return;
  throw new ExpectedError(
    "too-long",
    `${WHOLE.format(length)} tokens do not fit: ${info.id} reads at most ${WHOLE.format(info.contextLength)} tokens.`,
    "Shorten the prompt or the solution.",
  );
}

/** @throws ExpectedError "bad-input" for an id that is not in the vocabulary. */
export function checkIds(info: ModelInfo, ids: readonly TokenId[]): void {
  const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= info.vocabSize);
  if (wrong === undefined) return;
  throw new ExpectedError(
    "bad-input",
    `Token id ${wrong} is not in the vocabulary of ${info.id} (0 to ${info.vocabSize - 1}).`,
    "The text was cut by another tokenizer; paste it as text instead.",
  );
}

/** @throws ExpectedError "bad-input" for an empty prefix: the first token of a text has no distribution. */
export function checkPrefix(info: ModelInfo, prefix: readonly TokenId[]): void {
  if (prefix.length === 0) {
    throw new ExpectedError(
      "bad-input",
      `${info.id} needs at least one token to start from, and the prompt has none.`,
      "Type a prompt, or turn the chat template on.",
    );
  }
  checkIds(info, prefix);
  checkLength(info, prefix.length);
}

/**
 * What `score(ids, from)` may be asked: 1 ≤ from ≤ ids.length, known ids, within the context.
 *
 * @throws ExpectedError
 */
export function checkScore(info: ModelInfo, ids: readonly TokenId[], from: number): void {
  if (from === 0) checkPrefix(info, []);
  if (!Number.isInteger(from) || from < 0 || from > ids.length) {
    throw new RangeError(`score: from is ${from}, must be in 1 … ${ids.length}`);
  }
  checkIds(info, ids);
  checkLength(info, ids.length);
}

/** The refusal of a session or model that was closed. */
export function closed(info: ModelInfo, what: "session" | "model"): ExpectedError {
  return new ExpectedError("closed", `This ${what} of ${info.id} is closed.`, "Load the model again.");
}

/** @throws RangeError for a row that a batch of `rows` does not have, or that is named twice */
export function checkKept(keep: readonly number[], rows: number): void {
  const wrong = keep.find((row) => !Number.isInteger(row) || row < 0 || row >= rows);
  if (wrong !== undefined) throw new RangeError(`arrange: row ${wrong} of ${rows}`);
  if (new Set(keep).size < keep.length)
    throw new RangeError(`arrange: a row is named twice (${keep.join(" ")})`);
}

/** What may be appended to a batch whose rows have these lengths: one known id each, within the context. */
export function checkAppended(info: ModelInfo, ids: readonly TokenId[], lengths: readonly number[]): void {
  if (ids.length !== lengths.length)
    throw new RangeError(`append: ${ids.length} tokens for ${lengths.length} rows`);
  checkIds(info, ids);
  checkLength(info, Math.max(0, ...lengths) + 1);
}
