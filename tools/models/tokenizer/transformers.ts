import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * transformers.js as a browser loads it. In Node the bare package name resolves to the build on onnxruntime-node,
 * which this project leaves out.
 */
export async function loadTransformers(): Promise<typeof import("@huggingface/transformers")> {
  const nodeBuild = createRequire(import.meta.url).resolve("@huggingface/transformers");
  return import(pathToFileURL(join(dirname(nodeBuild), "transformers.web.js")).href);
}
