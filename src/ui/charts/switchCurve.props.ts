import type { SwitchCurveData } from "./switchCurve.layout";

export interface SwitchCurveProps extends SwitchCurveData {
  label: string;
  /** A threshold as text; without it, as any value. */
  formatThreshold?: (threshold: number) => string;
  names?: Readonly<Record<"a" | "b", string>>;
  /** The chosen position. */
  chosen?: number | null;
  /** The position under the pointer, here or elsewhere on the page; left out, the chart remembers its own. */
  hovered?: number | null;
  /** What a threshold at the top of the axis, or beyond, stands for: the most it can be. Without it, the top. */
  most?: number | undefined;
  /** CSS pixels of the plane below the title, at the usual type size. */
  height?: number;
  onHover?: (position: number | null) => void;
  onChoose?: (position: number) => void;
  /** Called all along a drag and for each key. Without it the line cannot be moved. */
  onThreshold?: (value: number) => void;
  /** Never called with more than the threshold. */
  onSwitchBack?: (value: number) => void;
  /** A drag has ended, or the keys are up. */
  onDone?: () => void;
}
