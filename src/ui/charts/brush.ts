/** A stretch of positions (or bins), both ends inclusive. */
export type Span = readonly [from: number, to: number];

export type SpanEdge = "from" | "to";

/** The stretch between two positions in either order. */
export function spanBetween(x: number, y: number): Span {
  return x <= y ? [x, y] : [y, x];
}

/** One end moved to a position; dragged past the other end, it becomes the other end. Clamped to [0, count). */
export function withEdgeAt(span: Span, edge: SpanEdge, position: number, count: number): Span {
  const clamped = Math.max(0, Math.min(count - 1, position));
  return edge === "from" ? spanBetween(clamped, span[1]) : spanBetween(span[0], clamped);
}

/** The whole stretch moved, stopping at the ends with its length kept. */
export function movedBy(span: Span, by: number, count: number): Span {
  const step = Math.max(-span[0], Math.min(count - 1 - span[1], by));
  return [span[0] + step, span[1] + step];
}

/** Where a selection begins when asked for without a pointer: the middle third, at least one position. */
export function middleSpan(count: number): Span {
  return [Math.floor(count / 3), Math.max(Math.floor(count / 3), Math.ceil((2 * count) / 3) - 1)];
}
