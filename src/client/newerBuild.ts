import { ask, type Addressee } from "./offlineCopy";

/** The parts of the browser's service worker interfaces that are used. */
export interface WatchedContainer {
  readonly controller: unknown;
  getRegistration(): Promise<WatchedRegistration | undefined>;
  addEventListener(type: "controllerchange", listener: () => void, options: { once: true }): void;
}
export interface WatchedRegistration {
  readonly installing: WatchedWorker | null;
  readonly waiting: WatchedWorker | null;
  addEventListener(type: "updatefound", listener: () => void): void;
}
export interface WatchedWorker extends Addressee {
  readonly scriptURL: string;
  readonly state: string;
  addEventListener(type: "statechange", listener: () => void): void;
}

/** The answer takes no work. */
const ANSWER_MILLISECONDS = 5_000;

/**
 * Tells when a newer build of the page waits for its turn: at once, or whenever one has come whole. The page goes on
 * with its own until it is told to take it.
 *
 * @param container `navigator.serviceWorker`
 * @param worker address of the page's service worker; others of the same origin are not its own
 * @param onNewer given the way to take the newer build: false where other pages still need the one before, else true,
 *   and `reload` is called as soon as its turn has come
 */
export async function watchForNewer(
  container: WatchedContainer,
  worker: URL,
  onNewer: (take: () => Promise<boolean>) => void,
  reload: () => void,
): Promise<void> {
  const registration = await container.getRegistration().catch(() => undefined);
  // The page's first service worker is no newer one.
  if (registration === undefined || !container.controller) return;

  const look = (): void => {
    const { waiting } = registration;
    if (waiting?.scriptURL === worker.href) onNewer(() => take(container, waiting, reload));
  };
  const follow = (): void => registration.installing?.addEventListener("statechange", look);
  look();
  follow();
  registration.addEventListener("updatefound", follow);
}

async function take(
  container: WatchedContainer,
  waiting: WatchedWorker,
  reload: () => void,
): Promise<boolean> {
  container.addEventListener("controllerchange", reload, { once: true });
  const answer = await ask<{ taken: boolean }>(waiting, { type: "take-over" }, ANSWER_MILLISECONDS).catch(
    () => undefined,
  );
  return answer?.taken === true;
}
