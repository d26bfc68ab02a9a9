import { expect, test } from "vitest";
import { HIDEABLE, SPARE_IN_FRAMES } from "./hideable";

test("every control that can be hidden has a name of its own", () => {
  expect(new Set(HIDEABLE.map(({ id }) => id)).size).toBe(HIDEABLE.length);
  expect(new Set(HIDEABLE.map(({ label }) => label)).size).toBe(HIDEABLE.length);
});

test("a frame in slides does without what writes, and keeps measure and threshold", () => {
  expect(SPARE_IN_FRAMES).toEqual(expect.arrayContaining(["examples", "prompt", "write-a", "compare"]));
  for (const kept of ["measure", "threshold"] as const) expect(SPARE_IN_FRAMES).not.toContain(kept);
});
