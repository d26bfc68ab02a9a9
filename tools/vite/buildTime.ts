import { utimesSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

/**
 * Dates the built `index.html` to the moment the build began, so that "older than a source file" is also true for a
 * file that was saved while the build ran. tools/build.mjs compares the two.
 */
export function buildTime(): Plugin {
  let began = new Date();
  let page = "";
  return {
    name: "build-time",
    apply: "build",
    configResolved(config) {
      page = resolve(config.root, config.build.outDir, "index.html");
    },
    buildStart() {
      began = new Date();
    },
    writeBundle: {
      order: "post",
      handler: () => utimesSync(page, began, began),
    },
  };
}
