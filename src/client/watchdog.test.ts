import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Watchdog } from "./watchdog";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OPTIONS = { every: 10, limit: 50 };

describe("Watchdog", () => {
  test("reports a worker that never answers, once, with how long it was silent", async () => {
    const onDead = vi.fn<(silent: number) => void>();
    new Watchdog(() => new Promise(() => undefined), OPTIONS, onDead).start();
    await vi.advanceTimersByTimeAsync(49);
    expect(onDead).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(onDead.mock.calls).toEqual([[50]]);
  });

  test("is content with a worker that answers", async () => {
    const onDead = vi.fn<(silent: number) => void>();
    new Watchdog(() => Promise.resolve(), OPTIONS, onDead).start();
    await vi.advanceTimersByTimeAsync(1000);
    expect(onDead).not.toHaveBeenCalled();
  });

  test("asks again only after an answer", async () => {
    const ping = vi.fn(() => new Promise<void>(() => undefined));
    new Watchdog(ping, OPTIONS, () => undefined).start();
    await vi.advanceTimersByTimeAsync(45);
    expect(ping).toHaveBeenCalledOnce();
  });

  test("counts any message as an answer", async () => {
    const onDead = vi.fn<(silent: number) => void>();
    const watchdog = new Watchdog(() => new Promise(() => undefined), OPTIONS, onDead);
    watchdog.start();
    for (let round = 0; round < 10; round++) {
      await vi.advanceTimersByTimeAsync(40);
      watchdog.heard();
    }
    expect(onDead).not.toHaveBeenCalled();
  });

  test("rests while it is stopped", async () => {
    const onDead = vi.fn<(silent: number) => void>();
    const watchdog = new Watchdog(() => new Promise(() => undefined), OPTIONS, onDead);
    watchdog.start();
    await vi.advanceTimersByTimeAsync(40);
    watchdog.stop();
    await vi.advanceTimersByTimeAsync(500);
    expect(onDead).not.toHaveBeenCalled();
    watchdog.start();
    await vi.advanceTimersByTimeAsync(60);
    expect(onDead).toHaveBeenCalledOnce();
  });
});
