import { median } from "d3-array";
import type { Browser, Page } from "playwright-core";
import { openHubServer, type HubServer } from "../e2e/hubServer";
import { launchChromium } from "../tools/browser";
import { serve } from "../tools/serve.mjs";
import type { BenchRow } from "./row";

const REPETITIONS = 3;

/** Bytes per second: slow enough that the download, not the runtime's start, is what is measured. */
const RATE = 400_000;

/**
 * `load.resume`: milliseconds from the click to a loaded model when half of its weights came in an earlier visit that was
 * cut off, against a load of the whole from a server of the same speed.
 */
export async function benchLoadResume(): Promise<BenchRow[]> {
  const { origin, close } = await serve({ port: 0 });
  const browser = await launchChromium("none");
  try {
    const full: number[] = [];
    const resumed: number[] = [];
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      full.push(await inVisit(browser, origin, (page) => loadNamed(page, "slow")));
      resumed.push(await inVisit(browser, origin, afterCut));
    }
    const value = median(resumed) ?? NaN;
    const baseline = median(full) ?? NaN;
    return [{ id: "load.resume", value, unit: "ms", baseline, ratio: value / baseline }];
  } finally {
    await browser.close();
    await close();
  }
}

/** A new visitor, and a new Hub that has not been asked yet. */
async function inVisit(
  browser: Browser,
  origin: string,
  work: (page: Page, hub: HubServer) => Promise<number>,
): Promise<number> {
  const hub = await openHubServer({ rate: RATE });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${origin}/gallery.html`);
    await page.evaluate((address) => localStorage.setItem("rl-on-off:hub", address), hub.origin);
    return await work(page, hub);
  } finally {
    await context.close();
    await hub.close();
  }
}

async function loadNamed(page: Page, name: string): Promise<number> {
  await lookUp(page, name);
  const start = performance.now();
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.locator('.chip.a[data-phase="ready"]').waitFor({ timeout: 120_000 });
  return performance.now() - start;
}

async function afterCut(page: Page, hub: HubServer): Promise<number> {
  await lookUp(page, "broken");
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.locator(".chip.a").getByText("connection lost").first().waitFor({ timeout: 120_000 });
  hub.mend();
  return loadNamed(page, "broken");
}

/** Opens the page anew at a link that names the model. */
async function lookUp(page: Page, name: string): Promise<void> {
  await page.goto(new URL(`/?${name}#/compare?v=1&a=team/${name}`, page.url()).href);
  await page.reload();
  await page.getByRole("button", { name: "Look up" }).click({ timeout: 120_000 });
  await page.getByRole("button", { name: "Load", exact: true }).waitFor({ timeout: 120_000 });
}
