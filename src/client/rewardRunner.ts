import { proxy } from "comlink";
import type { Announce, RewardWorkerApi, UnitEvent, UnitResults, UnitWork } from "../contract/reward";
import { ExpectedError, type Failure, type Outcome } from "../core/errors";
import type { RewardInput, RewardOutcome, RewardTerm } from "../core/rewards/reward";
import type { CodeProblem } from "../core/rewards/sandbox";
import type { FormatChoice } from "../core/tasks/task";
import { errorOf, outcomeOf, valueOf } from "./outcome";
import { WorkerHandle, type WorkerLike } from "./workerHandle";

export interface RewardRunnerOptions {
  worker: () => WorkerLike;
  /** Milliseconds that one reward of one answer, or one extraction, may take. */
  limit?: number;
}

/** What an answer format found in a text, undefined for nothing; or why nobody knows. */
export type Extraction =
  { ok: true; value: string | undefined } | { ok: false; why: "time-limit" | "error"; detail?: string };

export interface ScoreOptions {
  /** Told of every answer as soon as all its rewards are known, in order. */
  onScored?: (input: number, outcomes: readonly RewardOutcome[]) => void;
  /** Ends it at once; the outcome is then "stopped". */
  signal?: AbortSignal;
}

/** Why a unit has no result of its own. */
type Lost = { ok: false; why: "time-limit" | "error"; detail?: string };

/** How an attempt ended: all done, or the worker is gone. */
type AttemptEnd =
  | { done: true }
  | {
      done: false;
      why: "time-limit" | "error";
      failure: Failure;
      /** Whether it got as far as the units. */
      begun: boolean;
      /** The last that was announced. */
      unit: number | undefined;
    };

type Timer = ReturnType<typeof setTimeout>;

/** What has to be loaded to check a person's code. */
const CUSTOM: RewardTerm = { id: "custom", weight: 1, options: {} };

const LIMIT = 5_000;

/** On top of the limit: what a message takes, and what the worker's own limit, which is told from within, needs. */
const GRACE = 500;

/** Silence beyond the limit of a unit is dealt with here; the watchdog is for a worker that hangs before any unit. */
const WATCHDOG = { every: 5_000, limit: 60_000 };

/**
 * Scores answers and finds answers proper in texts, in a worker of its own. One that takes longer than the limit is
 * ended together with the worker; its outcome says so, and the rest goes on in a fresh worker. Nothing here rejects or
 * hangs. Jobs are done one after another.
 */
export class RewardRunner {
  private worker: WorkerHandle<RewardWorkerApi> | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: RewardRunnerOptions) {}

  /** The outcomes of every answer, in the order of the terms. */
  score(
    terms: readonly RewardTerm[],
    inputs: readonly RewardInput[],
    { onScored, signal }: ScoreOptions = {},
  ): Promise<Outcome<RewardOutcome[][]>> {
    const scored: RewardOutcome[][] = inputs.map(() => []);
    const keep = (unit: number, outcome: RewardOutcome): void => {
      const input = Math.floor(unit / terms.length);
      const outcomes = scored[input]!;
      outcomes.push(outcome);
      if (outcomes.length === terms.length) onScored?.(input, outcomes);
    };
    const work: UnitWork = { type: "score", terms, inputs, limit: this.limit };
    return this.queued(async () => {
      await this.units(work, terms.length * inputs.length, { keep, lose: keep, terms, signal });
      return scored;
    });
  }

  /** What the format finds in every text. */
  extract(
    format: FormatChoice,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<Outcome<Extraction[]>> {
    const found: Extraction[] = [];
    return this.queued(async () => {
      await this.units({ type: "extract", format, texts }, texts.length, {
        keep: (_, value: string | undefined) => void found.push({ ok: true, value }),
        lose: (_, lost) => void found.push(lost),
        terms: [],
        signal,
      });
      return found;
    });
  }

  /** Whether a person's code can be read and gives a function; undefined where all is well. */
  check(code: string): Promise<Outcome<CodeProblem | undefined>> {
    return this.queued(async () => {
      const worker = this.started();
      valueOf(await worker.call<Outcome<void>>((api) => api.prepare([CUSTOM])));
      let late = false;
      const timer = this.patience(() => (late = true));
      try {
        return valueOf(
          await worker.call<Outcome<CodeProblem | undefined>>((api) => api.check(code, this.limit)),
        );
      } catch (error) {
        if (late) return { type: "time-limit" };
        throw error;
      } finally {
        clearTimeout(timer);
      }
    });
  }

  /** Lets the worker go, and what it loaded; jobs under way fail. The next job starts a fresh one. */
  close(): void {
    this.drop({ code: "closed", message: "Scoring was closed." });
  }

  private get limit(): number {
    return this.options.limit ?? LIMIT;
  }

  private queued<T>(job: () => Promise<T>): Promise<Outcome<T>> {
    const outcome = this.last.then(() => outcomeOf(job));
    this.last = outcome;
    return outcome;
  }

  /** Does all units, however many workers it takes. */
  private async units<Work extends UnitWork>(
    work: Work,
    count: number,
    told: {
      keep: (unit: number, result: UnitResults[Work["type"]]) => void;
      lose: (unit: number, lost: Lost) => void;
      terms: readonly RewardTerm[];
      signal: AbortSignal | undefined;
    },
  ): Promise<void> {
    let next = 0;
    let announce: Announce = "guarded";
    while (next < count) {
      const attempt = await this.attempt(work, next, announce, told.terms, told.signal, (unit, result) => {
        if (unit !== next) throw new Error(`The result of unit ${unit} came where ${next} was expected`);
        told.keep(next++, result);
      });
      if (attempt.done) return;
      const { why, failure, begun, unit } = attempt;
      if (unit === next || (begun && announce === "every")) {
        told.lose(next++, { ok: false, why, ...(why === "error" && { detail: failure.message }) });
        announce = "guarded";
      } else if (announce === "every") throw errorOf(failure);
      else announce = "every"; // it is not known which one it was: again, one by one
    }
  }

  /** Works from unit `from` on until all is done or the worker is gone. */
  private async attempt<Work extends UnitWork>(
    work: Work,
    from: number,
    announce: Announce,
    terms: readonly RewardTerm[],
    signal: AbortSignal | undefined,
    onResult: (unit: number, result: UnitResults[Work["type"]]) => void,
  ): Promise<AttemptEnd> {
    const stop = (): void => this.drop({ code: "stopped", message: "Scoring was stopped." });
    if (signal?.aborted) throw new ExpectedError("stopped", "Scoring was stopped.");
    signal?.addEventListener("abort", stop);
    const worker = this.started();
    let unit: number | undefined;
    let [begun, late] = [false, false];
    let timer: Timer | undefined;
    const wait = (): void => {
      clearTimeout(timer);
      timer = this.patience(() => (late = true));
    };
    const onEvent = (event: UnitEvent<UnitResults[Work["type"]]>): void => {
      if (this.worker !== worker) return; // said before its end, heard after
      worker.heard();
      wait();
      if (event.type === "unit-start") unit = event.unit;
      else event.results.forEach((result, at) => onResult(event.first + at, result));
    };
    try {
      valueOf(await worker.call<Outcome<void>>((api) => api.prepare(terms)));
      begun = true;
      wait();
      valueOf(
        await worker.call<Outcome<void>>((api) =>
          api.work(work as UnitWork, from, announce, proxy(onEvent as (event: UnitEvent<unknown>) => void)),
        ),
      );
      return { done: true };
    } catch (error) {
      if (!(error instanceof ExpectedError) || error.code !== "worker-crashed") throw error;
      return { done: false, why: late ? "time-limit" : "error", failure: error.failure, begun, unit };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }

  /** Ends the worker when the limit of a unit is over. */
  private patience(onLate: () => void): Timer {
    return setTimeout(() => {
      onLate();
      this.drop({ code: "worker-crashed", message: `It took longer than ${this.limit / 1000} s.` });
    }, this.limit + GRACE);
  }

  private started(): WorkerHandle<RewardWorkerApi> {
    this.worker ??= new WorkerHandle<RewardWorkerApi>(this.options.worker(), {
      name: "Scoring",
      watchdog: { ...WATCHDOG, limit: Math.max(WATCHDOG.limit, 2 * this.limit) },
      onDeath: () => (this.worker = undefined),
    });
    return this.worker;
  }

  private drop(failure: Failure): void {
    this.worker?.end(failure);
    this.worker = undefined;
  }
}
