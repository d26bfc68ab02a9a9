import { expect, test } from "vitest";
import { SETTINGS } from "../../../core/config/settings";
import { nextSeed } from "./nextSeed";

test("after the largest seed comes the smallest: every press gives another one", () => {
  expect([nextSeed(1), nextSeed(SETTINGS.seed.max)]).toEqual([2, SETTINGS.seed.min]);
});
