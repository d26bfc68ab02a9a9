import { area, line } from "d3-shape";
import type { Point } from "./decimate";

export interface LinePaths {
  /** SVG path data of the line, and of the area between it and 0. */
  path: string;
  area: string;
}

type Pixels = (value: number) => number;

/** Straight from point to point; a point without neighbours is a dot where lines have round ends. NaN is a gap. */
export function linearPaths(points: Point[], xOf: Pixels, yOf: Pixels): LinePaths {
  const known = (point: Point) => !Number.isNaN(point.value);
  const x = (point: Point) => xOf(point.position);
  const y = (point: Point) => yOf(point.value);
  return {
    path: line(x, y).defined(known).digits(1)(points) ?? "",
    area: area(x, yOf(0), y).defined(known).digits(1)(points) ?? "",
  };
}

/** A plateau over the whole stretch of each position, from edge to edge. NaN is a gap. */
export function stepPaths(points: Point[], edgeOf: Pixels, yOf: Pixels): LinePaths {
  let path = "";
  let area = "";
  let inRun = false;
  for (const { position, value } of points) {
    if (Number.isNaN(value)) {
      if (inRun) area += `V${yOf(0)}Z`;
      inRun = false;
      continue;
    }
    const plateau = `${yOf(value)}H${edgeOf(position + 1)}`;
    path += inRun ? `V${plateau}` : `M${edgeOf(position)},${plateau}`;
    area += inRun ? `V${plateau}` : `M${edgeOf(position)},${yOf(0)}V${plateau}`;
    inRun = true;
  }
  if (inRun) area += `V${yOf(0)}Z`;
  return { path, area };
}
