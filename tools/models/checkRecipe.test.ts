import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { checkRecipe } from "./checkRecipe";

const cache = join(mkdtempSync(join(tmpdir(), "recipe-")), "models");
afterAll(() => rmSync(join(cache, ".."), { recursive: true }));

it("accepts an empty cache, and then what it noted there", () => {
  checkRecipe(cache, "one");
  checkRecipe(cache, "one");
});

it("refuses checkpoints that were made from another corpus, tokenizer or shape, and says what to do", () => {
  expect(() => checkRecipe(cache, "another")).toThrow(
    /changed since the checkpoints in .*models were made. Delete that folder/,
  );
});
