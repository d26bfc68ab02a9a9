import type { FrontierPoint, FrontierReference } from "./frontier.layout";

export interface FrontierProps {
  points: readonly FrontierPoint[];
  /** A alone and B alone. */
  a?: FrontierReference;
  b?: FrontierReference;
  names: Readonly<Record<"a" | "b", string>>;
  /** What is swept: "threshold", "budget". */
  sweepLabel: string;
  label?: string;
  /** A value of the sweep as text. */
  formatSweep?: (sweep: number) => string;
  formatReward?: (reward: number) => string;
  /** The chosen point, which is found again by its series and setting. */
  chosen?: Pick<FrontierPoint, "series" | "sweep"> | null;
  /** Where the keyboard begins while none is chosen; the left end where it is not given. */
  start?: Pick<FrontierPoint, "series" | "sweep"> | null;
  /** What must be known of all points, beside the title. */
  remark?: string;
  /** CSS pixels of the plane below the title, at the usual type size. */
  height?: number;
  onChoose?: (point: FrontierPoint) => void;
}
