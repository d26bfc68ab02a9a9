import { divergenceRow, type DivergenceKind } from "./divergenceKind";
import type { SwitchPolicy } from "./policy";

/** What the person set. */
export interface ThresholdSettings {
  /** −1 stands for the usual one of what is compared. */
  threshold: number;
  /** −1 stands for half the threshold. */
  switchBack: number;
}

/** Why a threshold is not taken as it was set. */
export type ThresholdNotice =
  | { type: "threshold-below-zero" | "switch-back-below-zero"; set: number; used: number }
  | { type: "above-range"; threshold: number; most: number }
  | { type: "switch-back-above"; switchBack: number; threshold: number };

export interface Thresholds {
  threshold: number;
  switchBack: number;
  /** What a threshold can be, both inclusive. */
  range: readonly [number, number];
  notices: readonly ThresholdNotice[];
}

/** Stands for the usual threshold. */
export const USUAL_SETTING = -1;

/** Settings are rounded to this: the most there is may come a little above itself. */
const SETTING_STEP = 1e-5;

/** Entropies of small vocabularies stay below; no model is this undecided over its tokens. */
const ENTROPY_RANGE = [0, 12] as const;
const ENTROPY_THRESHOLD = 1;

/** The thresholds that a policy works with, from what was set: defaults filled in, within range, in order. */
export function thresholdsOf(
  policy: Pick<SwitchPolicy, "signal">,
  kind: DivergenceKind,
  set: ThresholdSettings,
): Thresholds {
  const divergence = divergenceRow(kind);
  const [range, usual] =
    policy.signal === "entropy"
      ? [ENTROPY_RANGE, ENTROPY_THRESHOLD]
      : [divergence.range, divergence.defaultThreshold];
  const notices: ThresholdNotice[] = [];
  let threshold = set.threshold < 0 ? usual : set.threshold;
  if (set.threshold < 0 && set.threshold !== USUAL_SETTING)
    notices.push({ type: "threshold-below-zero", set: set.threshold, used: threshold });
  if (threshold > range[1]) {
    if (threshold > range[1] + SETTING_STEP) notices.push({ type: "above-range", threshold, most: range[1] });
    threshold = range[1];
  }
  let switchBack = set.switchBack < 0 ? threshold / 2 : set.switchBack;
  if (set.switchBack < 0 && set.switchBack !== USUAL_SETTING)
    notices.push({ type: "switch-back-below-zero", set: set.switchBack, used: switchBack });
  if (switchBack > threshold) {
    notices.push({ type: "switch-back-above", switchBack, threshold });
    switchBack = threshold;
  }
  return { threshold, switchBack, range, notices };
}
