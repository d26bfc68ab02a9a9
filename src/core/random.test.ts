import { describe, expect, test } from "vitest";
import { Draws, philox4x32, uniform } from "./random";

describe("philox4x32", () => {
  const hex = (words: number[]) => words.map((word) => word.toString(16).padStart(8, "0")).join(" ");

  test("gives the known answers of the Random123 distribution", () => {
    expect(hex(philox4x32([0, 0, 0, 0], [0, 0]))).toBe("6627e8d5 e169c58d bc57ac4c 9b00dbd8");
    const ones = 0xffffffff;
    expect(hex(philox4x32([ones, ones, ones, ones], [ones, ones]))).toBe(
      "408f276d 41c83b0e a20bc7c6 6d5451fd",
    );
    expect(hex(philox4x32([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]))).toBe(
      "d16cfe09 94fdcceb 5001e420 24126ea1",
    );
  });
});

describe("uniform", () => {
  test("is a function of its coordinates alone", () => {
    expect(uniform(7, "token", 3, 11)).toBe(uniform(7, "token", 3, 11));
    const others = [
      uniform(8, "token", 3, 11),
      uniform(7, "problem", 3, 11),
      uniform(7, "token", 4, 11),
      uniform(7, "token", 3, 12),
    ];
    for (const other of others) expect(other).not.toBe(uniform(7, "token", 3, 11));
  });

  test("keeps the seed's upper bits", () => {
    expect(uniform(1, "token", 0, 0)).not.toBe(uniform(1 + 2 ** 32, "token", 0, 0));
  });

  test("stays in [0, 1), with mean 1/2 and variance 1/12", () => {
    const n = 20_000;
    let sum = 0;
    let squares = 0;
    for (let t = 0; t < n; t++) {
      const x = uniform(1, "test", 0, t);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThan(1);
      sum += x;
      squares += (x - 0.5) ** 2;
    }
    expect(sum / n).toBeCloseTo(0.5, 2);
    expect(squares / n).toBeCloseTo(1 / 12, 2);
  });
});

describe("Draws", () => {
  test("integer reaches both ends and nothing else", () => {
    const draws = new Draws(1, "test", 0);
    const seen = new Set(Array.from({ length: 200 }, () => draws.integer(-1, 2)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
  });

  test("shuffle keeps the elements and leaves its argument alone", () => {
    const list = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = new Draws(1, "test", 0).shuffle(list);
    expect(list).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...shuffled].sort()).toEqual(list);
    expect(shuffled).not.toEqual(list);
  });

  test("normal has mean 0 and variance 1", () => {
    const draws = new Draws(1, "test", 0);
    const xs = Array.from({ length: 20_000 }, () => draws.normal());
    const mean = xs.reduce((a, b) => a + b) / xs.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / xs.length).toBeCloseTo(1, 1);
  });

  test("pick of an empty list is a bug, and says so", () => {
    expect(() => new Draws(1, "test", 0).pick([])).toThrow(/empty/);
  });
});
