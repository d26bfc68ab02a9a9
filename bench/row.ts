/** One measured figure. */
export interface BenchRow {
  id: string;
  value: number;
  unit: string;
  /** What `value` is held against, in the same unit, measured in the same run (or the target where there is nothing to run). */
  baseline: number;
  ratio: number;
}
