import type { Failure, Outcome } from "../../../core/errors";
import type { SamplePlaces } from "./ports";

const failure: Failure = { code: "closed", message: "This page was opened without a place for it." };
const refused = async <T>(): Promise<Outcome<T>> => ({ ok: false, failure });

/** No dataset can be opened, nothing is scored, and no run is kept. */
export const NO_PLACES: SamplePlaces = {
  scorer: { extract: refused, score: refused, check: refused },
  runs: { list: refused, open: refused, begin: refused, put: refused, delete: refused, lock: refused },
  datasets: {
    open: () => ({
      run: 0,
      stop: () => undefined,
      close: () => undefined,
      rows: refused,
      sampleRows: refused,
      badRows: refused,
      async *[Symbol.asyncIterator]() {
        yield { type: "data-failed", run: 0, failure };
      },
    }),
    splits: refused,
    server: "https://nowhere.invalid",
  },
  store: () => {
    throw new Error("There is no storage.");
  },
};
