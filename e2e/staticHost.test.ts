import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DIST, serve } from "../tools/serve.mjs";
import { openPage } from "./support";

const PATH = "/some/project/";

/**
 * The built page on a host that sends no headers of its own, below a path, as on GitHub Pages.
 *
 * @param replaced files of the built page that are others there: path → content
 * @returns the host's origin
 */
async function staticHost(replaced: Record<string, string> = {}): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), "static-host-"));
  const folder = join(root, PATH);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(DIST)) {
    const content = replaced[name];
    if (content === undefined) symlinkSync(join(DIST, name), join(folder, name));
    else writeFileSync(join(folder, name), content);
  }
  const { origin, close } = await serve({ root, port: 0, headers: {} });
  onTestFinished(async () => {
    await close();
    rmSync(root, { recursive: true });
  });
  return origin;
}

function documentLoads(requests: readonly string[]): number {
  return requests.filter((url) => new URL(url).pathname === PATH).length;
}

test("on a host without headers the service worker isolates the page after one reload, the link kept", async () => {
  const origin = await staticHost();
  const { page, context, requests } = await openPage({
    gpu: "none",
    serviceWorkers: "allow",
    origin,
    path: `${PATH}#/compare?seed=7`,
  });
  await page.waitForFunction(() => crossOriginIsolated);
  expect(documentLoads(requests)).toBe(2);
  expect(page.url()).toBe(`${origin}${PATH}#/compare?seed=7`);

  const next = await openPage({ gpu: "none", serviceWorkers: "allow", origin, path: PATH, context });
  expect(await next.page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(documentLoads(next.requests)).toBe(1);
});

test("below a path the licences are found beside the page", async () => {
  const origin = await staticHost();
  const { page } = await openPage({ gpu: "none", serviceWorkers: "allow", origin, path: PATH });
  await page.waitForFunction(() => crossOriginIsolated);
  const address = await page.getByRole("link", { name: "Open-source licences" }).evaluate((link) => {
    return link instanceof HTMLAnchorElement ? link.href : "";
  });
  expect(address).toBe(`${origin}${PATH}THIRD-PARTY-LICENSES.txt`);
  expect((await page.request.get(address)).status()).toBe(200);
});

test("a service worker that does not help costs one reload, never a second", async () => {
  const origin = await staticHost({ "isolation.js": "self.skipWaiting();\n" });
  const { page, requests } = await openPage({ gpu: "none", serviceWorkers: "allow", origin, path: PATH });
  await expect.poll(() => documentLoads(requests)).toBe(2);
  await page.waitForLoadState("networkidle");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect(documentLoads(requests)).toBe(2);
});

test("a service worker that cannot be installed leaves the page as it is", async () => {
  const origin = await staticHost({ "isolation.js": "throw new Error('broken');\n" });
  const { page, requests } = await openPage({ gpu: "none", serviceWorkers: "allow", origin, path: PATH });
  await page.waitForLoadState("networkidle");
  expect(documentLoads(requests)).toBe(1);
});
