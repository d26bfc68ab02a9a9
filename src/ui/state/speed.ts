/** How far back a rate looks, in milliseconds. */
const WINDOW = 5_000;

/** How fast bytes come, over the last seconds. */
export class Speed {
  private samples: { at: number; bytes: number }[] = [];
  private readonly loaded = new Map<string, number>();

  /** @param now a clock in milliseconds */
  constructor(private readonly now: () => number) {}

  begin(): void {
    this.samples = [];
    this.loaded.clear();
  }

  /** @param known these bytes were there before: they say nothing of the speed */
  hear(file: string, loaded: number, known: boolean): void {
    const bytes = known ? 0 : Math.max(0, loaded - (this.loaded.get(file) ?? 0));
    this.loaded.set(file, loaded);
    const at = this.now();
    this.samples = [...this.samples.filter((sample) => at - sample.at <= WINDOW), { at, bytes }];
  }

  /** Bytes per second; undefined before a second of downloading has passed. */
  get rate(): number | undefined {
    const [first] = this.samples;
    const last = this.samples.at(-1);
    if (!first || !last || last.at - first.at < 1000) return undefined;
    // What came with the first sample came before the time that is measured.
    const bytes = this.samples.slice(1).reduce((sum, sample) => sum + sample.bytes, 0);
    return bytes === 0 ? undefined : (bytes * 1000) / (last.at - first.at);
  }
}
