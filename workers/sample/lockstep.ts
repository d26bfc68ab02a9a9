/**
 * Keeps several readers of one list within `ahead` items of each other, so that what all of them do to an item is done
 * at about the same time. The one that is furthest behind never waits.
 */
export class Lockstep<Reader extends string> {
  private readonly positions: Map<Reader, number>;
  private waiting: (() => void)[] = [];

  constructor(
    readers: readonly Reader[],
    private readonly ahead: number,
  ) {
    this.positions = new Map(readers.map((reader) => [reader, 0]));
  }

  /** Waits until `reader` may begin item `position`. */
  async reach(reader: Reader, position: number): Promise<void> {
    this.move(reader, position);
    while (position > Math.min(...this.positions.values()) + this.ahead) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Nobody waits for `reader` any more. */
  leave(reader: Reader): void {
    this.move(reader, Infinity);
  }

  private move(reader: Reader, position: number): void {
    this.positions.set(reader, position);
    const woken = this.waiting;
    this.waiting = [];
    for (const wake of woken) wake();
  }
}
