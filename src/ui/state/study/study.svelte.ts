import type { StudyEvent } from "../../../contract/lab";
import { ExpectedError, type Failure } from "../../../core/errors";
import type { ModelInfo, TokenId } from "../../../core/model";
import type { SettingId, Settings } from "../../../core/config/settings";
import { sameArm, type Arm } from "../../../core/study/arms";
import { findingOf, type Finding } from "../../../core/study/finding";
import { ownProblems, type OwnProblems } from "../../../core/study/ownProblems";
import { studyPoints, type StudyPoint } from "../../../core/study/points";
import { studyModel, withEvent, type Study, type StudyModel } from "../../../core/study/study";
import { textHash } from "../../../core/study/studyProblem";
import { readStudy } from "../../../core/study/studyFile";
import type { RunOf, Studier } from "../lab";
import type { ModelsState } from "../models.svelte";
import type { SettingsState } from "../settings.svelte";
import { problemSettings } from "./problemSettings";
import type { StudyPlaces } from "./studyPlaces";
import { StudyStore } from "./studyStore";
import { sameStudy, studyWish, type StudyWish } from "./studyWish";

interface Parts {
  lab: Studier;
  settings: SettingsState;
  models: ModelsState;
  /** Called when models are asked for that are not coming. */
  onMissing: () => void;
  places: StudyPlaces;
  /** Milliseconds from any fixed moment on. */
  clock: () => number;
}

/** Where the shown study came from. "kept": it was made in this page before a reload. */
export type StudySource =
  { type: "recorded" } | { type: "live" } | { type: "kept" } | { type: "imported"; name: string };

/** How the last run stands. */
export type StudyStatus =
  | { type: "idle" }
  /** Models are on their way. */
  | { type: "waiting"; goOn: boolean }
  | { type: "running"; began: number; from: number; total: number; stopping: boolean }
  | { type: "stopped" }
  | { type: "failed"; failure: Failure };

/** Points are computed anew and the study is stored no more often than this, in milliseconds. */
const SHOWN_EVERY = 250;
const STORED_EVERY = 3_000;

/** The study below the switched answers: what is shown of it, and the run that makes it. */
export class StudyState {
  shown: { study: Study; source: StudySource } | undefined = $state.raw();
  status: StudyStatus = $state.raw({ type: "idle" });
  /** The recorded study could not be read, or a file that was opened. */
  unreadable: Failure | undefined = $state.raw();
  /** Pasted problems, in place of generated ones. */
  own: OwnProblems | undefined = $state.raw();
  /** The text that problems are pasted into; it is there after a reload too. */
  ownText = $state("");
  /** The chosen point. */
  chosen: Arm | undefined = $state.raw();
  /** The answer that was last opened in the Switch view. */
  opened: { index: number; arm: Arm } | undefined = $state.raw();
  /** Whether the shown study is there after a reload. */
  kept = $state(true);
  private current: RunOf<StudyEvent> | undefined;
  private opening: Promise<void> | undefined;
  /** The run's study, of which `shown` may lag behind. */
  private latest: Study | undefined;
  private shownAt = -Infinity;
  private storedAt = -Infinity;

  private readonly store: StudyStore;

  constructor(private readonly parts: Parts) {
    this.store = new StudyStore(parts.places.store);
  }

  /** What the settings ask for. */
  readonly wanted: StudyWish = $derived.by(() => {
    const own = this.own?.problems;
    return studyWish(this.parts.settings.all(), own && own.length > 0 ? own : undefined);
  });

  readonly points: readonly StudyPoint[] = $derived.by(() => {
    const { study } = this.shown ?? {};
    return study
      ? studyPoints(
          study.results.map(({ outcomes }) => outcomes),
          study.settings.seed,
        )
      : [];
  });

  /** Of the chosen point's value, where one is chosen. */
  readonly finding: Finding | undefined = $derived.by(() =>
    findingOf(this.points, this.chosen && "sweep" in this.chosen ? this.chosen.sweep : undefined),
  );

  get running(): boolean {
    return this.status.type === "running";
  }

  /** Whether the shown study is one that the settings ask for, as far as it goes. */
  readonly upToDate: boolean = $derived.by(
    () => this.shown !== undefined && sameStudy(this.shown.study, this.wanted),
  );

  /** Problems that Go on would still run; 0 where it cannot. */
  readonly left: number = $derived.by(() => {
    const { shown, wanted } = this;
    if (shown === undefined || shown.source.type === "recorded") return 0;
    const { study } = shown;
    const { problems } = this.upToDate && wanted.problems.length > study.problems.length ? wanted : study;
    return problems.length - study.results.length;
  });

  /** Models are loaded that are not those of the shown study: it cannot go on with them. */
  readonly otherModels: boolean = $derived.by(() => {
    const [a, b] = this.parts.models.infos;
    const { study } = this.shown ?? {};
    if (!a || !b || !study) return false;
    return !sameModel(study.a, a) || !sameModel(study.b, b);
  });

  /** How far the run under way is; milliseconds that are left are known once a problem is done. */
  readonly progress: { done: number; total: number; left?: number } | undefined = $derived.by(() => {
    const { status, shown } = this;
    if (status.type !== "running") return undefined;
    const { from, total, began } = status;
    const done = shown?.source.type === "live" ? Math.max(from, shown.study.results.length) : from;
    if (done === from) return { done, total };
    return { done, total, left: ((this.parts.clock() - began) / (done - from)) * (total - done) };
  });

  /** Shows what was made here before a reload, else what is recorded of the embedded models; once. */
  open(): Promise<void> {
    return (this.opening ??= this.openFirst());
  }

  /** From the first problem on, in place of what is shown. */
  run(): void {
    this.begin(false);
  }

  /** The problems that are left of the shown study. */
  goOn(): void {
    this.begin(true);
  }

  /** The settings that write an answer of the shown study once more; undefined where there is none. */
  openProblem(index: number, arm: Arm): Partial<Settings> | undefined {
    const settings = this.shown && problemSettings(this.shown.study, index, arm);
    if (settings) this.opened = { index, arm };
    return settings;
  }

  /**
   * Whether an answer is, token by token, the one that the study has at the problem that is open; undefined where the
   * settings are no longer those of the problem.
   */
  reproduces(solution: readonly TokenId[]): boolean | undefined {
    const { shown, opened } = this;
    const wanted = shown && opened && problemSettings(shown.study, opened.index, opened.arm);
    if (!wanted) return undefined;
    const { settings } = this.parts;
    const same = (Object.keys(wanted) as SettingId[]).every((id) => settings.get(id) === wanted[id]);
    const outcome = shown.study.results[opened.index]?.outcomes.find(({ arm }) => sameArm(arm, opened.arm));
    return same && outcome ? outcome.text === textHash(solution) : undefined;
  }

  /** What is finished stays. */
  stop(): void {
    if (this.status.type === "waiting") this.status = { type: "idle" };
    if (this.status.type !== "running") return;
    this.status = { ...this.status, stopping: true };
    this.current?.stop();
  }

  /** Both models are there: what waited for them begins. */
  goLive(): void {
    if (this.status.type === "waiting") this.begin(this.status.goOn);
  }

  /** Takes problems of a pasted text or a file; an empty one goes back to generated ones. */
  paste(text: string): void {
    this.own = text.trim() === "" ? undefined : ownProblems(text);
    this.type(text);
  }

  /** The text of problems to paste, as far as it is typed. */
  type(text: string): void {
    this.ownText = text;
    this.store.saveOwn(text);
  }

  /** A study out of a file; what is shown stays where it cannot be read. */
  import(text: string, name: string): void {
    try {
      this.take(readStudy(text), name);
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      this.unreadable = error.failure;
    }
  }

  /** Shows a study that came out of a file. */
  take(study: Study, name: string): void {
    this.halt();
    this.show(study, { type: "imported", name });
    this.keep(study);
  }

  /** Back to the study that ships with the page. */
  async showRecorded(): Promise<void> {
    const outcome = await this.parts.places.recorded();
    if (this.running) return;
    if (!outcome.ok) {
      this.unreadable = outcome.failure;
      return;
    }
    this.show(outcome.value, { type: "recorded" });
    this.store.save(undefined);
  }

  private async openFirst(): Promise<void> {
    if (this.ownText === "") this.ownText = this.store.loadOwn();
    // Out of a file that was dropped on another view.
    if (this.shown !== undefined) return;
    const kept = this.store.load();
    if (kept) {
      this.show(kept, { type: "kept" });
      this.takeOwnOf(kept);
      if (this.left > 0) this.status = { type: "stopped" };
      return;
    }
    const { modelA, modelB } = this.parts.settings.all();
    const outcome = await this.parts.places.recorded();
    if (this.shown !== undefined || this.status.type !== "idle") return;
    if (!outcome.ok) this.unreadable = outcome.failure;
    else if (outcome.value.a.id === modelA && outcome.value.b.id === modelB) {
      this.show(outcome.value, { type: "recorded" });
    }
  }

  /** Pasted problems count again where the kept study is of them; else their text only stands ready. */
  private takeOwnOf(study: Study): void {
    const own = this.ownText === "" ? undefined : ownProblems(this.ownText);
    const same = own && JSON.stringify(own.problems) === JSON.stringify(study.problems);
    if (same) this.own ??= own;
  }

  private show(study: Study, source: StudySource): void {
    this.shown = { study, source };
    this.chosen = undefined;
    this.opened = undefined;
    this.unreadable = undefined;
    this.status = { type: "idle" };
  }

  private begin(goOn: boolean): void {
    const { models, onMissing } = this.parts;
    if (this.running) return;
    if (!models.ready) {
      if (models.missing.length > 0) onMissing();
      else this.status = { type: "waiting", goOn };
      return;
    }
    const { shown } = this;
    const before = goOn && shown && this.left > 0 && !this.otherModels ? shown.study : undefined;
    if (models.mismatch) this.status = { type: "failed", failure: models.mismatch };
    else if (goOn && before === undefined) this.status = { type: "stopped" };
    else void this.follow(before && this.continued(before));
  }

  /** The shown study with the problems that it is to have in the end. */
  private continued(study: Study): Study {
    const { problems } = this.wanted;
    return this.upToDate && problems.length > study.problems.length ? { ...study, problems } : study;
  }

  private async follow(before: Study | undefined): Promise<void> {
    const { lab, clock } = this.parts;
    const { settings, problems } = before ?? this.wanted;
    const from = before?.results.length ?? 0;
    const run = lab.study({ ...settings, problems, from });
    this.current = run;
    this.latest = before;
    this.unreadable = undefined;
    this.shownAt = this.storedAt = -Infinity;
    this.status = { type: "running", began: clock(), from, total: problems.length, stopping: false };
    for await (const event of run) {
      if (this.current !== run) return;
      switch (event.type) {
        case "study-start":
          this.latest = { ...this.begun(event), settings, problems, results: before?.results ?? [] };
          if (before === undefined) this.chosen = this.opened = undefined;
          this.publish(true);
          break;
        case "study-problem":
        case "study-skipped":
          if (this.latest) this.latest = withEvent(this.latest, event);
          this.publish(false);
          break;
        case "study-end":
          this.end(event.reason === "done" ? { type: "idle" } : { type: "stopped" });
          return;
        case "study-failed": {
          const { failure } = event;
          this.end(failure.code === "stopped" ? { type: "stopped" } : { type: "failed", failure });
          return;
        }
        default:
          event satisfies never;
      }
    }
    if (this.current === run) this.end({ type: "stopped" });
  }

  private begun({ a, b }: { a: ModelInfo; b: ModelInfo }): Pick<Study, "a" | "b"> {
    return { a: studyModel(a), b: studyModel(b) };
  }

  private publish(now: boolean): void {
    const { latest } = this;
    const time = this.parts.clock();
    if (latest === undefined || (!now && time - this.shownAt < SHOWN_EVERY)) return;
    this.shownAt = time;
    this.shown = { study: latest, source: { type: "live" } };
    if (now || time - this.storedAt >= STORED_EVERY) this.keep(latest);
  }

  private end(status: StudyStatus): void {
    this.publish(true);
    this.current = undefined;
    this.status = status;
  }

  private halt(): void {
    this.current?.stop();
    this.current = undefined;
  }

  /** A study without a result is not worth forgetting another one for. */
  private keep(study: Study): void {
    this.storedAt = this.parts.clock();
    if (study.results.length > 0) this.kept = this.store.save(study);
  }
}

function sameModel(one: StudyModel, other: ModelInfo): boolean {
  return one.id === other.id && one.dtype === other.dtype && one.revision === other.revision;
}
