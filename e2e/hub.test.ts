import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHubServer, type HubServer } from "./hubServer";
import { openPage, type OpenedPage } from "./support";

const PATIENCE = { timeout: 90_000 };
const BASE = fileURLToPath(new URL("../public/models/base", import.meta.url));

/** What the browser says of answers that are refusals and connections that break. */
const BAD_NETWORK = [/Failed to load resource/, /net::ERR_/];

let hub: HubServer;
beforeAll(async () => void (hub = await openHubServer()));
afterAll(() => hub.close());

const chip = (page: Page, side: "A" | "B") =>
  page.getByRole("region", { name: "Models" }).getByRole("button", { name: new RegExp(`^${side} `) });
const dialog = (page: Page) => page.getByRole("dialog", { name: "Choose the models" });

async function openHub(options: Partial<Parameters<typeof openPage>[0]> = {}): Promise<OpenedPage> {
  const opened = await openPage({
    gpu: "none",
    otherOrigins: [hub.origin, hub.elsewhere],
    expectedErrors: BAD_NETWORK,
    ...options,
  });
  await opened.page.evaluate((origin) => localStorage.setItem("rl-on-off:hub", origin), hub.origin);
  await opened.page.reload();
  return opened;
}

async function openDialog(page: Page, side: "A" | "B"): Promise<void> {
  await chip(page, side).click();
  await page.getByRole("button", { name: "Other models…" }).click();
  await dialog(page).waitFor();
}

async function lookUp(page: Page, side: "A" | "B", id: string): Promise<void> {
  await openDialog(page, side);
  await dialog(page).getByLabel("Model id").fill(id);
  await dialog(page).getByRole("button", { name: "Look up" }).click();
}

async function ready(page: Page, side: "A" | "B", name: string): Promise<void> {
  await expect
    .poll(async () => (await chip(page, side).innerText()).replace(/\s+/g, " "), PATIENCE)
    .toContain(`${name} WASM · fp32`);
}

const graphAsks = (name: string) =>
  hub.asked.filter(({ path }) => path.startsWith(`/team/${name}/`) && path.endsWith("model.onnx"));

describe("a model of the Hub", () => {
  test("says what it takes, loads through a broken connection, compares, is kept, and can be deleted", async () => {
    const { page } = await openPage({
      gpu: "none",
      otherOrigins: [hub.origin, hub.elsewhere],
      expectedErrors: BAD_NETWORK,
    });
    await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
    await openDialog(page, "A");
    await dialog(page).getByText("Advanced").click();
    await dialog(page).getByLabel("Address of the Hub").fill(hub.origin);
    await dialog(page).getByRole("button", { name: "Use", exact: true }).click();
    await dialog(page).getByLabel("Model id").fill("team/cut");
    await dialog(page).getByRole("button", { name: "Look up" }).click();
    await dialog(page)
      .getByText(`3.6 MB from ${new URL(hub.origin).host}`)
      .waitFor(PATIENCE);
    expect(graphAsks("cut")).toEqual([]);
    await dialog(page).getByRole("button", { name: "Load (3.6 MB)" }).click();
    await ready(page, "A", "cut");
    const half = 3563385 >> 1;
    expect(graphAsks("cut").map(({ range }) => range)).toEqual([undefined, `bytes=${half}-`]);

    await lookUp(page, "B", "team/redirected");
    await dialog(page).getByRole("button", { name: /^Load/ }).click();
    await ready(page, "B", "redirected");
    await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
    await expect.poll(() => page.url()).toMatch(/a=team\/cut&b=team\/redirected/);

    const asked = hub.asked.length;
    await page.reload();
    await ready(page, "A", "cut");
    await ready(page, "B", "redirected");
    expect(hub.asked).toHaveLength(asked);

    await openDialog(page, "A");
    const stored = dialog(page).getByRole("region", { name: "Stored models" });
    await stored.getByText("team/cut").waitFor();
    await stored.getByRole("button", { name: "Delete team/cut from this browser" }).click();
    await expect.poll(() => stored.innerText()).not.toContain("team/cut");
    expect(await stored.innerText()).toContain("team/redirected");
  });

  test("named by a link waits for the click, and says what it will do", async () => {
    const { page } = await openHub({ path: "/#/compare?v=1&a=team/whole&b=team/whole&q=2%2B2%3F&s=4" });
    const wants = page.getByRole("region", { name: "Models that the link wants" });
    await wants.getByText("This link wants team/whole").waitFor(PATIENCE);
    expect(hub.asked.filter(({ path }) => path.includes("/team/whole/"))).toEqual([]);
    await wants.getByRole("button", { name: "Look up" }).click();
    await wants.getByText(/3\.6\sMB from 127\.0\.0\.1/).waitFor(PATIENCE);
    expect(graphAsks("whole")).toEqual([]);
    await wants.getByRole("button", { name: "Load" }).click();
    await ready(page, "A", "whole");
    await ready(page, "B", "whole");
    expect(graphAsks("whole")).toHaveLength(1);
    await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
  });

  test("that breaks off goes on where it stopped after a reload, and a cancelled one too", async () => {
    const { page } = await openHub({ path: "/#/compare?v=1&a=team/broken" });
    const wants = page.getByRole("region", { name: "Models that the link wants" });
    await wants.getByRole("button", { name: "Look up" }).click(PATIENCE);
    await wants.getByRole("button", { name: "Load" }).click(PATIENCE);
    await expect.poll(() => chip(page, "A").innerText(), PATIENCE).toContain("connection lost");
    await page.reload();
    hub.mend();
    await wants.getByRole("button", { name: "Look up" }).click(PATIENCE);
    await wants.getByRole("button", { name: "Load" }).click(PATIENCE);
    await expect.poll(() => chip(page, "A").innerText(), PATIENCE).toMatch(/MB of 3\.6\sMB/);
    await page.getByRole("button", { name: "Cancel loading model A" }).click();
    await page.getByRole("button", { name: "Reload model A" }).click();
    await ready(page, "A", "broken");
    const starts = graphAsks("broken").map(({ range }) => Number(/\d+/.exec(range ?? "0")?.[0]));
    expect(starts[0]).toBe(0);
    expect(starts.slice(1).every((start) => start >= 3563385 >> 1)).toBe(true);
  });

  test.each([
    ["gated", /is gated: 127\.0\.0\.1:\d+ gives it only to people who agreed/],
    ["private", /does not show team\/private without a login \(status 401\)/],
    ["missing", /has no model team\/missing \(status 404\)/],
    ["no-onnx", /brings no ONNX weights/],
  ])("that is %s is refused before anything is downloaded", async (name, message) => {
    const { page } = await openHub();
    await lookUp(page, "A", `team/${name}`);
    await dialog(page).getByText(message).waitFor(PATIENCE);
    expect(await dialog(page).getByRole("button", { name: /^Load/ }).count()).toBe(0);
  });

  test("whose bytes are wrong is refused by name and digest, and not kept", async () => {
    const { page } = await openHub();
    await lookUp(page, "A", "team/wrong");
    await dialog(page).getByRole("button", { name: /^Load/ }).click(PATIENCE);
    await page
      .getByRole("alert")
      .filter({ hasText: /onnx\/model\.onnx of team\/wrong is not what the Hub says it is: its SHA-256/ })
      .waitFor(PATIENCE);
    expect(graphAsks("wrong")).toHaveLength(2);
  });

  test("loads without room to keep it, and says so", async () => {
    const { page, context } = await openHub();
    // The embedded pair is kept already, so that nothing more fits.
    await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
    const devtools = await context.newCDPSession(page);
    const { origin } = new URL(page.url());
    await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 2_000_000 });
    await lookUp(page, "A", "team/whole");
    await dialog(page).getByRole("button", { name: /^Load/ }).click(PATIENCE);
    await page.getByText("There is no room left to keep the model’s files").waitFor(PATIENCE);
    await ready(page, "A", "whole");
  });
});

test("a folder from disk loads without any server", async () => {
  const { page, requests } = await openHub();
  await openDialog(page, "B");
  await dialog(page).locator('input[type="file"]').setInputFiles(BASE);
  await ready(page, "B", "base");
  expect(requests.filter((url) => url.startsWith(hub.origin))).toEqual([]);
  await expect.poll(() => page.url()).toContain("b=disk:base");
});

test("a folder that is dropped loads the same way", async () => {
  const { page } = await openHub();
  await openDialog(page, "A");
  const place = dialog(page).getByRole("group", { name: "Open a folder" });
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error("The place to drop a folder is not on screen.");
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [BASE], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await devtools.send("Input.dispatchDragEvent", { type, x: box.x + 40, y: box.y + 20, data });
  }
  await ready(page, "A", "base");
  await expect.poll(() => page.url()).toContain("a=disk:base");
});
