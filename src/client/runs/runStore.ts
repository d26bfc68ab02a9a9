import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { ExpectedError, type Outcome } from "../../core/errors";
import type { QuestionResult, SampleRun } from "../../core/experiment/sample/sampleRun";
import {
  readAsked,
  readQuestionResult,
  readSampleRunHeader,
  type SampleRunHeader,
} from "../../core/experiment/sample/sampleRunShape";
import { outcomeOf } from "../outcome";

/** What a list shows of a kept run. */
export type RunHeader = SampleRunHeader & {
  /** Questions that are kept. */
  answered: number;
};

/** Bytes that the page uses, and may use; undefined where the browser does not say. */
export type EstimateSpace = () => Promise<StorageEstimate | undefined>;

const estimateOfBrowser: EstimateSpace = async () => {
  const { storage } = navigator as { storage?: StorageManager };
  return storage && "estimate" in storage ? storage.estimate() : undefined;
};

const DATABASE = "rl-on-off-runs";
const VERSION = 1;

/** Nothing that is read back is trusted: the types of what is read are unknown. */
interface Schema extends DBSchema {
  headers: { key: string; value: unknown };
  /** What a run asks, which is long and written once. */
  asked: { key: string; value: unknown };
  /** One record a question, so that finishing one is one small write. Keys: run, number of the row. */
  questions: { key: [string, number]; value: unknown };
}

/**
 * Sampled runs that survive a reload, in IndexedDB. Every answer is an Outcome: a disk that is full or refused is a
 * failure "storage-full", after which a run can go on in memory. Records that cannot be read are passed over.
 */
export class RunStore {
  private database: Promise<IDBPDatabase<Schema>> | undefined;

  constructor(private readonly estimate: EstimateSpace = estimateOfBrowser) {}

  /** Newest first. */
  list(): Promise<Outcome<RunHeader[]>> {
    return this.settled(async (database) => {
      const transaction = database.transaction(["headers", "questions"]);
      const runs: RunHeader[] = [];
      for (const stored of await transaction.objectStore("headers").getAll()) {
        const header = readSampleRunHeader(stored);
        if (!header) continue;
        const answered = await transaction.objectStore("questions").count(questionsOf(header.id));
        runs.push({ ...header, answered });
      }
      return runs.sort((one, other) => Date.parse(other.created) - Date.parse(one.created));
    });
  }

  /** A run with the questions that are kept of it, by row. Fails with "not-kept" where there is none. */
  open(id: string): Promise<Outcome<SampleRun>> {
    return this.settled(async (database) => {
      const transaction = database.transaction(["headers", "asked", "questions"]);
      const [header, asked, questions] = await Promise.all([
        transaction.objectStore("headers").get(id),
        transaction.objectStore("asked").get(id),
        transaction.objectStore("questions").getAll(questionsOf(id)),
      ]);
      const read = readSampleRunHeader(header);
      if (!read) throw new ExpectedError("not-kept", "This run is no longer kept, or cannot be read.");
      const all = asked === undefined ? undefined : readAsked(asked);
      return {
        ...read,
        questions: questions.flatMap((question) => readQuestionResult(question) ?? []),
        ...(all ? { asked: all } : {}),
      };
    });
  }

  /** Keeps a run, in place of what was kept under its id. */
  begin({ questions, asked, ...header }: SampleRun): Promise<Outcome<void>> {
    return this.settled(async (database) => {
      const transaction = database.transaction(["headers", "asked", "questions"], "readwrite");
      const [headers, allAsked, kept] = [
        transaction.objectStore("headers"),
        transaction.objectStore("asked"),
        transaction.objectStore("questions"),
      ];
      await allOrNothing(transaction, [
        () => headers.put(header, header.id),
        () => (asked ? allAsked.put(asked, header.id) : allAsked.delete(header.id)),
        () => kept.delete(questionsOf(header.id)),
        ...questions.map((question) => () => kept.put(question, [header.id, question.index])),
      ]);
    });
  }

  /**
   * Keeps questions that are whole, in place of those of the same rows; all of them or none. Fails with "not-kept" where
   * the run was deleted.
   */
  put(id: string, questions: readonly QuestionResult[]): Promise<Outcome<void>> {
    return this.settled(async (database) => {
      const transaction = database.transaction(["headers", "questions"], "readwrite");
      if ((await transaction.objectStore("headers").getKey(id)) === undefined)
        throw new ExpectedError("not-kept", "This run is no longer kept: it was deleted.");
      const kept = transaction.objectStore("questions");
      await allOrNothing(
        transaction,
        questions.map((question) => () => kept.put(question, [id, question.index])),
      );
    });
  }

  delete(id: string): Promise<Outcome<void>> {
    return this.settled(async (database) => {
      const transaction = database.transaction(["headers", "asked", "questions"], "readwrite");
      await allOrNothing(transaction, [
        () => transaction.objectStore("headers").delete(id),
        () => transaction.objectStore("asked").delete(id),
        () => transaction.objectStore("questions").delete(questionsOf(id)),
      ]);
    });
  }

  /**
   * Keeps other tabs from writing a run until what is returned is called. Fails with "not-allowed" where one of them
   * does; browsers without locks let everybody.
   */
  lock(id: string): Promise<Outcome<() => void>> {
    const { locks } = navigator as { locks?: LockManager };
    if (!locks) return Promise.resolve({ ok: true, value: () => undefined });
    return new Promise((resolve) => {
      void locks.request(`${DATABASE}:${id}`, { ifAvailable: true }, (lock) => {
        if (lock) return new Promise<void>((release) => resolve({ ok: true, value: release }));
        const message = "Another tab of this browser is at work on this run.";
        resolve({
          ok: false,
          failure: { code: "not-allowed", message, hint: "Go on there, or close that tab first." },
        });
        return undefined;
      });
    });
  }

  /** Bytes that the page uses and may use; undefined where the browser does not say. */
  async space(): Promise<{ used: number; quota: number } | undefined> {
    try {
      const { usage, quota } = (await this.estimate()) ?? {};
      return usage === undefined || quota === undefined ? undefined : { used: usage, quota };
    } catch {
      return undefined; // a browser that does not say
    }
  }

  private settled<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<Outcome<T>> {
    return outcomeOf(async () => {
      try {
        return await work(await this.opened());
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
        throw await this.refused(error);
      }
    });
  }

  /** The database, opened once; anew after another page wanted a newer version of it. */
  private async opened(): Promise<IDBPDatabase<Schema>> {
    if (!("indexedDB" in globalThis)) throw new DOMException("There is no IndexedDB.", "SecurityError");
    const forget = (): void => (this.database = undefined);
    this.database ??= openDB<Schema>(DATABASE, VERSION, {
      upgrade(database) {
        for (const name of ["headers", "asked", "questions"] as const) database.createObjectStore(name);
      },
      blocking(_current, _next, event) {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    this.database.catch(forget);
    return this.database;
  }

  private async refused(error: DOMException): Promise<ExpectedError> {
    const space = await this.space();
    const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
    const room = space ? ` It uses ${megabytes(space.used)} of ${megabytes(space.quota)}.` : "";
    return error.name === "QuotaExceededError"
      ? new ExpectedError(
          "storage-full",
          `The browser has no room left for this page's runs.${room}`,
          "Delete runs that are no longer needed, or save this one as a file before you leave.",
          error.message,
        )
      : new ExpectedError(
          "storage-full",
          `The browser does not keep this page's runs (${error.name}).${room}`,
          "Save the run as a file before you leave; a private window keeps nothing.",
          error.message,
        );
  }
}

/** Waits for all writes of a transaction; where one fails none stands, and the transaction's own reason is told. */
async function allOrNothing(
  transaction: { readonly done: Promise<void>; abort(): void },
  writes: readonly (() => Promise<unknown>)[],
): Promise<void> {
  const begun: Promise<unknown>[] = [transaction.done];
  try {
    for (const write of writes) begun.push(write());
  } catch (error) {
    transaction.abort();
    await Promise.allSettled(begun);
    throw error;
  }
  for (const end of await Promise.allSettled(begun)) if (end.status === "rejected") throw end.reason;
}

function questionsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}
