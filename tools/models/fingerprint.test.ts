import { expect, it } from "vitest";
import { recipeFingerprint } from "./fingerprint";

it("is a SHA-256 in hexadecimal", { timeout: 60_000 }, () => {
  expect(recipeFingerprint()).toMatch(/^[0-9a-f]{64}$/);
});
