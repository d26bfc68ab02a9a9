import { scrollToShow, seenOf, type Stretch } from "./scrollToShow";

/** A corner of the window: that is where the tour's card lies. */
export type Corner = "bottom-right" | "bottom-left" | "top-right" | "top-left";

interface Size {
  width: number;
  height: number;
}

interface Situation {
  /** What the card speaks of. */
  place: Stretch & { left: number; right: number };
  card: Size;
  window: Size;
  /** What nothing else covers of the window. */
  free: Stretch;
  /** How far the page can scroll up and down. */
  page: { up: number; down: number };
  /** Between the card and the window's edge, and between the card and the place. */
  margin: number;
  /** The corners there are, the best first. */
  corners: readonly Corner[];
}

/**
 * The corner from which the card covers least of what it speaks of, and how far the page scrolls for that to be seen.
 * Of corners that are as good the first is taken. All in CSS pixels of the window.
 */
export function placeCard(situation: Situation): { corner: Corner; scroll: number } | undefined {
  let best: { corner: Corner; scroll: number; seen: number } | undefined;
  for (const corner of situation.corners) {
    const free = beside(corner, situation);
    const scroll = scrollToShow(situation.place, free, situation.page);
    const { top, bottom } = situation.place;
    const seen = seenOf({ top: top - scroll, bottom: bottom - scroll }, free);
    if (best === undefined || seen > best.seen) best = { corner, scroll, seen };
  }
  return best && { corner: best.corner, scroll: best.scroll };
}

/** What the card leaves free where the place stands. */
function beside(corner: Corner, { place, card, window, free, margin }: Situation): Stretch {
  const left = corner.endsWith("right") ? window.width - margin - card.width : margin;
  const apart = place.right + margin <= left || left + card.width + margin <= place.left;
  if (apart) return free;
  const taken = card.height + 2 * margin;
  return corner.startsWith("top")
    ? { ...free, top: Math.max(free.top, taken) }
    : { ...free, bottom: Math.min(free.bottom, window.height - taken) };
}
