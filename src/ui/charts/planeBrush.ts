import { spanBetween, type Span } from "./brush";

export interface PlaneBrushOptions {
  /** The place under a pixel. */
  placeAt: (x: number) => number;
  /** What is selected now. */
  span: () => Span | null;
  onSpan: (span: Span | null) => void;
}

/** Pixels along the axis from which on a press is a drag. */
const DRAG = 4;

/**
 * Selecting a stretch of places by dragging anywhere in a plane, where a press without dragging means something else.
 * All x are pixels from the left edge of the plane.
 */
export class PlaneBrush {
  private start: { x: number; before: Span | null; dragging: boolean } | undefined;
  /** The next click only ends what has been a drag. */
  private spent = false;

  constructor(private readonly options: PlaneBrushOptions) {}

  /** The pointer went down. */
  press(x: number): void {
    this.start = { x, before: this.options.span(), dragging: false };
    this.spent = false;
  }

  /** The pointer moved, down or not. Whether it selects by that. */
  move(x: number): boolean {
    const { start } = this;
    if (start === undefined) return false;
    start.dragging ||= Math.abs(x - start.x) >= DRAG;
    if (!start.dragging) return false;
    const { placeAt, onSpan } = this.options;
    onSpan(spanBetween(placeAt(start.x), placeAt(x)));
    return true;
  }

  /** The pointer went up. */
  release(): void {
    this.spent ||= this.start?.dragging ?? false;
    this.start = undefined;
  }

  /** The drag is given up (Escape, or the browser scrolls): what was selected before it is again. Whether there was one. */
  giveUp(): boolean {
    const { start } = this;
    this.start = undefined;
    if (!start?.dragging) return false;
    this.spent = true;
    this.options.onSpan(start.before);
    return true;
  }

  /** Asked once for each click: whether it was made for its own sake and not the end of a drag. */
  isClick(): boolean {
    const { spent } = this;
    this.spent = false;
    return !spent;
  }
}
