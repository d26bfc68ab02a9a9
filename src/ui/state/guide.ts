import { readLink } from "../../core/config/link";
import { LessonState, type LessonShelf } from "./lesson.svelte";
import { LessonDraft, type ClearableStore } from "./lessonDraft";
import { liveSnapshot } from "./lessonSnapshot";
import { sessionStage } from "./lessonStage";
import type { Session } from "./session.svelte";
import { TourState } from "./tour.svelte";

/** What leads through the page: the lesson that the link names, the tour of a first visit, and a lesson being written. */
export interface Guide {
  lesson: LessonState;
  tour: TourState;
  shelf: LessonShelf;
  draft: LessonDraft;
}

interface GuideParts {
  shelf: LessonShelf;
  /** Gives the store; it may throw. */
  store: () => ClearableStore;
  /** The address as the page was opened with. */
  hash: string;
}

/** The parser of lessons and the stops of the tour are fetched when they are needed. */
export function createGuide(session: Session, { shelf, store, hash }: GuideParts): Guide {
  const { link, notices } = readLink(hash);
  return {
    lesson: new LessonState(
      session,
      shelf,
      async () => (await import("../../core/lesson/lesson")).readLesson,
    ),
    tour: new TourState(
      async () => (await import("../tour/steps")).TOUR,
      liveSnapshot(session),
      sessionStage(session),
      link.given.size === 0 && notices.length === 0,
      store,
    ),
    shelf,
    draft: new LessonDraft(store),
  };
}
