// Service worker for static hosts that cannot send headers: it adds those that make the page cross-origin isolated,
// which WebAssembly threads need. It stores nothing.
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  // Other origins answer for themselves. A request that may only be met from the cache cannot be made again here.
  const ours = new URL(request.url).origin === self.location.origin;
  if (!ours || (request.cache === "only-if-cached" && request.mode !== "same-origin")) return;
  event.respondWith(isolated(request));
});

/** The host's answer with the headers added. Redirects are opaque and pass as they are. */
async function isolated(request) {
  const answer = await fetch(request);
  if (answer.status === 0) return answer;
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}
