/** Rows beyond the window that are drawn ahead, on either side. */
const AHEAD = 12;

/** Which rows `from … to − 1` of a long list of equal rows to draw, from where it is scrolled to. All in CSS pixels. */
export function windowOf(
  scrollTop: number,
  height: number,
  rowHeight: number,
  total: number,
): { from: number; to: number } {
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - AHEAD);
  const to = Math.min(total, Math.ceil((scrollTop + height) / rowHeight) + AHEAD);
  return { from: Math.min(from, total), to: Math.max(to, Math.min(from, total)) };
}
