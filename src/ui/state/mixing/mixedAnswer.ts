import type { MixEvent, MixRequest } from "../../../contract/lab";
import { statisticsAt } from "../../../core/compare/block";
import type { PositionStatistics } from "../../../core/compare/position";
import { sharedLength } from "../../../core/generation/sharedLength";
import type { ModelInfo, Token, TokenId } from "../../../core/model";
import { unseenToken } from "../comparedText";

/** A position of a mixed answer, as it is shown. */
export interface MixedToken {
  token: Token;
  /** What A alone and B alone draw with the position's luck. */
  drawA: Token;
  drawB: Token;
  /** The token's probability in the mixture. */
  probability: number;
  statistics: PositionStatistics;
}

/** Who would have written a mixed answer's token with the same luck. */
export type MixedAuthor = "both" | "a" | "b" | "neither";

export function authorOf({ token, drawA, drawB }: MixedToken): MixedAuthor {
  const [a, b] = [token.id === drawA.id, token.id === drawB.id];
  return a && b ? "both" : a ? "a" : b ? "b" : "neither";
}

type MixStart = Extract<MixEvent, { type: "mix-start" }>;
type MixPositions = Extract<MixEvent, { type: "mix-positions" }>;
export type MixEnd = Omit<Extract<MixEvent, { type: "mix-end" }>, "type" | "run">;

/** A mixed answer as far as it is written. A value: `with` gives the next one. */
export class MixedAnswer {
  private constructor(
    readonly request: MixRequest,
    readonly models: { a: ModelInfo; b: ModelInfo; c?: ModelInfo },
    readonly positions: readonly MixedToken[],
    /** There once it has ended. */
    readonly end: MixEnd | undefined,
    private readonly looks: ReadonlyMap<TokenId, Token>,
  ) {}

  static begin(request: MixRequest, { a, b, c, prompt }: MixStart): MixedAnswer {
    const looks = new Map(prompt.map((token) => [token.id, token]));
    return new MixedAnswer(request, { a, b, ...(c ? { c } : {}) }, [], undefined, looks);
  }

  with({ block, columns, tokens }: MixPositions): MixedAnswer {
    const fresh = tokens.map((token) => [token.id, token] as const);
    const looks = fresh.length === 0 ? this.looks : new Map([...this.looks, ...fresh]);
    const look = (id: TokenId): Token => looks.get(id) ?? unseenToken(id);
    const positions = Array.from(block.tokens, (id, index) => ({
      token: look(id),
      drawA: look(columns.drawsA[index]!),
      drawB: look(columns.drawsB[index]!),
      probability: Math.exp(columns.logprobs[index]!),
      statistics: statisticsAt(block, index),
    }));
    return new MixedAnswer(this.request, this.models, [...this.positions, ...positions], undefined, looks);
  }

  ended(end: MixEnd): MixedAnswer {
    return new MixedAnswer(this.request, this.models, this.positions, end, this.looks);
  }

  get tokens(): readonly Token[] {
    return this.positions.map(({ token }) => token);
  }

  /**
   * The first position where this answer has another token than `other`, or none where that one has one; undefined
   * where there is none, as far as both are written.
   */
  firstDifference(other: MixedAnswer): number | undefined {
    const ids = ({ positions }: MixedAnswer) => positions.map(({ token }) => token.id);
    const shared = sharedLength(ids(this), ids(other));
    const [x, y] = [this, other].map((answer) => ({
      beyond: answer.positions.length > shared,
      whole: answer.end !== undefined && answer.end.reason !== "stopped",
    }));
    if (x!.beyond && y!.beyond) return shared;
    return (x!.beyond && y!.whole) || (y!.beyond && x!.whole) ? shared : undefined;
  }
}
