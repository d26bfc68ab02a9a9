import type { Distribution, FullDistribution, ModelInfo, Session, TokenId } from "../../core/model";
import { checkIds, checkLength, closed } from "../checks";
import type { DecodedBlock, Decoder } from "./decoder";
import { disposeCache, type KeyValueCache } from "./keyValueCache";

interface SessionHooks {
  distributions: (block: DecodedBlock) => FullDistribution[];
  onClose: () => void;
}

/**
 * Tokens and how far the decoder has read them. The cache is extended and cut only when a distribution is asked for,
 * so `rewind` costs nothing by itself. Calls are answered in the order they came.
 */
export class OnnxSession implements Session {
  private ids: TokenId[];
  private cache: KeyValueCache;
  /** The distribution after `ids`, while it is known. */
  private last: FullDistribution | undefined;
  private open = true;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly info: ModelInfo,
    prefix: readonly TokenId[],
    private readonly decoder: Decoder,
    /** Ids fed in one forward pass, at most. */
    private readonly block: number,
    private readonly hooks: SessionHooks,
  ) {
    this.ids = [...prefix];
    this.cache = decoder.emptyCache();
  }

  get length(): number {
    return this.ids.length;
  }

  next(): Promise<Distribution> {
    return this.inTurn(async () => {
      this.last ??= (await this.read(this.ids, this.ids.length - 1))[0] as FullDistribution;
      return { kind: "full", logprobs: this.last.logprobs.slice() };
    });
  }

  append(ids: readonly TokenId[]): Promise<Distribution[]> {
    return this.inTurn(async () => {
      checkIds(this.info, ids);
      checkLength(this.info, this.ids.length + ids.length);
      if (ids.length === 0) return [];
      const all = [...this.ids, ...ids];
      const distributions = await this.read(all, this.ids.length);
      this.ids = all;
      const last = distributions.at(-1) as FullDistribution;
      this.last = { kind: "full", logprobs: last.logprobs.slice() };
      return distributions;
    });
  }

  rewind(length: number): Promise<void> {
    return this.inTurn(async () => {
      if (!Number.isInteger(length) || length < 1 || length > this.ids.length) {
        throw new RangeError(`rewind: length is ${length}, must be in 1 … ${this.ids.length}`);
      }
      if (length === this.ids.length) return;
      this.ids.length = length;
      this.last = undefined;
    });
  }

  close(): Promise<void> {
    if (!this.open) return Promise.resolve();
    this.open = false;
    this.hooks.onClose();
    const freed = this.turn.then(() => disposeCache(this.cache));
    this.turn = freed;
    return freed;
  }

  /** The distributions after ids `from … ids.length − 1`; afterwards the cache holds all of `ids`. */
  private async read(ids: readonly TokenId[], from: number): Promise<FullDistribution[]> {
    const cache = await this.cacheUpTo(from);
    let length = cache.length;
    this.cache = cache;
    const found: FullDistribution[] = [];
    while (length < ids.length) {
      const end = Math.min(ids.length, length + this.block);
      const rows = Math.max(0, end - Math.max(length, from));
      const past = this.cache;
      this.cache = this.decoder.emptyCache(); // what is left if the pass fails
      const block = await this.decoder.run(ids.slice(length, end), past, Math.max(1, rows));
      this.cache = block.cache;
      if (rows > 0) found.push(...this.hooks.distributions(block));
      length = end;
    }
    return found;
  }

  /** What the cache holds of the first `length` tokens, at most; where it cannot be cut, nothing. */
  private async cacheUpTo(length: number): Promise<KeyValueCache> {
    if (this.cache.length <= length) return this.cache;
    const cache = this.cache;
    this.cache = this.decoder.emptyCache();
    if (this.decoder.cuttable && length > 0) return this.decoder.cut(cache, length);
    disposeCache(cache);
    return this.cache;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(() => {
      if (!this.open) throw closed(this.info, "session");
      return work();
    });
    this.turn = result.catch(() => undefined); // whoever asked is told; the next may still try
    return result;
  }
}
