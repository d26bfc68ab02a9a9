import { expect, it } from "vitest";
import { HELD_OUT_SHARE, splitOf } from "./split";

it("holds out strawberry, and leaves banana to training", () => {
  expect(splitOf("strawberry")).toBe("held-out");
  expect(splitOf("banana")).toBe("train");
});

it("holds out its share of all keys, similar ones included", () => {
  const keys = Array.from({ length: 20000 }, (_, n) => `${n % 200} + ${Math.floor(n / 200)}`);
  const share = keys.filter((key) => splitOf(key) === "held-out").length / keys.length;
  expect(Math.abs(share - HELD_OUT_SHARE)).toBeLessThan(0.01);
});
