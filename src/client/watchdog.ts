/** How a worker that is busy is asked for signs of life. */
export interface WatchdogOptions {
  /** Milliseconds between two questions. */
  every: number;
  /** Milliseconds without any answer after which the worker counts as dead. */
  limit: number;
}

/**
 * Asks `ping` again and again while it runs, and calls `onDead` once when nothing was heard for `limit` milliseconds.
 * `heard` counts as an answer too.
 */
export class Watchdog {
  private timer: ReturnType<typeof setInterval> | undefined;
  private silentFor = 0;
  private asking = false;

  constructor(
    private readonly ping: () => Promise<void>,
    private readonly options: WatchdogOptions,
    private readonly onDead: (silentMilliseconds: number) => void,
  ) {}

  start(): void {
    if (this.timer !== undefined) return;
    this.heard();
    this.timer = setInterval(() => this.tick(), this.options.every);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  heard(): void {
    this.silentFor = 0;
  }

  private tick(): void {
    this.silentFor += this.options.every;
    if (this.silentFor >= this.options.limit) {
      this.stop();
      this.onDead(this.silentFor);
    } else if (!this.asking) {
      this.asking = true;
      void this.ping().then(() => {
        this.asking = false;
        this.heard();
      });
    }
  }
}
