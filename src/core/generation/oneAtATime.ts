import type { BatchEntry, BatchSession, Distribution, LanguageModel, TokenId } from "../model";
import { Follower } from "./switching/follower";

/**
 * A batch of one row, for models that cannot decode several texts at once. A text that begins like the one before it is
 * not read again as far as they agree.
 */
export class OneAtATime implements BatchSession {
  private follower: Follower | undefined;
  private ids: TokenId[] = [];

  constructor(private readonly model: LanguageModel) {}

  get rows(): number {
    return this.ids.length > 0 ? 1 : 0;
  }

  /** Holds one row at most: `add` is one entry of one copy where nothing is kept, else empty. */
  async arrange(keep: readonly number[], add: readonly BatchEntry[]): Promise<Distribution[]> {
    const [entry, ...more] = add;
    if (more.length > 0 || (entry && (entry.copies !== 1 || keep.length > 0)))
      throw new RangeError("OneAtATime holds one row");
    if (!entry) {
      if (keep.length === 0) this.ids = [];
      return [];
    }
    this.ids = [...entry.prefix];
    if (!this.follower?.follows(this.model, this.ids)) {
      await this.follower?.close();
      this.follower = undefined;
      this.follower = await Follower.open(this.model, this.ids);
    }
    return this.read(this.follower);
  }

  async append(ids: readonly TokenId[]): Promise<Distribution[]> {
    if (ids.length !== this.rows || !this.follower) throw new RangeError(`${ids.length} tokens for one row`);
    this.ids.push(...ids);
    return this.read(this.follower);
  }

  async close(): Promise<void> {
    await this.follower?.close();
  }

  private async read(follower: Follower): Promise<Distribution[]> {
    const rows = await follower.rows(this.ids, this.ids.length, this.ids.length);
    return rows.map((logprobs): Distribution => ({ kind: "full", logprobs }));
  }
}
