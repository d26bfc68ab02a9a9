import { isWithin, type ValueInterval } from "../../../core/compare/valueInterval";
import type { AnswerPoint } from "../../../core/experiment/sample/answerPoints";
import type { Author } from "../../../core/experiment/sample/sampleRun";

/** What histograms are of. */
export type HistogramValue = "reward" | "tokens";

/** What the reward is drawn against. */
export type ScatterValue = "meanJs" | "meanEntropy" | "tokens";

/** Values brushed in one author's histograms. */
export type AuthorBrushes = Readonly<Partial<Record<HistogramValue, ValueInterval>>>;

/** A rectangle in the plane of reward and another value, its edges included. */
export interface PlaneBrushed {
  value: ScatterValue;
  x: readonly [low: number, high: number];
  reward: readonly [low: number, high: number];
}

export interface AnswerFilter {
  authors: Readonly<Partial<Record<Author, AuthorBrushes>>>;
  plane: PlaneBrushed | undefined;
}

/** Whether anything is brushed. */
export function isFiltering({ authors, plane }: AnswerFilter): boolean {
  return plane !== undefined || Object.values(authors).some((brushes) => Object.keys(brushes).length > 0);
}

/** Whether an answer lies within all that is brushed in its author's histograms. */
export function isBrushed(point: AnswerPoint, brushes: AuthorBrushes): boolean {
  return (["reward", "tokens"] as const).every((value) => {
    const interval = brushes[value];
    return interval === undefined || isWithin(point[value], interval);
  });
}

export function isInPlane(point: AnswerPoint, { value, x, reward }: PlaneBrushed): boolean {
  return (
    point[value] >= x[0] && point[value] <= x[1] && point.reward >= reward[0] && point.reward <= reward[1]
  );
}

/**
 * Places of the questions that pass: each author in whose histograms something is brushed wrote an answer that lies
 * within all of it, and some answer lies in the brushed part of the plane.
 */
export function passingPlaces(points: readonly AnswerPoint[], filter: AnswerFilter): ReadonlySet<number> {
  const asked = Object.entries(filter.authors).filter(([, brushes]) => Object.keys(brushes).length > 0);
  const wanted = asked.length + (filter.plane ? 1 : 0);
  const met = new Map<number, Set<string>>();
  const meet = (place: number, what: string) => {
    const set = met.get(place);
    if (set) set.add(what);
    else met.set(place, new Set([what]));
  };
  for (const point of points) {
    const brushes = filter.authors[point.author];
    if (brushes && Object.keys(brushes).length > 0 && isBrushed(point, brushes))
      meet(point.place, point.author);
    if (filter.plane && isInPlane(point, filter.plane)) meet(point.place, "plane");
  }
  return new Set([...met].flatMap(([place, set]) => (set.size === wanted ? place : [])));
}
