import type { Page } from "playwright-core";
import { launchChromium } from "../tools/browser";
import { serve } from "../tools/serve.mjs";
import { PAGE_HELPERS } from "./pageScript";
import type { BenchRow } from "./row";

const TOKENS = 10_000;
const FRAMES = 240;

/** `tokens.fps`: frames per second while ten thousand compared tokens are scrolled and hovered, against the screen's 60. */
export async function benchTokens(): Promise<BenchRow[]> {
  const { origin, close } = await serve({ port: 0 });
  const browser = await launchChromium("none");
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(PAGE_HELPERS);
    await page.goto(`${origin}/#/compare?q=Count&s=a&chat=0`);
    await page.locator(".badge.live").waitFor({ timeout: 120_000 });
    await page.getByRole("button", { name: "Edit the solution" }).click();
    await page.getByRole("textbox", { name: "Solution", exact: true }).fill("7 ".repeat(TOKENS / 2));
    await page.getByRole("textbox", { name: "Solution", exact: true }).press("Control+Enter");
    await page.locator(`[data-position="${TOKENS - 1}"]`).waitFor({ state: "attached", timeout: 300_000 });
    await page.locator(".badge.live").waitFor({ timeout: 300_000 });
    const value = await scrollAndHover(page);
    return [{ id: "tokens.fps", value, unit: "frames/s", baseline: 60, ratio: value / 60 }];
  } finally {
    await browser.close();
    await close();
  }
}

/** Frames per second over `FRAMES` frames of scrolling with the pointer moving over the tokens. */
function scrollAndHover(page: Page): Promise<number> {
  return page.evaluate(
    (frames) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        let frame = 0;
        const step = (): void => {
          scrollBy(0, 24);
          const under = document.elementFromPoint(300 + (frame % 40) * 8, 450);
          under?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" }));
          if (++frame < frames) requestAnimationFrame(step);
          else resolve((1000 * frames) / (performance.now() - start));
        };
        requestAnimationFrame(step);
      }),
    FRAMES,
  );
}
