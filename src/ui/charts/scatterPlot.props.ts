import type { PlaneRegion, ScatterAxis, ScatterPoint, ScatterTone } from "./scatterPlot.layout";

export interface ScatterPlotProps {
  points: readonly ScatterPoint[];
  x: ScatterAxis & { label: string };
  y: ScatterAxis & { label: string };
  /** What the tones are called; a tone without points is not named. */
  names: Readonly<Record<ScatterTone, string>>;
  /** One point in words, such as where it comes from. */
  describe: (index: number) => string;
  label?: string;
  /** The brushed values. */
  region?: PlaneRegion | null;
  /** Index of the chosen point. */
  chosen?: number | null;
  /** CSS pixels of the plane below the title, the brush's strip included, at the usual type size. */
  height?: number;
  /** Without it nothing can be brushed. */
  onBrush?: (region: PlaneRegion | null) => void;
  onChoose?: (index: number) => void;
}
