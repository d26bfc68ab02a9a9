import { wrap, type Endpoint, type Remote } from "comlink";
import type { ExpectedError, Failure } from "../core/errors";
import { errorOf } from "./outcome";
import { Watchdog, type WatchdogOptions } from "./watchdog";

/** What is needed of a `Worker`. */
export interface WorkerLike extends Endpoint {
  terminate(): void;
}

interface Pingable {
  ping(): Promise<void>;
}

export interface WorkerHandleOptions {
  /** For messages: "Model A". */
  name: string;
  /** How the worker is watched while a call of the page's own is pending. */
  watchdog: WatchdogOptions;
  /** How it is watched while none is, so that its end is noticed before it is needed. Not watched where this is left out. */
  idleWatchdog?: WatchdogOptions;
  /** Called once, when the worker ended by itself: a crash, or silence for longer than the watchdog allows. */
  onDeath: (failure: Failure) => void;
}

/** A worker and what it answers to. Every call ends: with the answer, or with the failure the worker ended with. */
export class WorkerHandle<Api extends Pingable> {
  private readonly api: Remote<Api>;
  private readonly watchdog: Watchdog;
  private readonly idle: Watchdog | undefined;
  private readonly watching = new Set<Watchdog>();
  private failure: ExpectedError | undefined;
  private rejectDead: (error: ExpectedError) => void = () => undefined;
  private readonly dead = new Promise<never>((_, reject) => (this.rejectDead = reject));
  private pending = 0;

  constructor(
    private readonly worker: WorkerLike,
    private readonly options: WorkerHandleOptions,
  ) {
    this.api = wrap<Api>(worker);
    this.dead.catch(() => undefined); // told to those who call; nobody may be calling
    this.watchdog = this.newWatchdog(options.watchdog);
    this.idle = options.idleWatchdog && this.newWatchdog(options.idleWatchdog);
    this.idle?.start();
    worker.addEventListener("error", this.onError);
    worker.addEventListener("messageerror", this.onError);
  }

  /** Rejects with an ExpectedError as soon as the worker is gone. */
  async call<T>(work: (api: Remote<Api>) => Promise<T>): Promise<T> {
    if (this.failure) throw this.failure;
    if (this.pending++ === 0) {
      this.idle?.stop();
      this.watchdog.start();
    }
    try {
      return await Promise.race([this.dead, work(this.api)]);
    } finally {
      if (--this.pending === 0) {
        this.watchdog.stop();
        if (this.failure === undefined) this.idle?.start();
      }
    }
  }

  /**
   * Watches the worker until `until` settles, whoever it works for: another worker that calls it over a port of its
   * own cannot tell silence from work.
   */
  watch(until: Promise<unknown>, options: WatchdogOptions): void {
    if (this.failure) return;
    const watchdog = this.newWatchdog(options);
    this.watching.add(watchdog);
    watchdog.start();
    const rest = (): void => {
      watchdog.stop();
      this.watching.delete(watchdog);
    };
    until.then(rest, rest);
  }

  /** To be told of every message from the worker: a worker that speaks is alive. */
  heard(): void {
    this.watchdog.heard();
    this.idle?.heard();
    for (const watchdog of this.watching) watchdog.heard();
  }

  /** Ends the worker for a reason of ours; pending and later calls fail with it, and `onDeath` is not called. */
  end(failure: Failure): void {
    if (this.failure) return;
    this.failure = errorOf(failure);
    this.watchdog.stop();
    this.idle?.stop();
    for (const watchdog of this.watching) watchdog.stop();
    this.watching.clear();
    this.worker.removeEventListener("error", this.onError);
    this.worker.removeEventListener("messageerror", this.onError);
    this.worker.terminate();
    this.rejectDead(this.failure);
  }

  private newWatchdog(options: WatchdogOptions): Watchdog {
    const ping = () => (this.api as Remote<Pingable>).ping();
    return new Watchdog(ping, options, (silent) => {
      this.die(`${this.options.name} has not answered for ${Math.round(silent / 1000)} s.`);
    });
  }

  private die(message: string): void {
    if (this.failure) return;
    const failure: Failure = { code: "worker-crashed", message, hint: "Reload it; everything else goes on." };
    this.end(failure);
    this.options.onDeath(failure);
  }

  private readonly onError = (event: Event): void => {
    event.preventDefault();
    const detail = "message" in event && typeof event.message === "string" ? event.message : "";
    this.die(`${this.options.name} stopped working${detail ? `: ${detail}` : "."}`);
  };
}
