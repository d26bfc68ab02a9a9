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

test("a newer page is taken when the person says so, and other pages in the way are named", async () => {
  const state = new OfflineState(connection(true));
  expect(state.newer).toBe("none");
  const free = [false, true];
  const asked: number[] = [];
  state.hearOfNewer(async () => {
    asked.push(free.length);
    return free.shift() ?? false;
  });
  expect(state.newer).toBe("ready");
  expect(asked).toEqual([]);
  await state.takeNewer();
  expect(state.newer).toBe("blocked");
  await state.takeNewer();
  expect(asked).toEqual([2, 1]);
});
