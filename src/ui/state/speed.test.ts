import { describe, expect, test } from "vitest";
import { Speed } from "./speed";

function clocked() {
  let time = 0;
  const speed = new Speed(() => time);
  return {
    speed,
    hear: (at: number, file: string, loaded: number, known = false) => (
      (time = at),
      speed.hear(file, loaded, known)
    ),
  };
}

describe("Speed", () => {
  test("is the bytes of the last five seconds by their time, all files together", () => {
    const { speed, hear } = clocked();
    hear(0, "a", 0);
    hear(500, "b", 0);
    expect(speed.rate).toBeUndefined();
    hear(1000, "a", 3000);
    hear(2000, "b", 1000);
    expect(speed.rate).toBe(2000);
    hear(9000, "a", 4000);
    expect(speed.rate).toBeUndefined();
    hear(10_000, "a", 10_000);
    expect(speed.rate).toBe(6000);
  });

  test("what was there before does not count", () => {
    const { speed, hear } = clocked();
    hear(0, "kept", 900_000, true);
    hear(0, "resumed", 500_000, true);
    hear(2000, "resumed", 502_000);
    expect(speed.rate).toBe(1000);
  });
});
