import type { Side } from "../../../contract/lab";
import type { TokenId } from "../../../core/model";
import type { ComparedText } from "../../state/comparedText";
import { tokenLabel } from "../../token/tokenDisplay";

/** One token that a model might have written at a pinned position. */
export interface PinnedRow {
  id: TokenId;
  label: string;
  probability: number;
  /** From 1, under the model whose list it is in. */
  rank: number;
  /** The token that stands in the text. */
  isToken: boolean;
}

/** How many of a model's first choices are listed. */
export const PINNED_ROWS = 5;

/**
 * What a model would most likely have written at a position, its first choice first; then the text's own token where it
 * is not among them. Empty where the position is not known yet.
 */
export function pinnedRows(text: ComparedText, position: number, side: Side): PinnedRow[] {
  const here = text.solution[position]?.id;
  const row = (id: TokenId, logprob: number, rank: number): PinnedRow => ({
    id,
    label: tokenLabel(text.token(id), 16),
    probability: Math.exp(logprob),
    rank,
    isToken: id === here,
  });
  const rows = text
    .candidates(position)
    .map(({ id, logprobA, logprobB, rankA, rankB }) =>
      side === "a" ? row(id, logprobA, rankA) : row(id, logprobB, rankB),
    )
    .filter(({ rank }) => rank <= PINNED_ROWS)
    .sort((x, y) => x.rank - y.rank);
  const statistics = text.statistics(position);
  if (statistics === undefined || here === undefined || rows.some(({ isToken }) => isToken)) return rows;
  const { logprobA, logprobB, rankA, rankB } = statistics;
  return [...rows, side === "a" ? row(here, logprobA, rankA) : row(here, logprobB, rankB)];
}
