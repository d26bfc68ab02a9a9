import {
  candidatesAt,
  STATISTICS,
  statisticsAt,
  unpackBlock,
  type PositionBlock,
} from "../../core/compare/block";
import type { Candidate } from "../../core/compare/candidates";
import type { ComparedPosition } from "../../core/compare/comparedPosition";
import type { CompareEvent } from "../../core/compare/events";
import type { PositionStatistics } from "../../core/compare/position";
import type { ModelInfo, Token, TokenId } from "../../core/model";

type StatisticName = (typeof STATISTICS)[number];
type CompareStart = Extract<CompareEvent, { type: "compare-start" }>;

/**
 * A text and what is known of its positions so far: 0 … `count` − 1, always from the beginning. A value, not a place:
 * whoever holds one sees it as it was; `with` gives the next one and shares what both have in common.
 */
export class ComparedText {
  private constructor(
    private readonly start: CompareStart,
    private readonly blocks: readonly PositionBlock[],
    private readonly looks: ReadonlyMap<TokenId, Token>,
    /** Positions known. */
    readonly count: number,
  ) {}

  /** A text of which nothing is known yet. */
  static begin(start: CompareStart): ComparedText {
    const looks = new Map([...start.prompt, ...start.solution].map((token) => [token.id, token]));
    return new ComparedText(start, [], looks, 0);
  }

  /** The text with one more block. Throws where the block does not go on where the last one ended. */
  with(block: PositionBlock, tokens: readonly Token[]): ComparedText {
    if (block.from !== this.count) {
      throw new Error(`Block of position ${block.from} came when ${this.count} was next`);
    }
    const looks = tokens.length === 0 ? this.looks : withLooks(this.looks, tokens);
    return new ComparedText(this.start, [...this.blocks, block], looks, this.count + block.count);
  }

  /** The same text seen anew, from its first position on. */
  reviewed(blocks: readonly PositionBlock[], tokens: readonly Token[]): ComparedText {
    const looks = withLooks(this.looks, tokens);
    const fresh = new ComparedText(this.start, [], looks, 0);
    return blocks.reduce((text, block) => text.with(block, []), fresh);
  }

  /** The run that made it; recorded texts have one of their own numbering. */
  get run(): number {
    return this.start.run;
  }
  get prompt(): readonly Token[] {
    return this.start.prompt;
  }
  get solution(): readonly Token[] {
    return this.start.solution;
  }
  get rendered(): string {
    return this.start.rendered;
  }
  get a(): ModelInfo {
    return this.start.a;
  }
  get b(): ModelInfo {
    return this.start.b;
  }
  get ids(): TokenId[] {
    return this.start.solution.map((token) => token.id);
  }
  get complete(): boolean {
    return this.count === this.solution.length;
  }

  /** Undefined for a position not known yet. */
  statistics(position: number): PositionStatistics | undefined {
    const place = this.place(position);
    return place && statisticsAt(place.block, place.index);
  }

  /** The candidates of a position, most probable first; empty where it is not known yet. */
  candidates(position: number): Candidate[] {
    const place = this.place(position);
    return place ? candidatesAt(place.block, place.index) : [];
  }

  /** Every known position, unpacked. */
  positions(): ComparedPosition[] {
    return this.blocks.flatMap(unpackBlock);
  }

  /** One number of every known position, in order. `of` may not keep what it is given. */
  column(of: (statistics: PositionStatistics) => number): Float64Array {
    const values = new Float64Array(this.count);
    const row = Object.fromEntries(STATISTICS.map((name) => [name, NaN])) as Record<StatisticName, number>;
    for (const { from, count, statistics } of this.blocks) {
      for (let index = 0; index < count; index++) {
        for (let column = 0; column < STATISTICS.length; column++) {
          row[STATISTICS[column]!] = statistics[index * STATISTICS.length + column]!;
        }
        values[from + index] = of(row);
      }
    }
    return values;
  }

  /** Every token that was told how it looks. */
  get described(): Iterable<Token> {
    return this.looks.values();
  }

  /** How a token looks; one that was never sent is shown by its number. */
  token(id: TokenId): Token {
    return this.looks.get(id) ?? unseenToken(id);
  }

  private place(position: number): { block: PositionBlock; index: number } | undefined {
    if (position < 0 || position >= this.count) return undefined;
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.blocks[middle]?.from ?? Infinity) <= position) low = middle;
      else high = middle - 1;
    }
    const block = this.blocks[low];
    return block && { block, index: position - block.from };
  }
}

/** Stands for a token nobody has told how it looks. */
export function unseenToken(id: TokenId): Token {
  return { id, text: `#${id}`, kind: "special" };
}

function withLooks(
  looks: ReadonlyMap<TokenId, Token>,
  tokens: readonly Token[],
): ReadonlyMap<TokenId, Token> {
  const all = new Map(looks);
  for (const token of tokens) all.set(token.id, token);
  return all;
}
