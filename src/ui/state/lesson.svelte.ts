import type { LessonTitle } from "../../client/lessons";
import type { Failure, Outcome } from "../../core/errors";
import type { Lesson, LessonProblem, Step } from "../../core/lesson/lesson";
import { isPackedLesson, unpackLesson } from "../../core/lesson/lessonLink";
import type { LessonSnapshot } from "../../core/lesson/snapshot";
import { SvelteSet } from "svelte/reactivity";
import type { Place } from "../tour/places";
import { liveSnapshot } from "./lessonSnapshot";
import { sessionStage } from "./lessonStage";
import type { Session } from "./session.svelte";
import { watchedStage } from "./watchedStage";

/** Where the lessons lie that ship with the page. */
export interface LessonShelf {
  list(): Promise<Outcome<LessonTitle[]>>;
  open(id: string): Promise<Outcome<string>>;
}

export type LessonStatus =
  | { type: "none" }
  | { type: "loading" }
  | { type: "open"; lesson: Lesson; source: string; problems: readonly LessonProblem[] }
  | { type: "unreadable"; source: string; problems: readonly LessonProblem[] }
  | { type: "damaged" }
  | { type: "failed"; failure: Failure };

/** The parser, which is fetched when there is a lesson. */
type ReadLesson = typeof import("../../core/lesson/lesson").readLesson;

/** The lesson that the link names: its steps, which of them are done, and what they do on the page. */
export class LessonState {
  status: LessonStatus = $state.raw({ type: "none" });
  /** Whether a step's actions are under way. */
  acting = $state(false);
  /** Steps whose conditions held at some time, by their index. */
  private readonly finished = new SvelteSet<number>();
  /** The page when the open step began. */
  private start: LessonSnapshot;
  private readonly now: LessonSnapshot;
  private asked = "";

  constructor(
    private readonly session: Session,
    private readonly shelf: Pick<LessonShelf, "open">,
    private readonly parser: () => Promise<ReadLesson>,
  ) {
    this.now = liveSnapshot(session);
    this.start = { ...this.now };
  }

  /** The lesson of the settings; to be called whenever the setting changes. */
  async follow(value: string): Promise<void> {
    if (value === this.asked) return;
    this.asked = value;
    this.finished.clear();
    if (value === "") {
      this.status = { type: "none" };
      return;
    }
    this.status = { type: "loading" };
    const status = await this.read(value);
    if (this.asked !== value) return;
    this.status = status;
    this.begin();
  }

  private async read(value: string): Promise<LessonStatus> {
    const source = isPackedLesson(value)
      ? ({ ok: true, value: unpackLesson(value) } as const)
      : await this.shelf.open(value);
    if (!source.ok) return { type: "failed", failure: source.failure };
    if (source.value === undefined) return { type: "damaged" };
    const readLesson = await this.parser();
    const { lesson, problems } = readLesson(source.value);
    return lesson
      ? { type: "open", lesson, source: source.value, problems }
      : { type: "unreadable", source: source.value, problems };
  }

  /** The text of the lesson that is open, whether it could be read or not. */
  get source(): string | undefined {
    return this.status.type === "open" || this.status.type === "unreadable" ? this.status.source : undefined;
  }

  private get steps(): readonly Step[] {
    return this.status.type === "open" ? this.status.lesson.steps : [];
  }

  /** Index of the open step. */
  get index(): number {
    return Math.min(this.session.settings.get("step"), Math.max(1, this.steps.length)) - 1;
  }

  get step(): Step | undefined {
    return this.steps[this.index];
  }

  /** Whether the conditions of the open step hold now. */
  get holds(): boolean {
    const conditions = this.step?.conditions ?? [];
    return conditions.length > 0 && conditions.every((condition) => condition(this.now, this.start));
  }

  /** Whether the open step is done: its conditions hold or held once. */
  get done(): boolean {
    return this.finished.has(this.index) || this.holds;
  }

  /** Remembers a step whose conditions hold; to be called whenever `holds` changes. */
  note(): void {
    if (this.holds) this.finished.add(this.index);
  }

  get isLast(): boolean {
    return this.index === this.steps.length - 1;
  }

  /** To another step; the page stays as it is. */
  go(index: number): void {
    if (index < 0 || index >= this.steps.length) return;
    this.session.settings.set("step", index + 1);
    this.begin();
  }

  /** Takes the page as it is for the beginning of the open step. */
  private begin(): void {
    this.start = { ...this.now };
  }

  /** Does on the page what the open step asks for, and tells where that is seen. */
  async act(onPlace: (place: Place) => void = () => undefined): Promise<void> {
    const actions = this.step?.actions ?? [];
    if (this.acting) return;
    this.acting = true;
    const stage = watchedStage(sessionStage(this.session), this.now, onPlace);
    try {
      for (const action of actions) await action(stage);
    } finally {
      this.acting = false;
    }
  }

  /** Ends the lesson; the page stays as it is. */
  close(): void {
    this.session.settings.assign({ lesson: "", step: 1 });
  }
}
