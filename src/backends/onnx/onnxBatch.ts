import type { BatchEntry, BatchSession, Distribution, ModelInfo, TokenId } from "../../core/model";
import { checkAppended, checkKept, checkPrefix, closed } from "../checks";
import type { Decoder } from "./decoder";
import { disposeCache, type CacheRow, type KeyValueCache } from "./keyValueCache";

interface BatchHooks {
  distribution: (logits: Float32Array) => Distribution;
  onClose: () => void;
}

/** Fed where a row has no token; the mask hides it. */
const PADDING: TokenId = 0;

/**
 * Texts side by side in one cache, aligned at their ends and padded on the left; the cache is as long as the longest.
 * Calls are answered in the order they came.
 */
export class OnnxBatch implements BatchSession {
  /** Tokens of each row. */
  private lengths: number[] = [];
  /** Undefined where there are no rows. */
  private cache: KeyValueCache | undefined;
  private open = true;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly info: ModelInfo,
    private readonly decoder: Decoder,
    /** Tokens of all rows together in one forward pass, at most; one per row in any case. */
    private readonly block: number,
    private readonly hooks: BatchHooks,
  ) {}

  get rows(): number {
    return this.lengths.length;
  }

  arrange(keep: readonly number[], add: readonly BatchEntry[]): Promise<Distribution[]> {
    return this.inTurn(async () => {
      checkKept(keep, this.rows);
      for (const { prefix } of add) checkPrefix(this.info, prefix);
      const { cache: read, logits } = await this.read(add.map(({ prefix }) => prefix));
      const rows: CacheRow[] = [];
      for (const row of keep) rows.push({ cache: this.cache!, row, length: this.lengths[row]! });
      for (const [row, { prefix, copies }] of add.entries())
        for (let copy = 0; copy < copies; copy++) rows.push({ cache: read!, row, length: prefix.length });
      const before = this.cache;
      const whole = read === undefined && keep.length === this.rows && keep.every((row, at) => row === at);
      if (!whole) {
        this.cache = rows.length > 0 ? await this.decoder.assemble(rows) : undefined;
        if (before) disposeCache(before);
      }
      if (read) disposeCache(read);
      this.lengths = rows.map(({ length }) => length);
      return logits.map(this.hooks.distribution);
    });
  }

  append(ids: readonly TokenId[]): Promise<Distribution[]> {
    return this.inTurn(async () => {
      checkAppended(this.info, ids, this.lengths);
      const before = this.cache;
      if (!before) return [];
      this.cache = undefined;
      try {
        const { cache, logits } = await this.decoder.runRows(
          ids.map((id) => [id]),
          this.lengths.map((length) => before.length - length),
          before,
        );
        this.cache = cache;
        this.lengths = this.lengths.map((length) => length + 1);
        return logits.map(this.hooks.distribution);
      } catch (error) {
        this.end(); // the cache is lost, and with it all rows
        throw error;
      }
    });
  }

  close(): Promise<void> {
    if (this.open) this.end();
    return this.turn.then(() => {
      if (this.cache) disposeCache(this.cache);
      this.cache = undefined;
    });
  }

  /** Texts in a cache of their own, and the logits after each. */
  private async read(
    prefixes: readonly (readonly TokenId[])[],
  ): Promise<{ cache: KeyValueCache | undefined; logits: Float32Array[] }> {
    if (prefixes.length === 0) return { cache: undefined, logits: [] };
    const longest = Math.max(...prefixes.map(({ length }) => length));
    const padding = prefixes.map(({ length }) => longest - length);
    const rows = prefixes.map((ids, row) => [...new Array<TokenId>(padding[row]!).fill(PADDING), ...ids]);
    const step = Math.max(1, Math.floor(this.block / prefixes.length));
    let read = { cache: this.decoder.emptyCache(prefixes.length), logits: [] as Float32Array[] };
    while (read.cache.length < longest) {
      const from = read.cache.length;
      read = await this.decoder.runRows(
        rows.map((ids) => ids.slice(from, from + step)),
        padding,
        read.cache,
      );
    }
    return read;
  }

  private end(): void {
    this.open = false;
    this.hooks.onClose();
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
