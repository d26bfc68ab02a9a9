import type { DataEvent } from "../../contract/data";
import { drawnRows, MOST_AT_ONCE } from "../../core/datasets/datasetReading";
import { generatedRows, MOST_GENERATED } from "../../core/datasets/generatedRows";
import type { GeneratedFamily } from "../../core/datasets/generatedRows";
import { EventQueue } from "../eventQueue";
import { outcomeOf } from "../outcome";
import type { OpenedDataset } from "./datasetLibrary";

/** Rows that are told of by themselves. */
const FIRST_ROWS = 200;

/** The project's own problems as a data set: there at once, whatever their number. */
export function openGenerated(
  run: number,
  source: { family: GeneratedFamily; seed: number; count: number },
): OpenedDataset {
  const total = Math.min(MOST_GENERATED, Math.max(0, source.count));
  const rowsFrom = (from: number, count: number) =>
    generatedRows(source.family, source.seed, from, Math.min(count, MOST_AT_ONCE, total - from));
  const queue = new EventQueue<DataEvent>();
  void queue.push({ type: "data-start", run, format: "generated", total });
  void queue.push({ type: "data-rows", run, rows: rowsFrom(0, FIRST_ROWS), bad: [] });
  void queue.push({ type: "data-end", run, reason: "done", bytes: 0, rows: total, bad: 0 });
  queue.end();
  return {
    run,
    stop: () => undefined,
    [Symbol.asyncIterator]: () => queue,
    rows: (from, count) => outcomeOf(async () => rowsFrom(from, count)),
    sampleRows: (count, seed) =>
      outcomeOf(async () =>
        drawnRows(total, Math.min(count, MOST_AT_ONCE), seed).flatMap((row) => rowsFrom(row, 1)),
      ),
    badRows: () => outcomeOf(async () => []),
    close: () => undefined,
  };
}
