import { expect, test, vi } from "vitest";
import { watchForNewer, type WatchedContainer, type WatchedWorker } from "./newerBuild";

const WORKER = new URL("https://lab.example/isolation.js");

/** A service worker that lets itself be installed, and takes over where no other page is open. */
function fakeWorker(alone: boolean, onTaken: () => void, scriptURL = WORKER.href) {
  const heard: (() => void)[] = [];
  const worker: WatchedWorker & { become: () => void } = {
    scriptURL,
    state: "installing",
    addEventListener: (_, listener) => void heard.push(listener),
    become: () => heard.forEach((listener) => listener()),
    postMessage(message, [port]) {
      expect(message).toEqual({ type: "take-over" });
      (port as MessagePort).postMessage({ taken: alone });
      if (alone) onTaken();
    },
  };
  return worker;
}

function browser({ controlled = true, alone = true, scriptURL = WORKER.href } = {}) {
  const updates: (() => void)[] = [];
  const changes: (() => void)[] = [];
  const worker = fakeWorker(alone, () => changes.forEach((listener) => listener()), scriptURL);
  const registration = {
    installing: null as WatchedWorker | null,
    waiting: null as WatchedWorker | null,
    addEventListener: (_: string, listener: () => void) => void updates.push(listener),
  };
  const container: WatchedContainer = {
    controller: controlled ? {} : null,
    getRegistration: async () => registration,
    addEventListener: (_, listener) => void changes.push(listener),
  };
  return {
    container,
    waits: () => Object.assign(registration, { waiting: worker }),
    comes() {
      registration.installing = worker;
      updates.forEach((listener) => listener());
    },
    arrives() {
      Object.assign(registration, { installing: null, waiting: worker });
      worker.become();
    },
  };
}

test("a newer build that waits already is told at once; taking it loads the page again", async () => {
  const { container, waits } = browser();
  waits();
  const onNewer = vi.fn<(take: () => Promise<boolean>) => void>();
  const reload = vi.fn<() => void>();
  await watchForNewer(container, WORKER, onNewer, reload);
  expect(reload).not.toHaveBeenCalled();
  expect(await onNewer.mock.calls[0]?.[0]()).toBe(true);
  expect(reload).toHaveBeenCalledOnce();
});

test("one that comes later is told once it is there whole", async () => {
  const { container, comes, arrives } = browser();
  const onNewer = vi.fn<() => void>();
  await watchForNewer(container, WORKER, onNewer, () => undefined);
  comes();
  expect(onNewer).not.toHaveBeenCalled();
  arrives();
  expect(onNewer).toHaveBeenCalledOnce();
});

test("while other pages need the build before, it is not taken", async () => {
  const { container, waits } = browser({ alone: false });
  waits();
  const onNewer = vi.fn<(take: () => Promise<boolean>) => void>();
  const reload = vi.fn<() => void>();
  await watchForNewer(container, WORKER, onNewer, reload);
  expect(await onNewer.mock.calls[0]?.[0]()).toBe(false);
  expect(reload).not.toHaveBeenCalled();
});

test.each([
  ["the page's first service worker", { controlled: false }],
  ["a service worker of another page", { scriptURL: "https://lab.example/other/isolation.js" }],
])("%s is no newer build", async (_, options) => {
  const { container, waits } = browser(options);
  waits();
  const onNewer = vi.fn<() => void>();
  await watchForNewer(container, WORKER, onNewer, () => undefined);
  expect(onNewer).not.toHaveBeenCalled();
});
