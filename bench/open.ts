import type { Browser, Page } from "playwright-core";
import { median } from "d3-array";
import { launchChromium } from "../tools/browser";
import { serve } from "../tools/serve.mjs";
import { PAGE_HELPERS } from "./pageScript";
import type { BenchRow } from "./row";

const REPETITIONS = 5;

/**
 * `open.recorded` and `open.live`: milliseconds from the start of navigation, with an empty cache, to the first view
 * with finished numbers and to the same view computed by the embedded pair in the page. Nothing comparable runs
 * beside them, so their baselines are the targets.
 */
export async function benchOpen(): Promise<BenchRow[]> {
  const { origin, close } = await serve({ port: 0 });
  const browser = await launchChromium("none");
  try {
    const times: { recorded: number; live: number }[] = [];
    for (let repetition = 0; repetition < REPETITIONS; repetition++)
      times.push(await openOnce(browser, origin));
    const recorded = median(times, (time) => time.recorded) ?? NaN;
    const live = median(times, (time) => time.live) ?? NaN;
    return [
      { id: "open.recorded", value: recorded, unit: "ms", baseline: 1000, ratio: recorded / 1000 },
      { id: "open.live", value: live, unit: "ms", baseline: 3000, ratio: live / 3000 },
    ];
  } finally {
    await browser.close();
    await close();
  }
}

async function openOnce(browser: Browser, origin: string): Promise<{ recorded: number; live: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  try {
    await page.addInitScript(PAGE_HELPERS);
    await page.addInitScript(watchBadge);
    await page.goto(origin);
    return { recorded: await seen(page, "recorded"), live: await seen(page, "live") };
  } finally {
    await context.close();
  }
}

/** Notes in the page, frame by frame, when the numbers first stood there recorded, and when live. */
function watchBadge(): void {
  const times: Record<string, number> = {};
  Object.assign(window, { benchTimes: times });
  const look = (now: number): void => {
    for (const source of ["recorded", "live"]) {
      if (document.querySelector(`.badge.${source}`) && document.querySelector("[data-position]"))
        times[source] ??= now;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function seen(page: Page, source: string): Promise<number> {
  const found = await page.waitForFunction(
    (name) => (window as unknown as { benchTimes: Record<string, number> }).benchTimes[name],
    source,
    { timeout: 120_000 },
  );
  return (await found.jsonValue()) ?? NaN;
}
