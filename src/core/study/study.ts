import type { ModelInfo } from "../model";
import type { StudyEvent, StudyProblem, StudyRequest } from "./events";
import type { Outcome } from "./studyProblem";

/** What all answers of a study have in common. */
export type StudySettings = Omit<StudyRequest, "problems" | "from">;

/** Which model it was. */
export type StudyModel = Pick<ModelInfo, "id" | "revision" | "dtype" | "device">;

/** What came of one problem. */
export interface StudyResult {
  /** One for every arm, in the order of `armsOf`; none where the problem was left out. */
  outcomes: readonly Outcome[];
  /** Why it was left out. */
  skipped?: string;
}

/** Many problems, as far as they are answered: all that is shown of a study, and all that a file holds. */
export interface Study {
  a: StudyModel;
  b: StudyModel;
  settings: StudySettings;
  problems: readonly StudyProblem[];
  /** Of the first problems, in order. */
  results: readonly StudyResult[];
}

export function studyModel({ id, revision, dtype, device }: ModelInfo): StudyModel {
  return { id, ...(revision === undefined ? {} : { revision }), dtype, device };
}

/** A study that has one more result, where the event brings one. */
export function withEvent(study: Study, event: StudyEvent): Study {
  switch (event.type) {
    case "study-problem":
      return { ...study, results: [...study.results, { outcomes: event.outcomes }] };
    case "study-skipped":
      return { ...study, results: [...study.results, { outcomes: [], skipped: event.failure.message }] };
    default:
      return study;
  }
}
