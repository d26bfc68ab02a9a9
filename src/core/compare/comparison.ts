import { withTemperature } from "../distribution/temperature";
import { ExpectedError, type Failure } from "../errors";
import type { Distribution, LanguageModel, ModelInfo, StopCheck, TokenId } from "../model";
import { comparedPosition } from "./comparedPosition";
import type { ComparedPosition } from "./comparedPosition";

export type { ComparedPosition } from "./comparedPosition";

const WHOLE = new Intl.NumberFormat("en");

export interface CompareOptions {
  /** Candidates listed per model and position. */
  k: number;
  /** Divides both models' logits, above 0; 1 is the models as they are. */
  temperature: number;
  /** Positions per chunk asked of each model, at most. */
  chunk?: number;
  /** Asked between chunks; the stream ends early when it says true. */
  stop?: StopCheck;
  /** Gets every position's log-probabilities (V each, temperature 1) before they are let go. The arrays are its own. */
  keep?: (position: number, a: Float32Array, b: Float32Array) => void | Promise<void>;
}

/** Compared positions in order; `positions[i]` is position `from + i` of the ids. */
export interface ComparedChunk {
  from: number;
  positions: ComparedPosition[];
}

/**
 * Two models over one text: positions `from … ids.length − 1` of `ids`, each conditioned on all ids before it.
 *
 * Both models are asked for their next chunk before either is awaited, and for the one after before the statistics of
 * this one are computed, so A, B and the statistics run at the same time. At most two chunks of each model are held,
 * whatever the length. Models that cut text differently are refused ("vocabulary-mismatch").
 */
export async function* compare(
  a: LanguageModel,
  b: LanguageModel,
  ids: readonly TokenId[],
  from: number,
  options: CompareOptions,
): AsyncGenerator<ComparedChunk, void, void> {
  requireComparable(a.info, b.info, ids.length);
  if (!(from >= 1 && from <= ids.length))
    throw new RangeError(`compare: from ${from} is not within 1 … ${ids.length} (ids)`);
  const rowsA = new Rows("A", a, ids, from, options);
  const rowsB = new Rows("B", b, ids, from, options);
  let position = from;
  try {
    while (position < ids.length) {
      if (options.stop?.()) return;
      const [readyA, readyB] = await Promise.all([rowsA.fill(), rowsB.fill()]);
      const count = Math.min(readyA, readyB);
      if (count === 0) {
        if (options.stop?.()) return;
        throw new Error(`compare: a model's scores end at position ${position} of ${ids.length}`);
      }
      const positions: ComparedPosition[] = [];
      for (let i = 0; i < count; i++) {
        const fullA = rowsA.take();
        const fullB = rowsB.take();
        const rowA = withTemperature(fullA, options.temperature);
        const rowB = withTemperature(fullB, options.temperature);
        positions.push(comparedPosition(rowA, rowB, ids[position + i]!, options.k));
        await options.keep?.(position + i, fullA, fullB);
      }
      yield { from: position, positions };
      position += count;
    }
  } finally {
    await Promise.all([rowsA.close(), rowsB.close()]);
  }
}

/** Refuses with "vocabulary-mismatch" or "too-long" what cannot be compared token by token. */
export function requireComparable(a: ModelInfo, b: ModelInfo, length: number): void {
  const mismatch = vocabularyMismatch(a, b);
  if (mismatch) throw new ExpectedError(mismatch.code, mismatch.message, mismatch.hint);
  for (const [side, info] of [["A", a] as const, ["B", b] as const]) {
    if (length > info.contextLength)
      throw new ExpectedError(
        "too-long",
        `The text has ${WHOLE.format(length)} tokens; model ${side} (${info.id}) reads at most ${WHOLE.format(info.contextLength)}.`,
        "Shorten the prompt or the solution.",
      );
  }
}

/** Why two models cannot be compared token by token, whatever the text; undefined where they share a tokenizer. */
export function vocabularyMismatch(
  a: ModelInfo,
  b: ModelInfo,
  names: readonly [string, string] = ["A", "B"],
): Failure | undefined {
  if (a.vocabSize === b.vocabSize && a.tokenizer === b.tokenizer) return undefined;
  const [one, other] = names;
  const sizes = [WHOLE.format(a.vocabSize), WHOLE.format(b.vocabSize)] as const;
  return {
    code: "vocabulary-mismatch",
    message:
      a.vocabSize !== b.vocabSize
        ? `Vocabulary mismatch: ${one} (${a.id}) has ${sizes[0]} tokens, ${other} (${b.id}) has ${sizes[1]}.`
        : `Vocabulary mismatch: ${one} (${a.id}) and ${other} (${b.id}) both have ${sizes[0]} tokens, but not the same ones.`,
    hint: "Choose two models that share a tokenizer, such as a base model and its fine-tuned version.",
  };
}

/** One model's score stream as single rows, the next chunk always on its way. */
class Rows {
  private readonly chunks: AsyncIterator<Distribution[]>;
  private coming: Promise<IteratorResult<Distribution[]>>;
  private rows: Distribution[] = [];
  private taken = 0;

  constructor(
    private readonly side: string,
    private readonly model: LanguageModel,
    ids: readonly TokenId[],
    from: number,
    options: CompareOptions,
  ) {
    const { chunk, stop } = options;
    const scoreOptions = {
      ...(chunk === undefined ? {} : { chunk }),
      ...(stop === undefined ? {} : { stop }),
    };
    this.chunks = model.score(ids, from, scoreOptions)[Symbol.asyncIterator]();
    this.coming = this.request();
  }

  /** Rows that can be taken, after waiting for a chunk if there were none; 0 at the end of the stream. */
  async fill(): Promise<number> {
    while (this.taken === this.rows.length) {
      const result = await this.coming;
      if (result.done === true) return 0;
      this.rows = result.value;
      this.taken = 0;
      this.coming = this.request();
    }
    return this.rows.length - this.taken;
  }

  take(): Float32Array {
    const row = this.rows[this.taken++] as Distribution;
    if (row.kind === "full") return row.logprobs;
    throw new ExpectedError(
      "bad-input",
      `Model ${this.side} (${this.model.info.id}) answers with its ${row.ids.length} most probable tokens only, ` +
        `not with all ${this.model.info.vocabSize}.`,
      "A token-by-token comparison needs both models' whole distributions: choose models that run in the page.",
    );
  }

  async close(): Promise<void> {
    await this.coming.catch(() => undefined);
    await this.chunks.return?.();
  }

  private request(): Promise<IteratorResult<Distribution[]>> {
    const coming = this.chunks.next();
    coming.catch(() => undefined); // reported by the `await` in fill, if it ever comes to that
    return coming;
  }
}
