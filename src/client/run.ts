/** Something that goes on in the lab: its events in order, and a way to end it early. */
export interface Run<T> extends AsyncIterable<T> {
  /** The number under which the lab knows it; `review`, `distribution` and `release` ask for it. */
  readonly run: number;
  /** Asks it to end; the events end with one that says so. */
  stop(): void;
}
