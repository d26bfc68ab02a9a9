import { expect, test } from "vitest";
import { OfflineState } from "./offline.svelte";

function connection(onLine: boolean) {
  let heard: () => void = () => undefined;
  return {
    onLine,
    listen: (listener: () => void) => void (heard = listener),
    become(now: boolean) {
      this.onLine = now;
      heard();
    },
  };
}

test("is offline where the browser says so, until it is online again", () => {
  const line = connection(false);
  const state = new OfflineState(line);
  expect(state.offline).toBe(true);
  line.become(true);
  expect(state.offline).toBe(false);
  line.become(false);
  expect(state.offline).toBe(true);
});

test("is offline where only the page's server does not answer", () => {
  const line = connection(true);
  const state = new OfflineState(line);
  expect([state.offline, state.kept]).toEqual([false, false]);
  state.learn({ kept: true, offline: true });
  expect([state.offline, state.kept]).toEqual([true, true]);
  line.become(true);
  expect([state.offline, state.kept]).toEqual([false, true]);
});
