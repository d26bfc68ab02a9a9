import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { createServer } from "vite";
import { randomFolder } from "../tests/conformance/randomFolder";
import { launchChromium, type Gpu } from "../tools/browser";
import { ISOLATION_HEADERS } from "../tools/headers.mjs";

type Folder = Readonly<Record<string, Uint8Array | undefined>>;

/** Model folders as a network delivers them on bad days, by the path under which they are served. */
function folders(): Readonly<Record<string, Folder>> {
  const whole = randomFolder(1, { layers: 1, kvHeads: 4 });
  const graph = whole["onnx/model.onnx"] as Uint8Array;
  return {
    whole,
    missing: { ...whole, "onnx/model.onnx": undefined },
    cut: { ...whole, "onnx/model.onnx": graph.subarray(0, graph.length / 2) },
    lost: { ...whole, "config.json": new TextEncoder().encode("<!doctype html><title>Not found</title>") },
  };
}

/** The engine's own page (tests/conformance/page.html), served from the sources, with random models beside it. */
export interface EnginePage {
  page: Page;
  /** Address of a folder: "whole", "missing", "cut" or "lost". */
  folder(name: string): string;
  /** Address of a model that ships with the page. */
  embedded(name: string): string;
  /** Ends the browser's GPU process, as a driver's crash does. */
  crashGpu(): Promise<void>;
  close(): Promise<void>;
}

export async function openEnginePage(gpu: Exclude<Gpu, "hardware">): Promise<EnginePage> {
  const served = folders();
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    const [, name = "", ...path] = (request.url ?? "").split("?")[0]?.split("/") ?? [];
    const bytes = served[name]?.[path.join("/")];
    response.statusCode = bytes ? 200 : 404;
    response.setHeader("content-length", bytes?.length ?? 0);
    response.end(bytes);
  };
  const server = await createServer({
    server: { port: 0, hmr: false, watch: null, headers: ISOLATION_HEADERS },
    logLevel: "error",
    plugins: [
      {
        name: "random-models",
        configureServer: ({ middlewares }) => void middlewares.use("/test-models", respond),
      },
    ],
  });
  await server.listen();
  const origin = `http://localhost:${(server.httpServer?.address() as AddressInfo).port}`;
  const browser = await launchChromium(gpu);
  const page = await browser.newPage();
  await page.goto(`${origin}/tests/conformance/page.html`);
  await page.waitForFunction(() => "conformance" in window);
  return {
    page,
    folder: (name) => `${origin}/test-models/${name}/`,
    embedded: (name) => `${origin}/models/${name}/`,
    crashGpu: async () => {
      const devtools = await browser.newBrowserCDPSession();
      await devtools.send("Browser.crashGpuProcess");
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
