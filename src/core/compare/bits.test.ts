import { expect, test } from "vitest";
import { bitsToNats, natsToBits } from "./bits";

test("ln 2 nats are one bit, and back", () => {
  expect(natsToBits(Math.LN2)).toBe(1);
  expect(bitsToNats(1)).toBe(Math.LN2);
  expect(natsToBits(Infinity)).toBe(Infinity);
});
