interface Box {
  left: number;
  top: number;
  bottom: number;
  width: number;
}

const GAP = 6;
const MARGIN = 8;

/**
 * Where a panel goes that belongs to a button: below it, above it where there is no room below, and always within the
 * window as far as it fits. All in CSS pixels of the window.
 */
export function placeBeside(
  button: Box,
  panel: { width: number; height: number },
  viewport: { width: number; height: number },
): { left: number; top: number } {
  const left = Math.max(MARGIN, Math.min(button.left, viewport.width - panel.width - MARGIN));
  const below = button.bottom + GAP;
  const above = button.top - GAP - panel.height;
  const fitsBelow = below + panel.height + MARGIN <= viewport.height;
  const top = fitsBelow || above < MARGIN ? Math.min(below, viewport.height - panel.height - MARGIN) : above;
  return { left, top: Math.max(MARGIN, top) };
}

/** Where a panel goes that has changed its size: where it is, moved no further than it takes to be within the window. */
export function keepWithin(
  panel: { left: number; top: number; width: number; height: number },
  viewport: { width: number; height: number },
): { left: number; top: number } {
  return {
    left: Math.max(MARGIN, Math.min(panel.left, viewport.width - panel.width - MARGIN)),
    top: Math.max(MARGIN, Math.min(panel.top, viewport.height - panel.height - MARGIN)),
  };
}
