import { valueOf } from "../../../client/outcome";
import { ExpectedError, type Failure, type Outcome } from "../../../core/errors";
import type { SampleEvent } from "../../../core/experiment/sample/events";
import type {
  Asked,
  Author,
  DatasetName,
  QuestionResult,
  SampleRun,
} from "../../../core/experiment/sample/sampleRun";
import type { Task } from "../../../core/tasks/task";
import type { Side } from "../../../core/side";
import type { DatasetRow } from "../../../core/datasets/dataset";
import { strings } from "../../strings";
import type { Measurer, RunOf, Sampler } from "../lab";
import type { ModelsState } from "../models.svelte";
import type { SettingsState } from "../settings.svelte";
import { Gathering } from "./gathering";
import type { RunHeader, RunShelf, Scorer } from "./ports";
import { scoreAgain, scoreQuestion, skippedQuestion, type ScoringParts } from "./scoring";
import { sameAnswers, sampleSettings } from "./wish";

export interface SampleParts {
  lab: Sampler & Measurer;
  settings: SettingsState;
  models: ModelsState;
  scorer: Scorer;
  shelf: RunShelf;
  /** The dataset as it is named now. */
  dataset: () => DatasetName;
  /** The rows that are asked for, with their prompts, and those that hold no question. Fails as an ExpectedError. */
  ask: (
    task: Task,
    stop: () => boolean,
  ) => Promise<{ asked: readonly Asked[]; without: readonly DatasetRow[] }>;
  task: () => Task;
  /** Whether a run asked the rows that are asked for now, as far as they are known. */
  sameRows: (run: SampleRun) => boolean;
  /** Whether everything in a task may run: code of somebody else waits for the person's word. */
  allowed: (task: Task) => boolean;
  textAt: ScoringParts["textAt"];
  /** What a run's answers are held against. */
  baselinesFor: (task: Task, run: SampleRun) => ScoringParts["baselinesOf"];
  /** Which baselines the task's rewards are held against now; empty for none. */
  baselines: (task: Task) => string;
  /** Called when models are asked for that are not coming. */
  onMissing: () => void;
  /** Milliseconds from any fixed moment on. */
  clock: () => number;
  /** ISO 8601. */
  now: () => string;
}

export type RunSource = { type: "live" } | { type: "kept" } | { type: "imported"; name: string };

export type RunStatus =
  | { type: "idle" }
  /** Models are on their way. */
  | { type: "waiting"; goOn: boolean }
  /** Rows are read and prompts are made. */
  | { type: "preparing" }
  | { type: "running"; began: number; from: number; tokens: number; milliseconds: number; stopping: boolean }
  /** Answers of the shown run get their rewards anew. */
  | { type: "scoring"; done: number; total: number }
  | { type: "failed"; failure: Failure };

/** The shown run is drawn anew no more often than this, in milliseconds. */
const SHOWN_EVERY = 250;

/** Answers to many questions: the run that is shown, and the one that is made. */
export class SampleState {
  run: SampleRun | undefined = $state.raw();
  source: RunSource | undefined = $state.raw();
  status: RunStatus = $state.raw({ type: "idle" });
  /** Why the run is not kept; it goes on in memory. */
  unkept: Failure | undefined = $state.raw();
  /** Runs that were made here, newest first. */
  kept: readonly RunHeader[] = $state.raw([]);
  /** A kept run that is held against the shown one. */
  other: SampleRun | undefined = $state.raw();
  /** Of the last question that could not be opened from the shelf. */
  unreadable: Failure | undefined = $state.raw();
  /** The baselines that the shown rewards were held against, where that was done here. */
  private heldAgainst: string | undefined = $state();
  private current: RunOf<SampleEvent> | undefined;
  /** Grows with every run: what an earlier one still brings is dropped. */
  private turn = 0;
  private latest: SampleRun | undefined;
  private shownAt = -Infinity;
  private opened = false;

  constructor(private readonly parts: SampleParts) {}

  readonly wanted = $derived.by(() => ({
    dataset: this.parts.dataset(),
    task: this.parts.task(),
    settings: sampleSettings(this.parts.settings.all()),
  }));

  /** Whether the shown run's answers are what the settings ask for, as far as it goes. */
  readonly upToDate: boolean = $derived.by(
    () => this.run !== undefined && sameAnswers(this.run, this.wanted) && this.parts.sameRows(this.run),
  );

  /** Whether the shown answers would be found and rewarded otherwise now. */
  readonly otherRewards: boolean = $derived.by(() => {
    const { run, wanted } = this;
    if (run === undefined) return false;
    return (
      JSON.stringify([run.task.format, run.task.rewards]) !==
        JSON.stringify([wanted.task.format, wanted.task.rewards]) ||
      (this.heldAgainst !== undefined && this.heldAgainst !== this.parts.baselines(wanted.task))
    );
  });

  get busy(): boolean {
    return ["preparing", "running", "scoring"].includes(this.status.type);
  }

  /** Questions that the shown run still has to ask. */
  readonly left: number = $derived.by(() => {
    const { run } = this;
    return run?.asked === undefined ? 0 : run.total - run.questions.length;
  });

  /** Milliseconds that are probably left; known once a question is answered. */
  readonly timeLeft: number | undefined = $derived.by(() => {
    const { status, run } = this;
    if (status.type !== "running" || run === undefined) return undefined;
    const done = run.questions.length - status.from;
    return done <= 0
      ? undefined
      : ((this.parts.clock() - status.began) / done) * (run.total - run.questions.length);
  });

  /** Models that answer, and are not those of the shown run: it cannot go on with them. */
  readonly otherModels: boolean = $derived.by(() => {
    const { run, parts } = this;
    return (
      run !== undefined &&
      (["a", "b"] as const).some((side) => {
        const [made, here] = [run[side], parts.models[side].info];
        return (
          made !== undefined &&
          here !== undefined &&
          needed(run.settings.authors).includes(side) &&
          made.id !== here.id
        );
      })
    );
  });

  /** Foreign code stands in the task, and was not allowed to run. */
  get waitsForConsent(): boolean {
    return !this.parts.allowed(this.wanted.task);
  }

  /** The same of the shown run, which would go on with its own task. */
  get runWaitsForConsent(): boolean {
    return this.run !== undefined && !this.parts.allowed(this.run.task);
  }

  /** What was made here before a reload; once. */
  async open(): Promise<void> {
    if (this.opened) return;
    this.opened = true;
    await this.list();
    const [last] = this.kept;
    if (last && this.run === undefined && !this.busy) await this.show(last.id);
  }

  /** A new run, from the first question on. */
  start(): void {
    void this.begin(false);
  }

  /** The questions that are left of the shown run. */
  goOn(): void {
    void this.begin(true);
  }

  /** Questions that are whole stay; those under way are asked again by going on. */
  stop(): void {
    const { status } = this;
    if (status.type === "waiting") this.status = { type: "idle" };
    if (status.type === "preparing" || status.type === "scoring") {
      this.turn++;
      this.status = { type: "idle" };
    }
    if (status.type !== "running") return;
    this.status = { ...status, stopping: true };
    this.current?.stop();
  }

  /** Models have come: what waited for them begins. */
  goLive(): void {
    if (this.status.type === "waiting") void this.begin(this.status.goOn);
  }

  /** A run out of a file. */
  take(run: SampleRun, name: string): void {
    this.stop();
    this.turn++;
    this.status = { type: "idle" };
    this.latest = this.run = run;
    this.heldAgainst = undefined;
    this.source = { type: "imported", name };
    void this.keep(run);
  }

  /** A kept run, in place of the shown one; a run that begins meanwhile is shown instead. */
  async show(id: string): Promise<void> {
    if (this.busy) return;
    const turn = ++this.turn;
    this.status = { type: "idle" };
    const run = await this.openKept(id);
    if (run === undefined || turn !== this.turn) return;
    this.latest = this.run = run;
    this.heldAgainst = undefined;
    this.source = { type: "kept" };
    if (this.other?.id === id) this.other = undefined;
  }

  /** A kept run beside the shown one; undefined takes it away. */
  async hold(id: string | undefined): Promise<void> {
    this.other = id === undefined ? undefined : await this.openKept(id);
  }

  async delete(id: string): Promise<void> {
    if (this.busy && this.run?.id === id) return;
    const outcome = await this.parts.shelf.delete(id);
    if (!outcome.ok) this.unreadable = outcome.failure;
    if (this.run?.id === id && !this.busy) this.latest = this.run = this.source = undefined;
    if (this.other?.id === id) this.other = undefined;
    await this.list();
  }

  /** Finds and rewards the shown answers as the task says now; no model writes. */
  async scoreAgain(): Promise<void> {
    if (this.latest === undefined || this.busy || this.waitsForConsent) return;
    const turn = ++this.turn;
    const { task } = this.wanted;
    this.status = { type: "scoring", done: 0, total: this.latest.questions.length };
    const { id } = this.latest;
    await this.attempt(turn, () =>
      this.locked(id, async () => {
        const latest = await this.asKept(this.latest as SampleRun);
        const scoring = this.scoringParts(task, latest);
        const asked = new Map(latest.asked?.map((one) => [one.row.index, one]));
        const questions: QuestionResult[] = [];
        for (const question of latest.questions) {
          if (turn !== this.turn) return;
          this.status = { type: "scoring", done: questions.length, total: latest.questions.length };
          const of = asked.get(question.index) ?? askedOf(question);
          questions.push(await scoreAgain(question, of, scoring));
        }
        if (turn !== this.turn) return;
        const run = {
          ...latest,
          task: { ...latest.task, format: task.format, rewards: task.rewards },
          questions,
        };
        this.latest = this.run = run;
        this.status = { type: "idle" };
        await this.keep(run);
      }),
    );
  }

  private async begin(goOn: boolean): Promise<void> {
    if (this.busy || (goOn ? this.runWaitsForConsent : this.waitsForConsent)) return;
    const { parts } = this;
    const authors = goOn && this.latest ? this.latest.settings.authors : this.wanted.settings.authors;
    if (!needed(authors).every((side) => parts.models[side].info !== undefined)) {
      this.status = { type: "waiting", goOn };
      parts.onMissing();
      return;
    }
    if (goOn && this.otherModels) {
      const message = strings.sample.otherModels;
      this.status = { type: "failed", failure: { code: "bad-input", message } };
      return;
    }
    const turn = ++this.turn;
    this.status = { type: "preparing" };
    const shown = goOn ? this.latest : undefined;
    await this.attempt(turn, async () => {
      if (shown) return this.locked(shown.id, async () => this.write(await this.asKept(shown), turn, false));
      const run = await this.newRun(() => turn !== this.turn);
      if (turn === this.turn) await this.locked(run.id, () => this.write(run, turn, true));
    });
  }

  /** A failure is shown as long as it is this turn. */
  private async attempt(turn: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      if (turn === this.turn) this.status = { type: "failed", failure: error.failure };
    }
  }

  /** Does something with a run that no other tab does anything with meanwhile. */
  private async locked(id: string, work: () => Promise<void>): Promise<void> {
    const release = valueOf(await this.parts.shelf.lock(id));
    try {
      await work();
    } finally {
      release();
    }
  }

  /** A run with what is kept of it: another tab may have gone on with it. */
  private async asKept(run: SampleRun): Promise<SampleRun> {
    const kept = await this.parts.shelf.open(run.id);
    return kept.ok && kept.value.questions.length > run.questions.length ? kept.value : run;
  }

  private async newRun(stop: () => boolean): Promise<SampleRun> {
    const { parts, wanted } = this;
    const { asked, without } = await parts.ask(wanted.task, stop);
    const { question } = wanted.dataset;
    const questions = without.map((row) =>
      skippedQuestion({ row, question: "", prompt: "", chat: false }, strings.sample.noQuestion(question), {
        slices: [],
        textAt: () => "",
      }),
    );
    const [a, b] = [parts.models.a.info, parts.models.b.info];
    const created = parts.now();
    return {
      id: `${created}-${wanted.settings.seed}`,
      created,
      ...(a ? { a } : {}),
      ...(b ? { b } : {}),
      ...wanted,
      total: asked.length + without.length,
      questions,
      asked,
    };
  }

  private async write(run: SampleRun, turn: number, fresh: boolean): Promise<void> {
    const { parts } = this;
    const done = new Set(run.questions.map(({ index }) => index));
    const asked = (run.asked ?? []).filter(({ row }) => !done.has(row.index));
    this.latest = this.run = run;
    this.source = { type: "live" };
    this.heldAgainst = fresh ? this.parts.baselines(run.task) : this.heldAgainst;
    if (fresh) await this.keep(run);
    if (turn !== this.turn) return;
    const gathering = new Gathering(asked, run.settings);
    const scoring = this.scoringParts(run.task, run);
    const stream = parts.lab.sample({
      ...run.settings,
      prompts: asked.map(({ row, prompt, chat, system }) => {
        const whole = { index: row.index, prompt, chat };
        return system === undefined ? whole : { ...whole, system };
      }),
    });
    this.current = stream;
    const began = parts.clock();
    this.status = { type: "running", began, from: done.size, tokens: 0, milliseconds: 0, stopping: false };
    let failure: Failure | undefined;
    let failed: Failure | undefined;
    /** One question after another, so that rewards never pile up behind the answers. */
    let scored: Promise<void> = Promise.resolve();
    const then = (result: () => QuestionResult | Promise<QuestionResult>) => {
      scored = scored.then(async () => {
        if (failure !== undefined) return;
        try {
          await this.add(await result(), run.id, turn);
        } catch (error) {
          if (!(error instanceof ExpectedError)) throw error;
          // Nothing that is still written could be rewarded.
          failure = error.failure;
          stream.stop();
        }
      });
    };
    for await (const event of stream) {
      if (event.type === "sample-failed") failed = event.failure;
      if (event.type === "sample-progress" && this.status.type === "running")
        this.status = { ...this.status, tokens: event.tokens, milliseconds: event.milliseconds };
      if (event.type === "sample-skipped") {
        const skipped = gathering.skip(event.index);
        if (skipped) then(() => skippedQuestion(skipped, event.failure.message, scoring));
      }
      const answered = gathering.take(event);
      if (answered) then(() => scoreQuestion(answered, scoring));
    }
    await scored;
    this.current = undefined;
    if (turn !== this.turn) return;
    this.run = this.latest;
    const why = failure ?? failed;
    this.status = why ? { type: "failed", failure: why } : { type: "idle" };
    await this.list();
  }

  private async add(question: QuestionResult, id: string, turn: number): Promise<void> {
    const { latest, parts } = this;
    if (latest?.id !== id || turn !== this.turn) return;
    const questions = [...latest.questions, question].toSorted((one, other) => one.index - other.index);
    this.latest = { ...latest, questions };
    if (parts.clock() - this.shownAt > SHOWN_EVERY) {
      this.shownAt = parts.clock();
      this.run = this.latest;
    }
    this.note(await parts.shelf.put(id, [question]));
  }

  private scoringParts(task: Task, run: SampleRun): ScoringParts {
    const { lab, scorer, settings, models, textAt } = this.parts;
    const present = (["a", "b"] as const).filter(
      (side) => models[side].info?.id === run[side]?.id && run[side],
    );
    return {
      ...{ lab, scorer, task, textAt, present },
      baselinesOf: this.parts.baselinesFor(task, run),
      readAnswers: settings.get("readAnswers") && models.mismatch === undefined,
      sameTokenizer: models.mismatch === undefined,
      slices: run.dataset.slices,
    };
  }

  private async keep(run: SampleRun): Promise<void> {
    this.unkept = undefined;
    this.note(await this.parts.shelf.begin(run));
    await this.list();
  }

  private note(outcome: Outcome<void>): void {
    if (!outcome.ok) this.unkept = outcome.failure;
  }

  private async list(): Promise<void> {
    const outcome = await this.parts.shelf.list();
    if (outcome.ok) this.kept = outcome.value;
  }

  private async openKept(id: string): Promise<SampleRun | undefined> {
    const outcome = await this.parts.shelf.open(id);
    this.unreadable = outcome.ok ? undefined : outcome.failure;
    return outcome.ok ? outcome.value : undefined;
  }
}

/** The models that these authors write with. */
function needed(authors: readonly Author[]): readonly Side[] {
  return (["a", "b"] as const).filter((side) => authors.includes(side) || authors.includes("switched"));
}

/** What a question was asked as, where the run does not say: its row is gone. */
function askedOf({ index, question, prompt, reference }: QuestionResult): Asked {
  const row = { index, fields: {} };
  return { row, question, prompt, chat: false, ...(reference === undefined ? {} : { reference }) };
}
