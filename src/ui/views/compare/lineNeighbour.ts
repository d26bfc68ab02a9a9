/** Where a token stands on screen: its first line box. */
interface Place {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * The token on the line above (−1) or below (+1) whose middle is nearest to that of the token at `position`; undefined
 * where there is no such line. Tokens stand in reading order, so the search ends with the neighbouring line.
 */
export function lineNeighbour(
  placeOf: (position: number) => Place,
  position: number,
  count: number,
  direction: -1 | 1,
): number | undefined {
  const start = placeOf(position);
  const middle = (start.left + start.right) / 2;
  let line: Place | undefined;
  let nearest: number | undefined;
  let distance = Infinity;
  for (let at = position + direction; at >= 0 && at < count; at += direction) {
    const place = placeOf(at);
    if (sameLine(start, place)) continue;
    if (line !== undefined && !sameLine(line, place)) break;
    line = place;
    const away = Math.abs((place.left + place.right) / 2 - middle);
    if (away < distance) {
      distance = away;
      nearest = at;
    }
  }
  return nearest;
}

/** Two places share a line where one's middle lies within the other. */
function sameLine(x: Place, y: Place): boolean {
  const middle = (y.top + y.bottom) / 2;
  return middle > x.top && middle < x.bottom;
}
