// The page's service worker. It adds the headers that make the page cross-origin isolated, which WebAssembly threads
// need and static hosts cannot send; and it keeps the built page, so that later visits need no network.
//
// One build is served as a whole or not at all: every kept file is held against the hash that the build wrote here, a
// build is served only once all of it is there, and the next build waits until no page of this one is open.

/** The files of the build by path, with their SHA-256. Written by tools/vite/offline.ts; empty in the sources. */
const BUILD = { id: "", files: {}, whenUsed: {} };

const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

const { scope } = self.registration;
const CACHES = `rl-on-off ${scope} `;
const CACHE = `${CACHES}${BUILD.id}`;
const COMPLETE = `${scope}.complete`;

self.addEventListener("install", (event) => {
  // A first visit gets its headers at once and is kept when the page asks for it; a new build comes whole.
  event.waitUntil(self.registration.active ? keepOrDoWithout() : self.skipWaiting());
});

self.addEventListener("activate", (event) => event.waitUntil(dropOtherBuilds()));

self.addEventListener("message", (event) => {
  const [port] = event.ports;
  if (event.data?.type === "keep") {
    event.waitUntil(keepFor(event.data.scripts).then((kept) => port?.postMessage({ kept })));
  } else if (event.data?.type === "take-over") {
    event.waitUntil(takeOver().then((taken) => port?.postMessage({ taken })));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  // Other origins answer for themselves. A request that may only be met from the cache cannot be made again here.
  const ours = new URL(request.url).origin === self.location.origin;
  if (!ours || (request.cache === "only-if-cached" && request.mode !== "same-origin")) return;
  event.respondWith(answer(event));
});

async function answer(event) {
  const { request } = event;
  const path = pathOf(request);
  // Whoever asks past the caches found a file wrong.
  const fresh = request.cache === "reload" && request.mode !== "navigate";
  const kept = path !== undefined && !fresh && (await isComplete()) ? await find(path) : undefined;
  if (kept) return isolated(kept);
  try {
    const response = await fetch(request);
    if (path in BUILD.whenUsed && response.ok && (await isComplete())) event.waitUntil(keepUsed(path));
    return isolated(response);
  } catch (error) {
    const known = path !== undefined && (await isComplete()) ? await find(path) : undefined;
    if (known) return isolated(known);
    throw error;
  }
}

/** The response with the headers added. Redirects are opaque and pass as they are. */
function isolated(response) {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Path within the build of what a request asks for; undefined where the build has no such file. */
function pathOf({ url, method, mode, headers }) {
  const [address, query] = url.split("#")[0].split("?");
  if (method !== "GET" || headers.has("range") || !address.startsWith(scope)) return undefined;
  if (query !== undefined && mode !== "navigate") return undefined;
  const path = decodeURIComponent(address.slice(scope.length)) || "index.html";
  return Object.hasOwn(BUILD.files, path) || Object.hasOwn(BUILD.whenUsed, path) ? path : undefined;
}

/** Some hosts redirect index.html to its folder. */
function addressOf(path) {
  return path === "index.html" ? scope : new URL(path, scope).href;
}

/** A kept file; undefined where there is none, or no storage. */
async function find(path, options = { cacheName: CACHE }) {
  return caches.match(addressOf(path), options).catch(() => undefined);
}

let complete = false;

async function isComplete() {
  complete ||= Boolean(await caches.match(COMPLETE, { cacheName: CACHE }).catch(() => undefined));
  return complete;
}

/** Keeps the build, unless the page is of another one. Whether it is kept now. */
async function keepFor(scripts) {
  const known = (address) => Object.hasOwn(BUILD.files, address.slice(scope.length));
  if (!BUILD.id || !Array.isArray(scripts) || !scripts.every(known)) return false;
  return keep().catch(async (error) => {
    if (isFull(error)) await caches.delete(CACHE);
    return false;
  });
}

/** For a new build: where the storage is full it is better served from the network than not at all. */
async function keepOrDoWithout() {
  try {
    await keep();
  } catch (error) {
    if (!isFull(error)) throw error;
    await caches.delete(CACHE);
  }
}

function isFull(error) {
  return error?.name === "QuotaExceededError";
}

/** What an earlier try has kept stays. */
async function keep() {
  if (!BUILD.id) return false;
  const cache = await caches.open(CACHE);
  for (const [path, hash] of Object.entries(BUILD.files)) {
    if (!(await cache.match(addressOf(path)))) await cache.put(addressOf(path), await rightCopy(path, hash));
  }
  await cache.put(COMPLETE, new Response());
  return isComplete();
}

/** A large file that not every visitor needs. */
async function keepUsed(path) {
  const copy = await rightCopy(path, BUILD.whenUsed[path]);
  await (await caches.open(CACHE)).put(addressOf(path), copy);
}

/** A file with the bytes that it had when the page was built: of an earlier build, else from the network. */
async function rightCopy(path, hash) {
  const address = addressOf(path);
  const places = [
    () => find(path, {}),
    () => fetch(address, { credentials: "same-origin" }),
    () => fetch(address, { credentials: "same-origin", cache: "reload" }),
  ];
  for (const place of places) {
    const response = await place();
    if (!response?.ok) continue;
    const bytes = await response.arrayBuffer();
    if ((await sha256(bytes)) !== hash) continue;
    const headers = new Headers(response.headers);
    headers.delete("content-encoding");
    headers.set("content-length", String(bytes.byteLength));
    return new Response(bytes, { headers });
  }
  throw new Error(`${path} is not that of build ${BUILD.id}`);
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function dropOtherBuilds() {
  const names = await caches.keys().catch(() => []);
  const others = names.filter((name) => name.startsWith(CACHES) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** On a page's demand: only where no other page still needs the build before. Whether this build's turn has come. */
async function takeOver() {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.filter(({ url }) => url.startsWith(scope)).length > 1) return false;
  void self.skipWaiting();
  return true;
}
