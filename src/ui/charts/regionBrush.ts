import type { Pixel, PlaneRegion } from "./scatterPlot.layout";

export interface RegionBrushOptions {
  /** The values between two corners. */
  regionOf: (corner: Pixel, opposite: Pixel) => PlaneRegion;
  /** What is brushed now. */
  region: () => PlaneRegion | null;
  onRegion: (region: PlaneRegion | null) => void;
}

/** Pixels from which on a press is a drag. */
const DRAG = 4;

/** Brushing a rectangle by dragging anywhere in a plane, where a press without dragging means something else. */
export class RegionBrush {
  private start: { at: Pixel; before: PlaneRegion | null; dragging: boolean } | undefined;
  /** The next click only ends what has been a drag. */
  private spent = false;

  constructor(private readonly options: RegionBrushOptions) {}

  /** The pointer went down. */
  press(at: Pixel): void {
    this.start = { at, before: this.options.region(), dragging: false };
    this.spent = false;
  }

  /** The pointer moved, down or not. Whether it brushes by that. */
  move(to: Pixel): boolean {
    const { start } = this;
    if (start === undefined) return false;
    start.dragging ||= Math.hypot(to.x - start.at.x, to.y - start.at.y) >= DRAG;
    if (start.dragging) this.options.onRegion(this.options.regionOf(start.at, to));
    return start.dragging;
  }

  /** The pointer went up. */
  release(): void {
    this.spent ||= this.start?.dragging ?? false;
    this.start = undefined;
  }

  /** The drag is given up: what was brushed before it is again. Whether there was one. */
  giveUp(): boolean {
    const { start } = this;
    this.start = undefined;
    if (!start?.dragging) return false;
    this.spent = true;
    this.options.onRegion(start.before);
    return true;
  }

  /** Asked once for each click: whether it was made for its own sake and not the end of a drag. */
  isClick(): boolean {
    const { spent } = this;
    this.spent = false;
    return !spent;
  }
}
