import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "./support";

const overview = (page: Page) => page.getByRole("region", { name: "Overview" });

async function openOverview(path = "/"): Promise<{ page: Page; charts: Locator }> {
  const { page } = await openPage({ gpu: "none", path, viewport: { width: 1280, height: 1600 } });
  await page.locator('[role="option"][data-position="0"]').waitFor();
  const charts = overview(page);
  await charts.locator(".bins").waitFor();
  return { page, charts };
}

/** Presses the pointer at a share of an element's width and lets it go at another, near its top. */
async function drag(page: Page, plane: Locator, from: number, to: number): Promise<void> {
  const box = await plane.boundingBox();
  if (!box) throw new Error("there is nothing to drag across on the page");
  await page.mouse.move(box.x + from * box.width, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + to * box.width, box.y + 4, { steps: 4 });
  await page.mouse.up();
  await page.mouse.move(0, 0);
}

/** Positions of the tokens that do not step back. */
async function standing(page: Page): Promise<number[]> {
  return page
    .locator('[role="option"]:not(.dim)')
    .evaluateAll((options) => options.map((option) => Number((option as HTMLElement).dataset.position)));
}

test("a stretch brushed in the line chart stands out in the text, until Escape", async () => {
  const { page, charts } = await openOverview();
  const all = await standing(page);
  await drag(page, charts.locator(".positions"), 0.2, 0.5);
  const some = await standing(page);
  expect(some.length).toBeGreaterThan(1);
  expect(some.length).toBeLessThan(all.length);
  expect(await charts.innerText()).toContain(`tokens ${some[0]! + 1}–${some.at(-1)! + 1}`);
  await page.keyboard.press("Escape");
  expect(await standing(page)).toEqual(all);
});

test("values brushed in the histogram stand out in the text, counted, for this measure only", async () => {
  const { page, charts } = await openOverview();
  const all = await standing(page);
  await drag(page, charts.locator(".bins"), 0.5, 1);
  const some = await standing(page);
  expect(some.length).toBeGreaterThan(0);
  expect(some.length).toBeLessThan(all.length / 2);
  const said = await charts.locator(".readout").last().innerText();
  expect(said).toContain(`: ${some.length} token`);
  await page.getByLabel("Colour by").selectOption("entropyA");
  await expect.poll(() => standing(page)).toEqual(all);
  await page.getByLabel("Colour by").selectOption("js");
  await expect.poll(() => standing(page)).toEqual(some);
  await charts.locator(".bins").click({ position: { x: 5, y: 5 } });
  expect(await standing(page)).toEqual(all);
});

test("the threshold of a signed measure is said to be one of size", async () => {
  const { page, charts } = await openOverview("/#/compare?m=probabilityDifference");
  expect(await page.getByRole("slider", { name: "Threshold of the absolute value" }).count()).toBe(1);
  expect(await page.getByText("Threshold |x|").count()).toBe(1);
  expect(await page.getByText(/\|p\(B\) − p\(A\)\| above 20\.0\s%/).count()).toBe(1);
  expect(await charts.innerText()).toMatch(/with \|x\| above 20\.0\s%/);
  expect(await charts.getByText(/±20\.0\s%/).count()).toBe(1);
});

test("no axis says the same twice", async () => {
  for (const measure of ["js", "probabilityDifference", "rankDifference", "shiftClass"]) {
    const { charts } = await openOverview(`/#/compare?r=guess&m=${measure}`);
    for (const chart of await charts.locator("figure").all()) {
      for (const axis of ["svg > text", ".y-tick text, .text"]) {
        const labels = (await chart.locator(axis).allTextContents()).map((label) => label.trim());
        expect(new Set(labels).size, `${measure}: ${labels.join(", ")}`).toBe(labels.length);
      }
    }
  }
});
