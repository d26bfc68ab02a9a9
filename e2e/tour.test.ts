import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openPage } from "./support";

const PATIENCE = { timeout: 90_000 };
const PHONE = { width: 390, height: 844 };

const tokenAt = (page: Page, position: number) =>
  page.locator(`[role="option"][data-position="${position}"]`);
const tour = (page: Page) => page.getByRole("region", { name: "A short tour" });
const button = (page: Page, name: string) => tour(page).getByRole("button", { name, exact: true });

async function live(page: Page): Promise<void> {
  await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
}

/** How many pixels of what the stop speaks of can be seen, and how many of them the card covers. */
async function seenOfStop(page: Page): Promise<{ seen: number; covered: number; height: number }> {
  return page.evaluate(() => {
    const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
    const [target, card] = [box("[data-toured]"), box(".tour")];
    if (!target || !card) return { seen: 0, covered: 0, height: 0 };
    const overlap = (top: number, bottom: number) =>
      Math.max(0, Math.min(target.bottom, bottom) - Math.max(target.top, top));
    const beside = card.right <= target.left || card.left >= target.right;
    return {
      seen: overlap(0, window.innerHeight),
      covered: beside ? 0 : overlap(card.top, card.bottom),
      height: target.height,
    };
  });
}

describe("the tour", () => {
  test("is offered once, acts on the page, and is found again at the foot", async () => {
    const { page, context } = await openPage({ gpu: "none", tour: "offered" });
    await tour(page).waitFor(PATIENCE);
    const before = await tokenAt(page, 3).boundingBox();
    await button(page, "Show me").click();
    await expect.poll(() => page.url()).toContain("at=0");
    const next = button(page, "Next");
    for (let step = 2; step < 4; step++) await next.click();
    await button(page, "Show me").click();
    await expect.poll(() => page.url()).toContain("th=0.01");
    await next.press("Enter");
    await button(page, "Show me").click();
    await expect.poll(() => page.url()).toContain("r=carry");
    await next.press("Escape");
    await tour(page).waitFor({ state: "detached" });
    expect((await tokenAt(page, 3).boundingBox())?.x).toBeGreaterThan(0);
    expect(before?.width).toBeGreaterThan(0);

    const again = await openPage({ gpu: "none", tour: "offered", context });
    await tokenAt(again.page, 0).waitFor();
    await live(again.page);
    expect(await tour(again.page).count()).toBe(0);
    const opener = again.page.getByRole("button", { name: "Tour", exact: true });
    await opener.click();
    await tour(again.page).waitFor();
    expect(await tour(again.page).evaluate((card) => card === document.activeElement)).toBe(true);
    await again.page.keyboard.press("Escape");
    await tour(again.page).waitFor({ state: "detached" });
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test("does not move anything when it comes, and is not offered to a link with a state of its own", async () => {
    const { page } = await openPage({ gpu: "none", tour: "offered" });
    await tokenAt(page, 3).waitFor();
    await page.evaluate(() => document.fonts.ready);
    const before = await tokenAt(page, 3).boundingBox();
    await tour(page).waitFor(PATIENCE);
    expect(await tokenAt(page, 3).boundingBox()).toEqual(before);

    for (const path of ["/#/compare?r=carry", "/#/compare?embed=1", "/#/compare?lesson=rl"]) {
      const { page: linked } = await openPage({ gpu: "none", tour: "offered", path });
      await live(linked);
      expect(await tour(linked).count()).toBe(0);
    }
  });

  test.each([
    { name: "on a phone", viewport: PHONE },
    { name: "in a wide window", viewport: { width: 1280, height: 720 } },
  ])("brings what it speaks of into view and does not lie over it, $name", async ({ viewport }) => {
    const { page } = await openPage({ gpu: "none", tour: "offered", viewport });
    await tour(page).waitFor(PATIENCE);
    for (let stop = 1; stop <= 6; stop++) {
      await tour(page).getByText(`${stop} of 6`).waitFor();
      await expect
        .poll(async () => {
          const { seen, covered, height } = await seenOfStop(page);
          return { enough: seen >= Math.min(height, 300) && seen > 0, covered };
        })
        .toEqual({ enough: true, covered: 0 });
      if (stop < 6) await button(page, "Next").click();
    }
  });

  test("shows the token that it chose on a phone, between its card and the details", async () => {
    const { page } = await openPage({ gpu: "none", tour: "offered", viewport: PHONE });
    await tour(page).waitFor(PATIENCE);
    await button(page, "Show me").click();
    const details = page.getByRole("complementary", { name: "Details of a token" });
    await expect
      .poll(async () => {
        const [token, card, sheet] = await Promise.all(
          [tokenAt(page, 0), tour(page), details].map((element) => element.boundingBox()),
        );
        if (!token || !card || !sheet) return false;
        return token.y >= card.y + card.height && token.y + token.height <= sheet.y;
      })
      .toBe(true);
  });

  test("is the first thing that Tab reaches, and Escape ends it from anywhere", async () => {
    const { page } = await openPage({ gpu: "none", tour: "offered" });
    await tour(page).waitFor(PATIENCE);
    await page.keyboard.press("Tab");
    expect(await tour(page).evaluate((card) => card.contains(document.activeElement))).toBe(true);

    await page.getByRole("button", { name: /Sampling/ }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Sampling" }).waitFor({ state: "hidden" });
    expect(await tour(page).count()).toBe(1);

    await page.getByRole("button", { name: /^Threshold .* type another$/ }).click();
    await page.keyboard.press("Escape");
    expect(await tour(page).count()).toBe(1);

    await tokenAt(page, 2).focus();
    await page.keyboard.press("Escape");
    await tour(page).waitFor({ state: "detached" });
    await expect.poll(() => page.url()).toContain("at=2");
  });
});
