/**
 * From callbacks to an AsyncIterable for one reader. `push` resolves when the reader has taken the event, which lets
 * the sender wait for a slow reader. After `end`, what is queued can still be read and further pushes are dropped.
 */
export class EventQueue<T> implements AsyncIterableIterator<T, undefined> {
  private readonly waiting: { event: T; taken: () => void }[] = [];
  private reader: ((result: IteratorResult<T, undefined>) => void) | undefined;
  private ended = false;

  /** @param onLeave called when the reader leaves before the end */
  constructor(private readonly onLeave: () => void = () => undefined) {}

  push(event: T): Promise<void> {
    if (this.ended) return Promise.resolve();
    if (this.reader) {
      this.reader({ done: false, value: event });
      this.reader = undefined;
      return Promise.resolve();
    }
    return new Promise((taken) => this.waiting.push({ event, taken }));
  }

  end(): void {
    this.ended = true;
    this.reader?.({ done: true, value: undefined });
    this.reader = undefined;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const first = this.waiting.shift();
    if (first) {
      first.taken();
      return Promise.resolve({ done: false, value: first.event });
    }
    if (this.ended) return Promise.resolve({ done: true, value: undefined });
    if (this.reader) throw new Error("EventQueue: it has one reader, which is waiting already");
    return new Promise((resolve) => (this.reader = resolve));
  }

  return(): Promise<IteratorResult<T, undefined>> {
    if (!this.ended) this.onLeave();
    this.end();
    for (const { taken } of this.waiting.splice(0)) taken();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
