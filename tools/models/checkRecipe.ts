import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Notes in the cache what its checkpoints are made from.
 * @throws Error when the cache was made from something else
 */
export function checkRecipe(cache: string, fingerprint: string): void {
  const path = join(cache, "recipe.sha256");
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(path, fingerprint);
  } else if (readFileSync(path, "utf8") !== fingerprint) {
    throw new Error(
      `The corpus, the tokenizer or the model's shape changed since the checkpoints in ${cache} were made. Delete that folder and start again.`,
    );
  }
}
