// Runs before the page. Where the host did not send the isolation headers, a service worker (isolation.js) will:
// register it and load the page once more through it. Without isolation the page works too, on one thread.
(() => {
  const RELOADED = "isolation-reloaded";
  const worker = new URL("isolation.js", document.currentScript.src);

  /** A new build that came with the last visit: it takes over, and the page is loaded once more from it. */
  async function renew() {
    const { serviceWorker } = navigator;
    const waiting = (await serviceWorker?.getRegistration())?.waiting;
    if (!serviceWorker?.controller || waiting?.scriptURL !== worker.href) return;
    serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting.postMessage({ type: "take-over" });
  }

  async function isolate() {
    // In a frame it is the page around it that decides.
    if (self.top !== self) return;
    if (self.crossOriginIsolated) return sessionStorage.removeItem(RELOADED);
    if (!self.isSecureContext || !navigator.serviceWorker || sessionStorage.getItem(RELOADED)) return;
    await navigator.serviceWorker.register(worker);
    await navigator.serviceWorker.ready;
    sessionStorage.setItem(RELOADED, "yes");
    location.reload();
  }

  // No storage, no service worker (private windows): the page stays as it is.
  renew().catch(() => {});
  isolate().catch(() => {});
})();
