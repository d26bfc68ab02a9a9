import type { StudyPoint } from "./points";

/** What a study says, in numbers for one sentence. */
export type Finding =
  /** Too few problems for any sentence, or rewards that are all alike, whose interval would have no width. */
  | { type: "unsure"; why: "few" | "alike"; a: StudyPoint; b: StudyPoint }
  /** B's mean reward does not lie above A's: there is nothing to recover. */
  | { type: "no-lead"; a: StudyPoint; b: StudyPoint }
  | { type: "recovered"; a: StudyPoint; b: StudyPoint; at: StudyPoint; control?: StudyPoint };

/** Below so many problems there is no finding. */
export const LEAST_PROBLEMS = 20;

/** A point that recovers this part of B's lead has most of it. */
export const MOST = 0.8;

/**
 * The sentence's numbers at one value of the sweep: at `sweep` where it is given, else where the fewest tokens from B
 * recover MOST of its lead, else where most is recovered. Undefined before there is a switched answer to speak of.
 */
export function findingOf(points: readonly StudyPoint[], sweep?: number): Finding | undefined {
  const of = (series: "a" | "b") => points.find(({ arm }) => arm.series === series);
  const [a, b] = [of("a"), of("b")];
  if (!a || !b) return undefined;
  if (b.n < LEAST_PROBLEMS) return { type: "unsure", why: "few", a, b };
  if (b.reward <= a.reward) return { type: "no-lead", a, b };
  const switched = points
    .filter(({ arm }) => arm.series === "switched")
    .toSorted((one, other) => one.share - other.share);
  const at =
    switched.find(({ arm }) => "sweep" in arm && arm.sweep === sweep) ??
    switched.find(({ recovered }) => (recovered?.value ?? 0) >= MOST) ??
    switched.reduce<StudyPoint | undefined>(
      (best, point) => (best && best.reward >= point.reward ? best : point),
      undefined,
    );
  if (!at) return undefined;
  if (isAlike(at) && isAlike(a) && isAlike(b)) return { type: "unsure", why: "alike", a, b };
  const value = "sweep" in at.arm ? at.arm.sweep : undefined;
  const control = points.find(({ arm }) => arm.series === "control" && arm.sweep === value);
  return { type: "recovered", a, b, at, ...(control && { control }) };
}

/** All rewards are 0, or all are 1. */
function isAlike({ reward }: StudyPoint): boolean {
  return reward === 0 || reward === 1;
}
