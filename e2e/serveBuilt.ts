import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { ensureBuilt } from "../tools/build.mjs";
import { serve } from "../tools/serve.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the built page is served, without a slash at the end. */
    origin: string;
  }
}

/** Once per run: builds the page if it is older than its sources and serves it on a free port. */
export default async function serveBuilt(project: TestProject): Promise<() => Promise<void>> {
  await ensureBuilt(fileURLToPath(new URL("..", import.meta.url)));
  const { origin, close } = await serve({ port: 0 });
  project.provide("origin", origin);
  return close;
}
