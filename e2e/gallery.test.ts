import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { GALLERY } from "../src/ui/gallery/items";
import { structureOf } from "../tests/gallery/structure";
import { openPage } from "./support";

const GOLDEN = join(import.meta.dirname, "../tests/golden/gallery");

/** The gallery in the built page, wide enough for every item's own width; or one of its items alone. */
async function openGallery({ item = "", width = 1280 } = {}): Promise<Page> {
  const { page } = await openPage({
    gpu: "none",
    path: `/gallery.html${item && `?item=${item}`}`,
    viewport: { width, height: 900 },
    colorScheme: "light",
  });
  await page.locator("[data-item] .frame > *").last().waitFor();
  return page;
}

function frame(page: Page, id: string): Locator {
  return page.locator(`[data-item="${id}"] .frame`);
}

/** Presses the pointer at a share of an element's width and lets it go at another, in its upper half. */
async function drag(page: Page, plane: Locator, from: number, to: number): Promise<void> {
  const box = await plane.boundingBox();
  if (!box) throw new Error("there is nothing to drag across on the page");
  const y = box.y + 0.3 * box.height;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + to * box.width, y, { steps: 4 });
  await page.mouse.up();
}

/** The chart of one item, alone on its page. */
async function openItem(item: string): Promise<{ page: Page; chart: Locator }> {
  const page = await openGallery({ item });
  return { page, chart: frame(page, item) };
}

describe("the gallery", () => {
  test("draws every chart in every state as its golden file has it (new ones: vitest -u)", async () => {
    const page = await openGallery();
    for (const { id } of GALLERY) {
      await expect.soft(await structureOf(frame(page, id))).toMatchFileSnapshot(join(GOLDEN, `${id}.html`));
    }
  });

  test("has a golden file for each item and no other", () => {
    expect(readdirSync(GOLDEN).sort()).toEqual(GALLERY.map(({ id }) => `${id}.html`).sort());
  });

  test("gives every drawing and every control an accessible name", async () => {
    const page = await openGallery();
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll(".frame [role='img'], .frame [role='slider'], .frame button")]
        .filter((element) => !element.getAttribute("aria-label"))
        .map((element) => element.outerHTML.slice(0, 100)),
    );
    expect(nameless).toEqual([]);
  });

  test("fits a phone without sideways scrolling", async () => {
    const page = await openGallery({ width: 390 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  test("keeps light and dark apart on one page", async () => {
    const page = await openGallery();
    const background = (id: string) =>
      frame(page, id).evaluate((frame) => getComputedStyle(frame).backgroundColor);
    expect(await background("line-typical")).toBe("rgb(252, 252, 253)");
    expect(await background("line-dark")).toBe("rgb(20, 20, 22)");
  });
});

describe("the line chart", () => {
  test("is walked with the arrow keys, and Enter chooses the token that is read out", async () => {
    const { page, chart } = await openItem("line-typical");
    const positions = chart.getByRole("slider", { name: "Token in JS divergence" });
    await positions.focus();
    for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowLeft"]) await page.keyboard.press(key);
    expect(await positions.getAttribute("aria-valuenow")).toBe("2");
    expect(await chart.locator(".readout").textContent()).toMatch(/^token 2 · 0\.\d\d nats$/);
    expect(await chart.locator(".chosen").count()).toBe(1);
    await page.keyboard.press("Enter");
    expect(await chart.locator(".chosen").count()).toBe(2);
    await page.keyboard.press("Escape");
    expect(await chart.locator(".hovered").count()).toBe(0);
  });

  test("reads out the token under the pointer and chooses it with a click", async () => {
    const { page, chart } = await openItem("line-signed");
    await chart.locator(".positions").hover({ position: { x: 320, y: 25 } });
    expect(await chart.locator(".readout").textContent()).toMatch(/^token 46 · /);
    await page.mouse.down();
    await page.mouse.up();
    expect(await chart.locator(".chosen").count()).toBe(1);
  });

  test("lets the threshold be dragged and moved with the keyboard", async () => {
    const { page, chart } = await openItem("line-typical");
    const threshold = chart.getByRole("slider", { name: "Threshold of JS divergence" });
    const value = async () => Number(await threshold.getAttribute("aria-valuenow"));
    expect(await value()).toBe(0.1);
    await threshold.focus();
    await page.keyboard.press("PageUp");
    const moved = await value();
    expect(moved).toBeGreaterThan(0.15);
    const box = await threshold.boundingBox();
    if (!box) throw new Error("the threshold is not on the page");
    await page.mouse.move(box.x + 200, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + box.height / 2 - 30, { steps: 3 });
    await page.mouse.up();
    expect(await value()).toBeGreaterThan(moved + 0.1);
  });

  test("brushes a range with the pointer, changes it with the keyboard, clears it with Escape", async () => {
    const { page, chart } = await openItem("line-typical");
    const box = await chart.locator(".strip").boundingBox();
    if (!box) throw new Error("the strip is not on the page");
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + 0.25 * box.width, y);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.5 * box.width, y, { steps: 4 });
    await page.mouse.up();
    const first = chart.getByRole("slider", { name: "First token of the range" });
    const last = chart.getByRole("slider", { name: "Last token of the range" });
    expect(await first.getAttribute("aria-valuenow")).toBe("53");
    expect(await last.getAttribute("aria-valuenow")).toBe("107");
    await last.focus();
    await page.keyboard.press("ArrowLeft");
    expect(await last.getAttribute("aria-valuetext")).toBe("token 107");
    await page.keyboard.press("Shift+ArrowRight");
    expect(await first.getAttribute("aria-valuenow")).toBe("54");
    await page.keyboard.press("Escape");
    expect(await first.count()).toBe(0);
  });

  test("brushes a range by dragging across the plane; a click within chooses, one beyond lets go", async () => {
    const { page, chart } = await openItem("line-typical");
    const plane = chart.locator(".positions");
    await drag(page, plane, 0.5, 0.25);
    const first = chart.getByRole("slider", { name: "First token of the range" });
    const last = chart.getByRole("slider", { name: "Last token of the range" });
    expect(await first.getAttribute("aria-valuetext")).toBe("token 54");
    expect(await last.getAttribute("aria-valuetext")).toBe("token 108");
    expect(await chart.locator(".chosen").count()).toBe(1);
    await plane.click({ position: { x: 200, y: 40 } });
    expect([await chart.locator(".chosen").count(), await first.count()]).toEqual([2, 1]);
    await plane.click({ position: { x: 500, y: 40 } });
    expect([await chart.locator(".chosen").count(), await first.count()]).toEqual([3, 0]);
    await drag(page, plane, 0.25, 0.5);
    expect(await first.count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await first.count()).toBe(0);
  });

  test("leaves scrolling to a finger that moves up or down, and brushes where it moves sideways", async () => {
    const { page, chart } = await openItem("line-typical");
    for (const part of [".positions", ".strip"]) {
      const action = await chart.locator(part).evaluate((element) => getComputedStyle(element).touchAction);
      expect(action).toBe("pan-y");
    }
    const plane = chart.locator(".positions");
    const box = await plane.boundingBox();
    if (!box) throw new Error("the plane is not on the page");
    const cdp = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", x?: number) =>
      cdp.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: x === undefined ? [] : [{ x: box.x + x, y: box.y + 40 }],
      });
    await touch("touchStart", 100);
    for (const x of [110, 140, 180, 220]) await touch("touchMove", x);
    await touch("touchEnd");
    const last = chart.getByRole("slider", { name: "Last token of the range" });
    await expect.poll(() => last.getAttribute("aria-valuetext")).toBe("token 74");
  });

  test("begins a range with Enter where there is none", async () => {
    const { chart } = await openItem("line-typical");
    await chart.getByRole("button", { name: "Select a range of tokens" }).press("Enter");
    expect(await chart.locator(".selected").count()).toBe(1);
  });
});

describe("the histogram", () => {
  test("says how many tokens a bin has, and Enter selects it", async () => {
    const { page, chart } = await openItem("histogram-equal");
    const bins = chart.getByRole("slider", { name: "Bin of the histogram of JS divergence" });
    await bins.focus();
    await page.keyboard.press("ArrowRight");
    expect(await chart.locator(".readout").textContent()).toBe("0: 40 tokens");
    await page.keyboard.press("Enter");
    expect(await chart.locator(".selected").count()).toBe(1);
  });
});

describe("brushing the histogram", () => {
  test("drags across bins, says their values, count and share, and lets go with Escape or a click", async () => {
    const { page, chart } = await openItem("histogram-typical");
    const bins = chart.locator(".bins");
    const readout = chart.locator(".readout");
    await drag(page, bins, 0.5, 1);
    await page.mouse.move(0, 0);
    expect(await readout.textContent()).toMatch(/^0\.\d\d – 0\.\d\d: \d+ tokens, \d\.\d %$/);
    expect(await chart.locator(".bar.outside").count()).toBeGreaterThan(5);
    await page.keyboard.press("Escape");
    expect(await chart.locator(".bar.outside").count()).toBe(0);
    await bins.click({ position: { x: 10, y: 30 } });
    expect(await chart.locator(".bar:not(.outside)").count()).toBe(1);
    await bins.click({ position: { x: 300, y: 30 } });
    expect(await chart.locator(".bar.outside").count()).toBe(0);
    await page.mouse.move(0, 0);
    expect(await readout.textContent()).toMatch(/ above 0\.10$/);
  });
});

describe("the scatter plot", () => {
  test("is brushed by dragging a rectangle, says how many answers lie in it, and lets go with Escape", async () => {
    const { page, chart } = await openItem("scatter-graded");
    const box = await chart.locator(".points").boundingBox();
    if (!box) throw new Error("the plane is not on the page");
    await page.mouse.move(box.x + 20, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.6 * box.height, { steps: 4 });
    await page.mouse.up();
    expect(await chart.locator(".readout").textContent()).toMatch(/^[1-5]\d of 60 answers in the frame$/);
    expect(await chart.locator(".dots.outside").count()).toBeGreaterThan(0);
    await chart.locator(".points").focus();
    await page.keyboard.press("Escape");
    expect(await chart.locator(".region").count()).toBe(0);
    await chart.getByRole("button", { name: "Select a range of values" }).press("Enter");
    expect(await chart.locator(".region").count()).toBe(1);
  });

  test("is walked from left to right, and Enter chooses the answer that is read out", async () => {
    const { page, chart } = await openItem("scatter-typical");
    const points = chart.getByRole("slider", { name: "Dot in Reward by mean JS, nats" });
    await points.focus();
    for (const key of ["End", "Home", "ArrowRight"]) await page.keyboard.press(key);
    expect(await points.getAttribute("aria-valuenow")).toBe("2");
    expect(await points.getAttribute("aria-valuetext")).toMatch(
      /^Reward [01]\.0, mean JS, nats 0\.00; answer \d+/,
    );
    expect(await chart.locator(".ring.chosen").count()).toBe(0);
    await page.keyboard.press("Enter");
    expect(await chart.locator(".ring.chosen").count()).toBe(1);
  });
});

describe("the candidates", () => {
  test("are buttons that say what they force", async () => {
    const { chart } = await openItem("candidates-typical");
    const three = chart.getByRole("button", { name: "force “ three” here", exact: true });
    await three.click();
    expect(await chart.locator("tr.chosen").count()).toBe(1);
    expect(await chart.locator("tr.chosen").textContent()).toContain("three");
    const plain = await openItem("candidates-plain");
    expect(await plain.chart.getByRole("button").count()).toBe(0);
  });
});

describe("the ranked list", () => {
  test("tells where the pointer is by marking the row", async () => {
    const { chart } = await openItem("ranked-typical");
    const rows = chart.getByRole("button");
    await rows.nth(2).hover();
    expect(await rows.nth(2).getAttribute("class")).toContain("hovered");
    expect(await rows.nth(2).getAttribute("aria-label")).toBe("token 4, “ count”: 0.288");
  });
});
