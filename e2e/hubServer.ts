import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative, sep } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const BASE = fileURLToPath(new URL("../public/models/base", import.meta.url));
const COMMIT = "45dead349c328fe92a861c5162de28c8c86754e1";
const GRAPH = "onnx/model.onnx";

/**
 * How a model of this Hub behaves, by the name after "team/".
 * `cut`: the graph's first answer breaks in the middle. `broken`: every answer with more than half of it does.
 */
export const MODES = [
  "whole",
  "slow",
  "cut",
  "broken",
  "gated",
  "private",
  "missing",
  "wrong",
  "no-onnx",
  "redirected",
] as const;
type Mode = (typeof MODES)[number];

export interface HubServer {
  /** Without a slash at the end. */
  origin: string;
  /** Where redirected files come from. */
  elsewhere: string;
  /** What was asked so far: path, and the range where there was one. */
  readonly asked: { path: string; range: string | undefined }[];
  /** Bytes per second of "slow". */
  rate: number;
  /** From now on "broken" answers in full. */
  mend(): void;
  close(): Promise<void>;
}

/** A server with the Hub's addresses that offers the embedded base model under names that say how it goes wrong. */
export async function openHubServer({ rate = 500_000 }: { rate?: number } = {}): Promise<HubServer> {
  const files = new Map(
    readdirSync(BASE, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [relative(BASE, path).split(sep).join("/"), readFileSync(path)] as const;
      }),
  );
  const asked: HubServer["asked"] = [];
  let cutDone = false;
  let mended = false;

  const content = (mode: Mode, path: string): Buffer | undefined => {
    const bytes = files.get(path);
    if (mode !== "wrong" || path !== GRAPH || !bytes) return bytes;
    const wrong = Buffer.from(bytes);
    const middle = wrong.length >> 1;
    wrong.fill(7, middle, middle + 100);
    return wrong;
  };

  async function send(
    mode: Mode,
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const bytes = content(mode, path);
    if (!bytes) return void response.writeHead(404).end();
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const body = bytes.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": body.length,
      "accept-ranges": "bytes",
      ...(start > 0 ? { "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    const half = Math.floor(bytes.length / 2);
    const cut = path === GRAPH && ((mode === "cut" && !cutDone) || (mode === "broken" && !mended));
    const end = cut ? Math.max(0, half - start) : body.length;
    if (cut) cutDone = mode === "cut" || cutDone;
    const step = mode === "slow" || mode === "broken" ? Math.ceil(server.rate / 20) : body.length;
    for (let at = 0; at < end; at += step) {
      if (response.destroyed) return;
      response.write(body.subarray(at, Math.min(at + step, end)));
      if (step < body.length) await pause(50);
    }
    // A broken connection, not a short answer: wait until what was sent is on its way.
    if (cut) await pause(50).then(() => response.destroy());
    else response.end();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "range");
    response.setHeader("access-control-expose-headers", "content-range, x-error-code, link");
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    const path = decodeURIComponent((request.url ?? "/").split("?")[0] ?? "/");
    asked.push({ path, range: request.headers.range });
    const found = /^\/(api\/models\/)?(team\/([\w-]+))\/(revision|tree|resolve)\/([^/]+)\/?(.*)$/.exec(path);
    const mode = found?.[3] as Mode | undefined;
    if (!found || !mode || !MODES.includes(mode) || mode === "missing") {
      return void response.writeHead(404, { "x-error-code": "RepoNotFound" }).end();
    }
    if (mode === "gated") return void response.writeHead(401, { "x-error-code": "GatedRepo" }).end();
    if (mode === "private") return void response.writeHead(401, { "x-error-code": "RepoNotFound" }).end();
    const [, , id, , verb, , rest = ""] = found;
    if (verb === "revision") return json(response, { id, sha: COMMIT, gated: false });
    if (verb === "tree") return json(response, tree(mode, files));
    const away = mode === "redirected" && request.headers.host === new URL(origin).host;
    if (away) return void response.writeHead(302, { location: `${elsewhere}${request.url}` }).end();
    return send(mode, rest, request, response);
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  const servers = [createServer(listener), createServer(listener)] as const;
  const [origin, elsewhere] = (await Promise.all(servers.map(listen))) as [string, string];
  const server: HubServer = {
    origin,
    elsewhere,
    asked,
    rate,
    mend: () => (mended = true),
    close: async () => {
      await Promise.all(servers.map(close));
    },
  };
  return server;
}

function tree(mode: Mode, files: ReadonlyMap<string, Buffer>): object[] {
  return [...files].flatMap(([path, bytes]) => {
    if (mode === "no-onnx" && path.endsWith(".onnx")) return [];
    const oid = createHash("sha1").update(bytes).digest("hex");
    const large = path.endsWith(".onnx") || path.endsWith(".safetensors");
    const lfs = {
      oid: createHash("sha256").update(bytes).digest("hex"),
      size: bytes.length,
      pointerSize: 134,
    };
    return [{ type: "file", path, oid, size: bytes.length, ...(large ? { lfs } : {}) }];
  });
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
