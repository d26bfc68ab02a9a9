/** The parts of the browser's service worker interfaces that are used. */
export interface WorkerContainer {
  register(address: URL): Promise<WorkerRegistration | undefined>;
  readonly ready: Promise<WorkerRegistration>;
}
export interface WorkerRegistration {
  readonly active: Addressee | null;
  update(): Promise<unknown>;
}
/** Who answers a message through the port that comes with it. */
export interface Addressee {
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** What is known of visits without a network. */
export interface OfflineFacts {
  /** All files of this page are kept in the browser. */
  kept: boolean;
  /** The page's own server does not answer. */
  offline: boolean;
}

/** Keeping begins with a worker that has to start, and fetches what the browser's own cache no longer has. */
const PATIENCE_MILLISECONDS = 120_000;

/**
 * Has the browser keep this page, so that the next visits need no network, looks for a newer one, and finds out whether
 * there is a network now. Never throws: where nothing can be kept (private windows, full storage), the page works as ever.
 *
 * @param container `navigator.serviceWorker`; undefined where the browser has none
 * @param worker address of the service worker
 * @param scripts addresses of the page's own scripts: what is kept is the build they belong to, or nothing
 * @param read the browser's `fetch`
 */
export async function keepOffline(
  container: WorkerContainer | undefined,
  worker: URL,
  scripts: readonly string[],
  read: (address: URL, init: RequestInit) => Promise<Response>,
): Promise<OfflineFacts> {
  try {
    const registration = await container?.register(worker);
    if (container === undefined || registration === undefined) return { kept: false, offline: false };
    const { active } = registration.active ? registration : await inTime(container.ready);
    const kept = active !== null && (await keep(active, scripts));
    return { kept, offline: !(await updates(registration)) && !(await answers(worker, read)) };
  } catch {
    return { kept: false, offline: false };
  }
}

async function keep(active: Addressee, scripts: readonly string[]): Promise<boolean> {
  return (await ask<{ kept: boolean }>(active, { type: "keep", scripts })).kept;
}

/** Whether the server could be asked for a newer service worker. */
function updates(registration: WorkerRegistration): Promise<boolean> {
  return registration.update().then(
    () => true,
    () => false,
  );
}

/** Whether the server answers at all, whatever it says. */
function answers(
  address: URL,
  read: (address: URL, init: RequestInit) => Promise<Response>,
): Promise<boolean> {
  return read(address, { method: "HEAD", cache: "no-store" }).then(
    () => true,
    () => false,
  );
}

/** A service worker's answer to a message. Rejects where none comes in time. */
export function ask<Answer>(
  worker: Addressee,
  message: unknown,
  patience = PATIENCE_MILLISECONDS,
): Promise<Answer> {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<Answer>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
  });
  worker.postMessage(message, [port2]);
  return inTime(answer, patience).finally(() => port1.close());
}

async function inTime<T>(promise: Promise<T>, patience = PATIENCE_MILLISECONDS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("No answer in time")), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
