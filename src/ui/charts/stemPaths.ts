import type { Author } from "./authorRuns";
import { pixel } from "./pixel";

export interface StemPath {
  author: Author;
  path: string;
}

type Pixels = (value: number) => number;

/** Stems closer than this share one place: its highest, per author. */
const COLUMN = 2;
/** What is shorter would not be seen. */
const LEAST_HEIGHT = 1;
const ORDER: readonly Author[] = ["a", "b", "forced"];

/**
 * A stem from the axis to each value, as one path an author: A's, then B's, then those of forced tokens, to be drawn in
 * this order. NaN has none, +∞ reaches to where `yOf` clamps it. Where stems share a column of pixels only the highest
 * of each author is kept, so a path never has more stems than there are columns.
 */
export function stemPaths(
  values: ArrayLike<number>,
  authors: readonly Author[],
  xOf: Pixels,
  yOf: Pixels,
): StemPath[] {
  const ground = yOf(0);
  return ORDER.flatMap((author) => {
    let path = "";
    let column = -1;
    let highest = -1;
    const close = () => {
      if (highest < 0) return;
      const top = Math.min(ground - LEAST_HEIGHT, yOf(values[highest] as number));
      path += `M${xOf(highest)},${ground}V${pixel(top)}`;
      highest = -1;
    };
    for (let position = 0; position < values.length; position++) {
      const value = values[position] as number;
      if (authors[position] !== author || Number.isNaN(value)) continue;
      const own = Math.floor(xOf(position) / COLUMN);
      if (own !== column) close();
      column = own;
      if (highest < 0 || value > (values[highest] as number)) highest = position;
    }
    close();
    return path === "" ? [] : [{ author, path }];
  });
}
