import { describe, expect, it } from "vitest";
import { concatenated, transposed } from "./matrices";

describe("transposed", () => {
  it("turns rows into columns", () => {
    expect([...transposed(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3)]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it("undoes itself with the sizes swapped", () => {
    const matrix = Float32Array.from({ length: 35 }, (_, i) => i);
    expect(transposed(transposed(matrix, 5, 7), 7, 5)).toEqual(matrix);
  });
});

describe("concatenated", () => {
  it("keeps the order and takes empty parts", () => {
    expect([...concatenated(Float32Array.of(1), new Float32Array(0), Float32Array.of(2, 3))]).toEqual([
      1, 2, 3,
    ]);
    expect(concatenated()).toHaveLength(0);
  });
});
