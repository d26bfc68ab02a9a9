import type { FrontierData, FrontierLayout, FrontierPlace, FrontierTone } from "./frontier.layout";
import { placeLabels, textWidth, type Box, type LabelWish } from "./placeLabels";

/** Pixels from the middle of a point to its edge. */
const POINT = 5;
/** The same of the ring around one that is chosen or holds several. */
const RING = 9;
/** A line is in the way of a label at every so many pixels. */
const SAMPLE = 6;
/** A label takes at most this share of the plot's width. */
const LABEL_SHARE = 0.55;

/** The lines' names beside them, where they cover least. */
export function frontierNames({
  data,
  references,
  places,
  lines,
  intervals,
  plot,
  size,
}: Pick<FrontierLayout, "references" | "places" | "lines" | "intervals" | "plot"> & {
  data: FrontierData;
  size: number;
}): FrontierLayout["labels"] {
  const most = Math.max(4, Math.floor((LABEL_SHARE * (plot.right - plot.left)) / textWidth("x", size)));
  const text = (tone: FrontierTone) => data.labels[tone](most);
  const gap = 0.4 * size;
  const middle = (plot.left + plot.right) / 2;
  const wishes: (LabelWish & { tone: FrontierTone })[] = references.map(({ model, y }) => ({
    tone: model,
    text: text(model),
    places: [y - gap, y + size + 0.5 * gap].flatMap((at) => [
      { x: plot.right, y: at, anchor: "end" as const },
      { x: plot.left + gap, y: at, anchor: "start" as const },
      { x: middle, y: at, anchor: "middle" as const },
    ]),
  }));
  for (const series of ["switched", "control"] as const) {
    const own = places.filter((place) => place.series === series);
    if (own.length === 0) continue;
    wishes.push({
      tone: series,
      text: text(series),
      places: own
        .toSorted((one, other) => aloneness(other, places) - aloneness(one, places))
        .flatMap(({ x, y }) => [
          { x, y: y - POINT - gap, anchor: "middle" as const },
          { x, y: y + POINT + size, anchor: "middle" as const },
          { x: x + POINT + gap, y: y + 0.35 * size, anchor: "start" as const },
          { x: x - POINT - gap, y: y + 0.35 * size, anchor: "end" as const },
          { x: x + POINT + gap, y: y - 0.9 * size, anchor: "start" as const },
          { x: x + POINT + gap, y: y + 1.6 * size, anchor: "start" as const },
        ]),
    });
  }
  const obstacles: Box[] = [
    ...references.map(({ y }) => ({ left: plot.left, right: plot.right, top: y - 1, bottom: y + 1 })),
    ...places.map(({ x, y }) => ({ left: x - RING, right: x + RING, top: y - RING, bottom: y + RING })),
    ...intervals.map(({ x, top, bottom }) => ({ left: x - 3, right: x + 3, top, bottom })),
    ...lines.flatMap(({ path }) => alongLine(path)),
  ];
  const room = { ...plot, top: 0 };
  return placeLabels(wishes, obstacles, room, size).flatMap((place, index) => {
    const wish = wishes[index];
    return place && wish ? [{ ...place, tone: wish.tone, text: wish.text }] : [];
  });
}

/** Pixels to the nearest other point: a name beside a point in a crowd could be that of any of them. */
function aloneness({ x, y }: FrontierPlace, places: readonly FrontierPlace[]): number {
  const far = places.map((place) => Math.hypot(place.x - x, place.y - y)).filter((pixels) => pixels > 0);
  return Math.min(...far);
}

/** Small boxes along a line of straight pieces. */
function alongLine(path: string): Box[] {
  const corners = path
    .slice(1)
    .split("L")
    .map((corner) => corner.split(",").map(Number) as [number, number]);
  return corners.slice(1).flatMap(([x2, y2], index) => {
    const [x1, y1] = corners[index] as [number, number];
    const steps = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / SAMPLE));
    return Array.from({ length: steps }, (_, step) => {
      const x = x1 + ((x2 - x1) * step) / steps;
      const y = y1 + ((y2 - y1) * step) / steps;
      return { left: x - 2, right: x + 2, top: y - 2, bottom: y + 2 };
    });
  });
}
