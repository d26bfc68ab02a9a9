import type { BatchEntry, BatchSession, Distribution, ModelInfo, TokenId } from "../../core/model";
import { checkAppended, checkKept, checkPrefix, closed } from "../checks";

/** Rows of ids; every step computes their distributions anew. */
export class TableBatch implements BatchSession {
  private held: TokenId[][] = [];
  private open = true;

  constructor(
    private readonly info: ModelInfo,
    /** One forward pass: the distribution after each of these. */
    private readonly forward: (prefixes: readonly (readonly TokenId[])[]) => Promise<Distribution[]>,
  ) {}

  get rows(): number {
    return this.held.length;
  }

  async arrange(keep: readonly number[], add: readonly BatchEntry[]): Promise<Distribution[]> {
    this.check();
    checkKept(keep, this.held.length);
    for (const { prefix } of add) checkPrefix(this.info, prefix);
    const distributions = add.length > 0 ? await this.forward(add.map(({ prefix }) => prefix)) : [];
    const copied = add.flatMap(({ prefix, copies }) => Array.from({ length: copies }, () => [...prefix]));
    this.held = [...keep.map((row) => this.held[row]!), ...copied];
    return distributions;
  }

  async append(ids: readonly TokenId[]): Promise<Distribution[]> {
    this.check();
    checkAppended(
      this.info,
      ids,
      this.held.map(({ length }) => length),
    );
    if (ids.length === 0) return [];
    const longer = this.held.map((row, index) => [...row, ids[index]!]);
    const distributions = await this.forward(longer);
    this.held = longer;
    return distributions;
  }

  async close(): Promise<void> {
    this.open = false;
  }

  private check(): void {
    if (!this.open) throw closed(this.info, "session");
  }
}
