// Runs before the page. Where the host did not send the isolation headers, a service worker (isolation.js) will:
// register it and load the page once more through it. Without isolation the page works too, on one thread.
(() => {
  const RELOADED = "isolation-reloaded";
  const worker = new URL("isolation.js", document.currentScript.src);

  async function isolate() {
    if (self.crossOriginIsolated) return sessionStorage.removeItem(RELOADED);
    if (!self.isSecureContext || !navigator.serviceWorker || sessionStorage.getItem(RELOADED)) return;
    await navigator.serviceWorker.register(worker);
    await navigator.serviceWorker.ready;
    sessionStorage.setItem(RELOADED, "yes");
    location.reload();
  }

  // No storage, no service worker (private windows): the page stays as it is.
  isolate().catch(() => {});
})();
