import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkpointServer } from "./checkpointServer";

const folder = mkdtempSync(join(tmpdir(), "checkpoints-"));
let server: ViteDevServer;
let address: string;

beforeAll(async () => {
  server = await createServer({
    root: folder,
    configFile: false,
    logLevel: "silent",
    plugins: [checkpointServer(join(folder, "kept"))],
    server: { host: "127.0.0.1", port: 0, hmr: false, watch: null },
  });
  await server.listen();
  address = `${server.resolvedUrls!.local[0]}checkpoints/`;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe("the checkpoint server", () => {
  it("has nothing at first, and then what was put there last", async () => {
    expect((await fetch(`${address}base`)).status).toBe(404);
    for (const content of ["first", "second"]) {
      expect((await fetch(`${address}base`, { method: "PUT", body: content })).status).toBe(204);
    }
    expect(await (await fetch(`${address}base`)).text()).toBe("second");
  });

  it("leaves no half-written file behind", () => {
    expect(readdirSync(join(folder, "kept"))).toEqual(["base.safetensors"]);
  });

  it.each(["../secret", "a.b", "UPPER", ""])("refuses the name %j", async (name) => {
    expect((await fetch(address + encodeURIComponent(name), { method: "PUT", body: "x" })).status).toBe(400);
  });

  it("refuses other methods", async () => {
    expect((await fetch(`${address}base`, { method: "DELETE" })).status).toBe(405);
  });
});
