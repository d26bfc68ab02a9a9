import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSafetensors } from "../../src/training/export/safetensors";
import { fileEntry, SELF_CHECK_FILE, type ManifestEntry } from "./manifest";
import { CONFIG, SEED } from "./recipe";
import { selfCheckReference } from "./selfCheckReference";

/**
 * `npm run models:self-check` computes the reference values of the published models' self-check anew, from their
 * weights for Python, and writes them and their entries in the manifest. Nothing is trained.
 */
const models = fileURLToPath(new URL("../../public/models/", import.meta.url));
const manifestPath = join(models, "manifest.json");
const manifest = JSON.parse(readFileSync(manifestPath, "utf8")) as ManifestEntry[];

const entries = manifest.map((entry): ManifestEntry => {
  const weights = readSafetensors(
    Uint8Array.from(readFileSync(join(models, entry.folder, "model.safetensors"))),
  );
  const reference = selfCheckReference(CONFIG, weights, SEED);
  const bytes = new TextEncoder().encode(`${JSON.stringify(reference)}\n`);
  writeFileSync(join(models, entry.folder, SELF_CHECK_FILE), bytes);
  console.log(`public/models/${entry.folder}/${SELF_CHECK_FILE}: ${bytes.length} bytes`);
  return { ...entry, selfCheck: fileEntry(SELF_CHECK_FILE, bytes) };
});
writeFileSync(manifestPath, `${JSON.stringify(entries, undefined, 2)}\n`);
