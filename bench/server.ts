import { fileURLToPath } from "node:url";
import { createServer } from "vite";

/** The sources as a development server serves them, bench pages and models included. */
export async function openBenchServer(): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = await createServer({
    configFile: fileURLToPath(new URL("../vite.config.ts", import.meta.url)),
    root: fileURLToPath(new URL("..", import.meta.url)),
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === "string") throw new Error("The bench server has no port.");
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}
