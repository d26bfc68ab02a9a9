export type Anchor = "start" | "middle" | "end";

/** How a tick's label is set so that it stays within `width`: centred, but flush with an edge it is close to. */
export function anchorOf(x: number, width: number): Anchor {
  return x < 12 ? "start" : x > width - 16 ? "end" : "middle";
}
