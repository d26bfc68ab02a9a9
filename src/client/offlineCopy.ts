/** The parts of the browser's service worker interfaces that are used. */
export interface WorkerContainer {
  register(address: URL): Promise<WorkerRegistration | undefined>;
  readonly ready: Promise<WorkerRegistration>;
}
export interface WorkerRegistration {
  readonly active: { postMessage(message: unknown, transfer: Transferable[]): void } | null;
  update(): Promise<unknown>;
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

function keep(
  active: NonNullable<WorkerRegistration["active"]>,
  scripts: readonly string[],
): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<boolean>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<{ kept: boolean }>) => resolve(data.kept);
  });
  active.postMessage({ type: "keep", scripts }, [port2]);
  return inTime(answer).finally(() => port1.close());
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

async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("No answer in time")), PATIENCE_MILLISECONDS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
