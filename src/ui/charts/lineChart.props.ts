import type { Span } from "./brush";
import type { LineChartData } from "./lineChart.layout";

export interface LineChartProps extends LineChartData {
  label: string;
  /** A finite value as text, unit included where one should be read. */
  format: (value: number) => string;
  /** The threshold as text; without it, as any value. */
  formatThreshold?: (threshold: number) => string;
  /** Colour of the first line: the magnitude of its values, or a model's; the second line takes the other model's. */
  colour: "magnitude" | "a" | "b";
  /** The position under the pointer, here or elsewhere on the page. */
  hovered?: number | null;
  chosen?: readonly number[];
  /** Brushed positions, both inclusive. A click beyond them, or Escape, lets go of them. */
  range?: Span | null;
  /** CSS pixels of the plane below the title, the brush's strip included. */
  height?: number;
  onHover: (position: number | null) => void;
  onChoose: (position: number) => void;
  /** Without it nothing can be brushed: neither in the plane nor on the strip below it. */
  onBrush?: (range: Span | null) => void;
  /** Without it the threshold cannot be moved. */
  onThreshold?: (value: number) => void;
}
