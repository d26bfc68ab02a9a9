import { join } from "node:path";
import type { Page } from "playwright-core";
import { createServer } from "vite";
import { launchChromium } from "../browser";
import { checkpointServer } from "./checkpointServer";

/** Opening the page compiles its sources and makes the tokenizer. */
const OPENING_TIMEOUT = 180_000; // ms

/**
 * Serves and opens the page that trains and measures, in a headless browser, cross-origin isolated so that WASM uses
 * all cores, with the machine's own GPU where it has one.
 *
 * @param root the repository
 * @param cache where checkpoints are kept
 * @param report gets the page's progress, line by line
 */
export async function openTrainingPage(
  root: string,
  cache: string,
  report: (line: string) => void,
): Promise<{ page: Page; close(): Promise<void> }> {
  const server = await createServer({
    root,
    configFile: false,
    cacheDir: join(cache, "vite"),
    logLevel: "warn",
    plugins: [checkpointServer(join(cache, "checkpoints"))],
    optimizeDeps: { entries: [], include: ["@jax-js/jax", "comlink", "@huggingface/tokenizers"] },
    server: {
      host: "127.0.0.1",
      port: 0,
      hmr: false,
      watch: null, // an edit must not reload the page in the middle of a run
      headers: {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      },
    },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === "string")
    throw new Error("The server of the training page has no port.");

  const browser = await launchChromium("hardware");
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => report(`page error: ${error.message}`));
    await page.exposeFunction("report", report);
    await page.goto(`http://127.0.0.1:${address.port}/tools/models/page/index.html`);
    await page.waitForFunction(() => "stages" in window, undefined, { timeout: OPENING_TIMEOUT });
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}
