import { expect, it } from "vitest";
import { stableHash } from "./stableHash";

it("gives the published FNV-1a values", () => {
  expect(stableHash("")).toBe(0x811c9dc5);
  expect(stableHash("a")).toBe(0xe40c292c);
  expect(stableHash("foobar")).toBe(0xbf9cf968);
});
