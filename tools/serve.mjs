// Serves the built page. Plain JavaScript without dependencies.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { argv } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CONTENT_SECURITY_POLICY, ISOLATION_HEADERS } from "./headers.mjs";

export const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const PREFERRED_PORT = 4173;
const PORTS_TRIED = 20;

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
};

/**
 * The file a request path means, or undefined where there is none. `/folder/` means its `index.html`; nothing outside
 * `root` is ever named.
 *
 * @param {string} root absolute path
 * @param {string} pathname path of the request's address, percent-encoded
 */
export function fileFor(root, pathname) {
  let decoded;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (decoded.includes("\0")) return undefined;
  const path = join(root, normalize(decoded.endsWith("/") ? `${decoded}index.html` : decoded));
  if (!path.startsWith(resolve(root) + sep)) return undefined;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? { path, size: stats.size, modified: stats.mtimeMs } : undefined;
}

/**
 * The bytes a `Range` header asks for, both ends included. The whole file where there is no header or one of another
 * form than a single range; undefined where the range lies outside the file.
 *
 * @param {string | undefined} header
 * @param {number} size bytes of the file
 */
export function byteRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  const [first, last] = [match?.[1] ?? "", match?.[2] ?? ""];
  if (!match || (first === "" && last === "")) return { start: 0, end: size - 1, partial: false };
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start <= end && start < size ? { start, end, partial: true } : undefined;
}

/**
 * @param {string} root
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {Record<string, string>} headers sent with every answer
 */
function answer(root, request, response, headers) {
  const refuse = (/** @type {number} */ status, /** @type {string} */ text) =>
    response.writeHead(status, { ...headers, "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "Only GET and HEAD.");
  const [pathname = "/"] = (request.url ?? "/").split(/[?#]/);
  const file = fileFor(root, pathname);
  if (!file) return refuse(404, `Not found: ${pathname}`);

  const etag = `"${file.size.toString(36)}-${Math.round(file.modified).toString(36)}"`;
  const caching = {
    ETag: etag,
    // Names in assets/ carry a hash of their content; everything else may change under its name.
    "Cache-Control": pathname.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
  if (request.headers["if-none-match"] === etag)
    return response.writeHead(304, { ...headers, ...caching }).end();

  const range = byteRange(request.headers.range, file.size);
  if (!range) return refuse(416, `The file has ${file.size} bytes.`);
  response.writeHead(range.partial ? 206 : 200, {
    ...headers,
    ...caching,
    "Content-Type": TYPES[extname(file.path)] ?? "application/octet-stream",
    "Content-Length": range.end - range.start + 1,
    "Accept-Ranges": "bytes",
    ...(range.partial ? { "Content-Range": `bytes ${range.start}-${range.end}/${file.size}` } : {}),
  });
  if (request.method === "HEAD" || file.size === 0) return response.end();
  const stream = createReadStream(file.path, { start: range.start, end: range.end });
  stream.on("error", () => response.destroy());
  response.on("close", () => stream.destroy());
  return stream.pipe(response);
}

/**
 * Listens on both loopback addresses, so that "localhost" means this server whichever one a browser tries first.
 * A machine without IPv6 has only the first.
 *
 * @param {import("node:http").RequestListener} listener
 * @param {number} port 0 for any
 * @returns {Promise<{port: number, servers: import("node:http").Server[]} | undefined>} undefined where it is taken
 */
async function listen(listener, port) {
  /** @type {import("node:http").Server[]} */
  const servers = [];
  let chosen = port;
  for (const host of ["127.0.0.1", "::1"]) {
    const server = createServer(listener);
    const code = await new Promise((done) => {
      server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => done(error.code ?? error.message));
      server.listen(chosen, host, () => done(undefined));
    });
    if (code === undefined) {
      servers.push(server);
      const address = server.address();
      if (address && typeof address === "object") chosen = address.port;
    } else if (host === "127.0.0.1" || code === "EADDRINUSE") {
      servers.forEach((opened) => opened.close());
      if (code === "EADDRINUSE" || code === "EACCES") return undefined;
      throw new Error(`Could not listen on ${host}:${chosen}: ${code}`);
    }
  }
  return { port: chosen, servers };
}

/**
 * Serves a folder on localhost with the isolation headers and the content security policy.
 *
 * @param {object} [options]
 * @param {string} [options.root] the folder; default `dist`
 * @param {number} [options.port] the port, 0 for any free one; default 4173 or the next free one
 * @param {Record<string, string>} [options.headers] instead of the usual ones: `{}` answers like a plain static host
 * @returns {Promise<{origin: string, close: () => Promise<void>}>}
 */
export async function serve({ root = DIST, port, headers } = {}) {
  const sent = headers ?? { ...ISOLATION_HEADERS, "Content-Security-Policy": CONTENT_SECURITY_POLICY };
  const wanted =
    port === undefined ? [...Array.from({ length: PORTS_TRIED }, (_, i) => PREFERRED_PORT + i), 0] : [port];
  for (const candidate of wanted) {
    const opened = await listen((request, response) => answer(root, request, response, sent), candidate);
    if (!opened) continue;
    return {
      origin: `http://localhost:${opened.port}`,
      close: async () => {
        for (const server of opened.servers) {
          server.closeAllConnections();
          await new Promise((done) => server.close(done));
        }
      },
    };
  }
  throw new Error(`Port ${wanted.join(", ")} of localhost is taken. Choose another one with --port.`);
}

/** `--port 8080` of a command line; undefined where it is absent. @param {string[]} words */
export function portArgument(words) {
  const at = words.indexOf("--port");
  if (at < 0) return undefined;
  const port = Number(words[at + 1]);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new Error(`--port takes a number from 0 to 65535, not "${words[at + 1] ?? ""}".`);
}

/** Serves `dist` and says where, until Ctrl+C. @param {string[]} words the command line */
export async function serveAndSay(words) {
  if (!fileFor(DIST, "/"))
    throw new Error("There is no built page yet: npm run build makes it, npm start does both.");
  const { origin } = await serve({ port: portArgument(words) });
  console.log(`\n  RL On/Off is at ${origin}/\n\n  Open it in a browser. Ctrl+C stops it.\n`);
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  serveAndSay(argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
