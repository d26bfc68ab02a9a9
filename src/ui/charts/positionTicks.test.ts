import { describe, expect, test } from "vitest";
import { positionTicks } from "./positionTicks";

describe("positionTicks", () => {
  test("are round token numbers, as people count from 1", () => {
    expect(positionTicks(100, 640)).toEqual(
      [20, 40, 60, 80, 100].map((number) => ({
        position: number - 1,
        label: String(number),
      })),
    );
  });

  test("are fewer where there is less room", () => {
    expect(positionTicks(100, 340).map((tick) => tick.label)).toEqual(["50", "100"]);
    expect(positionTicks(10_000, 340).map((tick) => tick.label)).toEqual(["5,000", "10,000"]);
  });

  test("never fall between tokens", () => {
    expect(positionTicks(3, 640).map((tick) => tick.label)).toEqual(["1", "2", "3"]);
  });

  test("name the only token, and nothing where there is none", () => {
    expect(positionTicks(1, 640)).toEqual([{ position: 0, label: "1" }]);
    expect(positionTicks(0, 640)).toEqual([]);
  });
});
