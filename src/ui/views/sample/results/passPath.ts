/** Dots are drawn up to so many values; of more only the line. */
const DOTS = 9;
const EDGE = 2;

/** A line of shares (0 at the bottom, 1 at the top) from left to right, in pixels rounded to a tenth. */
export function passPath(
  shares: readonly number[],
  { width, height }: { width: number; height: number },
): { path: string; points: readonly { x: number; y: number }[] } {
  const round = (value: number) => Math.round(10 * value) / 10;
  const points = shares.flatMap((share, at) =>
    Number.isFinite(share)
      ? {
          x: round(EDGE + ((width - 2 * EDGE) * at) / Math.max(1, shares.length - 1)),
          y: round(height - EDGE - (height - 2 * EDGE) * share),
        }
      : [],
  );
  return {
    path: points.length < 2 ? "" : `M${points.map(({ x, y }) => `${x},${y}`).join("L")}`,
    points: points.length <= DOTS ? points : [],
  };
}
