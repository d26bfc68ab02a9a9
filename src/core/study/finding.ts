import type { StudyPoint } from "./points";

/** What a study says, in numbers for one sentence. */
export type Finding =
  /** B's mean reward does not lie above A's: there is nothing to recover. */
  | { type: "no-lead"; a: StudyPoint; b: StudyPoint }
  | { type: "recovered"; a: StudyPoint; b: StudyPoint; at: StudyPoint; control?: StudyPoint };

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
  const value = "sweep" in at.arm ? at.arm.sweep : undefined;
  const control = points.find(({ arm }) => arm.series === "control" && arm.sweep === value);
  return { type: "recovered", a, b, at, ...(control && { control }) };
}
