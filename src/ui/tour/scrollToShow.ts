/** A stretch of the window from top to bottom, in CSS pixels. */
export interface Stretch {
  top: number;
  bottom: number;
}

const heightOf = ({ top, bottom }: Stretch): number => Math.max(0, bottom - top);

/** How many pixels of a place can be seen in the free part of the window. */
export function seenOf(place: Stretch, free: Stretch): number {
  return heightOf({ top: Math.max(place.top, free.top), bottom: Math.min(place.bottom, free.bottom) });
}

/**
 * How far the page scrolls, down where positive, until a place is seen in the free part of the window: in its middle, or
 * from its beginning on where the place is the larger one. 0 where the place is seen as a whole, or fills half of the
 * free part and begins in it. Never beyond the page's ends.
 *
 * @param page how far the page can scroll up and down from where it is
 */
export function scrollToShow(place: Stretch, free: Stretch, page: { up: number; down: number }): number {
  const seen = seenOf(place, free);
  const fillsHalf = place.top >= free.top && seen >= heightOf(free) / 2;
  if (seen >= heightOf(place) || (fillsHalf && seen > 0)) return 0;
  const spare = Math.max(0, heightOf(free) - heightOf(place));
  const wanted = place.top - (free.top + spare / 2);
  return wanted < 0 ? 0 - Math.min(page.up, -wanted) : Math.min(page.down, wanted);
}
