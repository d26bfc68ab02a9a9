import { pixel } from "./pixel";
import type { Anchor } from "./tickAnchor";

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where a text may stand: `y` is its baseline. */
export interface LabelPlace {
  x: number;
  y: number;
  anchor: Anchor;
}

export interface LabelWish {
  text: string;
  /** The better first. */
  places: readonly LabelPlace[];
}

/** Width of a digit or letter as a share of the type's size, on average and rather too wide. */
const WIDTH = 0.56;
/** What leaves the room costs so many times what covers something. */
const OUTSIDE = 20;
/** What a later place costs, in square pixels, so that it has to be better to be taken. */
const LATER = 4;

/** Pixels a text takes at most, roughly: there is nothing to measure with. */
export function textWidth(text: string, size: number): number {
  return WIDTH * size * [...text].length;
}

/** A text of at most so many characters, its middle left out where it is longer: both ends of a model's name tell. */
export function clipped(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const head = Math.max(1, Math.floor((most - 1) / 2));
  const tail = Math.max(0, most - 1 - head);
  return `${characters.slice(0, head).join("")}…${tail > 0 ? characters.slice(-tail).join("") : ""}`;
}

export function boxOf(text: string, { x, y, anchor }: LabelPlace, size: number): Box {
  const width = textWidth(text, size);
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 0.85 * size, bottom: y + 0.2 * size };
}

/** Square pixels that two boxes share. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/**
 * A place for each label, one after the other: where it covers least of the obstacles and of the labels before it and
 * stays within the room. A label without a place to stand gets none (null).
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  obstacles: readonly Box[],
  room: Box,
  size: number,
): (LabelPlace | null)[] {
  const taken: Box[] = [...obstacles];
  return wishes.map(({ text, places }) => {
    let best: { place: LabelPlace; box: Box; cost: number } | undefined;
    for (const [index, place] of places.entries()) {
      const box = boxOf(text, place, size);
      const area = (box.right - box.left) * (box.bottom - box.top);
      const outside = area - overlap(box, room);
      const cost = taken.reduce((sum, other) => sum + overlap(box, other), OUTSIDE * outside + LATER * index);
      if (best === undefined || cost < best.cost) best = { place, box, cost };
    }
    if (best === undefined) return null;
    taken.push(best.box);
    return { ...best.place, x: pixel(best.place.x), y: pixel(best.place.y) };
  });
}
