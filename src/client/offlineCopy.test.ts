import { expect, test } from "vitest";
import { keepOffline, type WorkerContainer, type WorkerRegistration } from "./offlineCopy";

const WORKER = new URL("https://lab.example/isolation.js");
const SCRIPTS = ["https://lab.example/assets/index-1.js"];
const reachable = async () => new Response(null, { status: 404 });
const unreachable = async (): Promise<Response> => Promise.reject(new TypeError("Failed to fetch"));
const refused = async (): Promise<never> => Promise.reject(new TypeError("Failed to update"));

/** A service worker that answers every "keep" with `kept`. */
function registration(kept: boolean, asked: unknown[] = [], update = async () => {}): WorkerRegistration {
  return {
    active: {
      postMessage(message, [port]) {
        asked.push(message);
        (port as MessagePort).postMessage({ kept });
      },
    },
    update,
  };
}

const container = (registered: WorkerRegistration | undefined, ready = registered): WorkerContainer => ({
  register: async () => registered,
  ready: Promise.resolve(ready as WorkerRegistration),
});

test("asks the service worker to keep the build that the page's scripts belong to", async () => {
  const asked: unknown[] = [];
  const facts = await keepOffline(container(registration(true, asked)), WORKER, SCRIPTS, unreachable);
  expect(asked).toEqual([{ type: "keep", scripts: SCRIPTS }]);
  expect(facts).toEqual({ kept: true, offline: false });
});

test("waits for a service worker that is only being installed", async () => {
  const installing = { active: null, update: async () => {} };
  const facts = await keepOffline(container(installing, registration(true)), WORKER, SCRIPTS, reachable);
  expect(facts.kept).toBe(true);
});

test("is offline where the server answers neither for a newer worker nor at all", async () => {
  const known = container(registration(true, [], refused));
  expect(await keepOffline(known, WORKER, SCRIPTS, unreachable)).toEqual({ kept: true, offline: true });
  expect(await keepOffline(known, WORKER, SCRIPTS, reachable)).toEqual({ kept: true, offline: false });
});

test("says so where nothing is kept", async () => {
  const none = { kept: false, offline: false };
  expect(await keepOffline(undefined, WORKER, SCRIPTS, reachable)).toEqual(none);
  expect(await keepOffline(container(undefined), WORKER, SCRIPTS, reachable)).toEqual(none);
  expect(await keepOffline(container(registration(false)), WORKER, SCRIPTS, reachable)).toEqual(none);
  const forbidden = { register: refused, ready: new Promise<never>(() => {}) };
  expect(await keepOffline(forbidden, WORKER, SCRIPTS, reachable)).toEqual(none);
});
