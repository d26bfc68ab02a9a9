import type { DataEvent } from "../../contract/data";
import type { BadRow } from "../../core/datasets/dataset";
import { drawnRows, KEPT_BAD, MOST_AT_ONCE } from "../../core/datasets/datasetReading";
import { EventQueue } from "../eventQueue";
import { outcomeOf, valueOf } from "../outcome";
import type { OpenedDataset } from "./datasetLibrary";
import { PAGE_ROWS, type DatasetServer, type HubDataset, type HubRows } from "./hubDataset";

/**
 * A split of the Hub as a data set. Its first hundred rows are asked for at once, all others when they are wanted: it is
 * never read to its end, and bad rows are those that came up. Rows keep the numbers that the server gives them.
 */
export function openHub(run: number, server: DatasetServer, split: HubDataset): OpenedDataset {
  const bad = new Map<number, BadRow>();
  let stopped = false;
  const taken = (rows: HubRows): HubRows => {
    for (const one of rows.bad) if (bad.size < KEPT_BAD) bad.set(one.line, one);
    return rows;
  };
  const queue = new EventQueue<DataEvent>(() => (stopped = true));
  const first = server.rows(split, 0, PAGE_ROWS);
  void first.then((outcome) => {
    if (!outcome.ok) void queue.push({ type: "data-failed", run, failure: outcome.failure });
    else {
      const { rows, bad: cut, total, partial } = taken(outcome.value);
      void queue.push({
        type: "data-start",
        run,
        format: "hub",
        total,
        ...(partial ? { partial } : {}),
      });
      void queue.push({ type: "data-rows", run, rows, bad: cut });
      const reason = stopped ? "stopped" : "done";
      void queue.push({ type: "data-end", run, reason, bytes: 0, rows: total, bad: bad.size });
    }
    queue.end();
  });
  // A first answer that failed is asked for anew when rows are wanted.
  const total = async (): Promise<number> => {
    const outcome = await first;
    return valueOf(outcome.ok ? outcome : await server.rows(split, 0, PAGE_ROWS)).total;
  };
  return {
    run,
    stop: () => (stopped = true),
    [Symbol.asyncIterator]: () => queue,
    rows: (from, count) =>
      outcomeOf(async () => {
        const most = Math.min(count, MOST_AT_ONCE, (await total()) - from);
        return most > 0 ? taken(valueOf(await server.rows(split, from, most))).rows : [];
      }),
    sampleRows: (count, seed) =>
      outcomeOf(async () => {
        const numbers = drawnRows(await total(), Math.min(count, MOST_AT_ONCE), seed);
        return taken(valueOf(await server.pick(split, numbers))).rows;
      }),
    badRows: () => outcomeOf(async () => [...bad.values()].sort((x, y) => x.line - y.line)),
    close: () => undefined,
  };
}
