import { describe, expect, test, vi } from "vitest";
import { EventQueue } from "./eventQueue";

describe("EventQueue", () => {
  test("gives events in the order they came, whether the reader or the event is first", async () => {
    const queue = new EventQueue<number>();
    void queue.push(1);
    void queue.push(2);
    expect([(await queue.next()).value, (await queue.next()).value]).toEqual([1, 2]);
    const waiting = queue.next();
    void queue.push(3);
    expect(await waiting).toEqual({ done: false, value: 3 });
  });

  test("push resolves when the reader has taken the event, not before", async () => {
    const queue = new EventQueue<string>();
    const taken = vi.fn<() => void>();
    void queue.push("a").then(taken);
    await Promise.resolve();
    expect(taken).not.toHaveBeenCalled();
    await queue.next();
    await Promise.resolve();
    expect(taken).toHaveBeenCalledOnce();
  });

  test("what came before the end is still read; what comes after is dropped", async () => {
    const queue = new EventQueue<number>();
    void queue.push(1);
    queue.end();
    await queue.push(2);
    const read: number[] = [];
    for await (const event of queue) read.push(event);
    expect(read).toEqual([1]);
  });

  test("end releases a reader that waits", async () => {
    const queue = new EventQueue<number>();
    const waiting = queue.next();
    queue.end();
    expect((await waiting).done).toBe(true);
  });

  test("a reader who leaves early is noticed once, and releases the sender", async () => {
    const onLeave = vi.fn<() => void>();
    const queue = new EventQueue<number>(onLeave);
    void queue.push(1);
    const second = queue.push(2);
    for await (const event of queue) if (event === 1) break;
    await second;
    await queue.return();
    expect(onLeave).toHaveBeenCalledOnce();
  });

  test("a reader who leaves after the end is not noticed", async () => {
    const onLeave = vi.fn<() => void>();
    const queue = new EventQueue<number>(onLeave);
    queue.end();
    await queue.return();
    expect(onLeave).not.toHaveBeenCalled();
  });

  test("has one reader", () => {
    const queue = new EventQueue<number>();
    void queue.next();
    expect(() => queue.next()).toThrow(/one reader/);
  });
});
