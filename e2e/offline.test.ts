import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { ISOLATION_HEADERS } from "../tools/headers.mjs";
import { DIST, serve } from "../tools/serve.mjs";
import { listKeptFiles } from "../tools/vite/offline";
import { openPage, type PageOptions } from "./support";

/** What a page without a network says of it in the console. */
const NO_NETWORK = [/net::ERR_|Failed to fetch|fetching the script/];

interface Host {
  origin: string;
  /** Folder that is served. */
  root: string;
  /** Paths that are never answered. */
  readonly silent: Set<string>;
  /** Nothing is answered. */
  down: boolean;
  /** Paths asked for so far. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** A server of a page that can be stopped and whose page can be replaced. */
async function host(root: string, headers: Record<string, string> = ISOLATION_HEADERS): Promise<Host> {
  const files = new Map<string, Awaited<ReturnType<typeof serve>>>();
  const state = { root, silent: new Set<string>(), down: false, asked: [] as string[] };
  const listener: RequestListener = async (request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    state.asked.push(path);
    if (state.down) request.socket.destroy();
    if (state.down || state.silent.has(path)) return;
    const served = files.get(state.root) ?? (await serve({ root: state.root, port: 0, headers }));
    files.set(state.root, served);
    const answer = await fetch(`${served.origin}${path}`, { headers: { "accept-encoding": "identity" } });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server: Server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  let running = true;
  const stop = async (): Promise<void> => {
    if (!running) return;
    running = false;
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    for (const served of files.values()) await served.close();
  };
  onTestFinished(stop);
  return Object.assign(state, { origin: `http://localhost:${(server.address() as AddressInfo).port}`, stop });
}

/** A copy of the built page with other examples' titles: the same program, another build. */
function buildWith(title: string, { listed = true } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "build-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(DIST, folder, { recursive: true, filter: (path) => !/asyncify|safetensors/.test(path) });
  const page = join(folder, "index.html");
  writeFileSync(page, readFileSync(page, "utf8").replace("<html", `<html data-build="${title}"`));
  const index = join(folder, "recordings/index.json");
  const titles = JSON.parse(readFileSync(index, "utf8")) as { title: string }[];
  writeFileSync(index, JSON.stringify(titles.map((entry) => ({ ...entry, title }))));
  if (listed) listKeptFiles(folder);
  return folder;
}

const visit = (origin: string, options: Partial<PageOptions> = {}) =>
  openPage({ gpu: "none", serviceWorkers: "allow", origin, expectedErrors: NO_NETWORK, ...options });

const kept = (page: Page) => page.getByText("opens without a network").waitFor();
const live = (page: Page) => page.locator(".badge.live").waitFor();

const newerTold = (page: Page) => page.locator("footer").getByText("A newer version is ready.");

/** The build that the page is of, by its document and by its examples. */
async function buildOf(page: Page): Promise<(string | null)[]> {
  const document = await page.locator("html").getAttribute("data-build");
  const titles = await page.evaluate(async () => {
    const index = (await (await fetch("./recordings/index.json")).json()) as { title: string }[];
    return index[0]?.title ?? null;
  });
  return [document, titles];
}

/** Until a newer service worker waits for its turn. */
async function newerWaits(page: Page): Promise<void> {
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update().catch(() => undefined));
  const waits = () =>
    page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));
  await expect.poll(waits, { timeout: 60_000 }).toBe(true);
}

async function comesBack(context: BrowserContext, origin: string, path = "/"): Promise<Page> {
  return (await visit(origin, { context, path })).page;
}

test.each([
  ["with isolation headers", ISOLATION_HEADERS],
  ["without headers", {}],
])("after the first visit to a host %s the page works without it", async (_, headers) => {
  const server = await host(DIST, headers);
  const first = await visit(server.origin);
  await live(first.page);
  await kept(first.page);
  await first.page.close();
  await server.stop();

  const page = await comesBack(first.context, server.origin, "/#/compare?r=borrow");
  await page.locator('[data-position="0"]').waitFor();
  await live(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.locator("footer").getByText("offline", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Edit the solution" }).click();
  const solution = page.getByRole("textbox", { name: "Solution", exact: true });
  await solution.fill("7 + 5 = 12");
  await solution.press("Control+Enter");
  await page.locator('[data-position="3"]').waitFor();
  await live(page);
});

test("a first visit that was cut short keeps no half page, and the next one goes on where it ended", async () => {
  const server = await host(DIST);
  server.silent.add("/recordings/guess.json");
  const first = await visit(server.origin);
  await live(first.page);
  await expect.poll(() => server.asked.includes("/recordings/guess.json"), { timeout: 30_000 }).toBe(true);
  await first.page.close();

  server.silent.clear();
  server.down = true;
  await expect(comesBack(first.context, server.origin)).rejects.toThrow(/net::ERR_/);
  server.down = false;
  const before = server.asked.length;
  const page = await comesBack(first.context, server.origin);
  await live(page);
  await kept(page);
  const again = server.asked.slice(before);
  expect(again).toContain("/");
  expect(again).toContain("/recordings/guess.json");
  expect(again.filter((path) => path === "/THIRD-PARTY-LICENSES.txt")).toEqual([]);
});

test("a new build is taken at the next visit, as a whole", async () => {
  const server = await host(buildWith("one"));
  const first = await visit(server.origin);
  await live(first.page);
  await kept(first.page);
  await first.page.close();

  server.root = buildWith("two");
  const second = await comesBack(first.context, server.origin);
  await live(second);
  expect(await buildOf(second)).toEqual(["one", "one"]);
  await newerWaits(second);
  await newerTold(second).waitFor();
  expect(await buildOf(second)).toEqual(["one", "one"]);
  await second.close();
  await server.stop();

  const third = await comesBack(first.context, server.origin);
  await third.waitForFunction(() => document.documentElement.dataset.build === "two");
  await live(third);
  expect(await buildOf(third)).toEqual(["two", "two"]);
});

test("a newer build is told in the footer, and its button takes it as soon as no other page is in the way", async () => {
  const server = await host(buildWith("one"));
  const first = await visit(server.origin);
  await live(first.page);
  await kept(first.page);
  const page = await comesBack(first.context, server.origin);
  await live(page);
  expect(await newerTold(page).count()).toBe(0);
  server.root = buildWith("two");
  await newerWaits(page);
  await newerTold(page).waitFor();
  const reload = page.locator("footer").getByRole("button", { name: "Reload" });
  await reload.click();
  await page.locator("footer").getByText("Close this page’s other tabs").waitFor();
  expect(await buildOf(page)).toEqual(["one", "one"]);

  await first.page.close();
  await reload.click();
  await page.waitForFunction(() => document.documentElement.dataset.build === "two");
  await live(page);
  expect(await buildOf(page)).toEqual(["two", "two"]);
  expect(await newerTold(page).count()).toBe(0);
});

test("reloading the only page takes the new build too; another page that is open keeps its own", async () => {
  const server = await host(buildWith("one"));
  const first = await visit(server.origin);
  await live(first.page);
  await kept(first.page);
  const other = await comesBack(first.context, server.origin);
  await live(other);
  server.root = buildWith("two");
  await newerWaits(other);
  await first.page.reload();
  await live(first.page);
  expect(await buildOf(first.page)).toEqual(["one", "one"]);
  await other.close();
  await first.page.reload();
  await first.page.waitForFunction(() => document.documentElement.dataset.build === "two");
  await live(first.page);
  expect(await buildOf(first.page)).toEqual(["two", "two"]);
});

test("a build that is only half there is not taken", async () => {
  const server = await host(buildWith("one"));
  const first = await visit(server.origin);
  await live(first.page);
  await kept(first.page);
  await first.page.close();

  // The new service worker names files that the host does not have yet.
  const two = buildWith("two");
  const half = buildWith("one", { listed: false });
  cpSync(join(two, "isolation.js"), join(half, "isolation.js"));
  server.root = half;
  const second = await comesBack(first.context, server.origin);
  await live(second);
  await expect
    .poll(() => second.evaluate(async () => (await navigator.serviceWorker.ready).installing === null))
    .toBe(true);
  expect(await second.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
  expect(await buildOf(second)).toEqual(["one", "one"]);
});
