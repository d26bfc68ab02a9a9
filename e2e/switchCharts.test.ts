import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openPage } from "./support";

/** One chart of the gallery, alone on its page. */
async function openItem(item: string): Promise<{ page: Page; chart: Locator }> {
  const { page } = await openPage({
    gpu: "none",
    path: `/gallery.html?item=${item}`,
    viewport: { width: 1280, height: 900 },
    colorScheme: "light",
  });
  const chart = page.locator(`[data-item="${item}"] .frame`);
  await chart.locator("svg").first().waitFor();
  return { page, chart };
}

async function valueOf(slider: Locator): Promise<number> {
  return Number(await slider.getAttribute("aria-valuenow"));
}

/** Takes hold of a line near its left quarter and moves it; the pointer stays down. */
async function pull(page: Page, line: Locator, by: number): Promise<void> {
  const box = await line.boundingBox();
  if (!box) throw new Error("the line is not on the page");
  const [x, y] = [box.x + 0.25 * box.width, box.y + box.height - 4];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + by, { steps: 6 });
}

describe("the switch curve", () => {
  test("shows all along a drag what would be, and no longer when it ends", async () => {
    const { page, chart } = await openItem("switch-typical");
    const takeOver = chart.getByRole("slider", { name: "Take over above this JS divergence" });
    expect(await takeOver.getAttribute("aria-valuetext")).toBe("take over above 0.20 nats");
    expect(await chart.getByText("from here on").count()).toBe(0);
    await pull(page, takeOver, -40);
    expect(await valueOf(takeOver)).toBeGreaterThan(0.35);
    await chart.getByText("from here on it would read differently").waitFor();
    const height = (await chart.boundingBox())?.height;
    await page.mouse.up();
    expect(await chart.getByText("from here on").count()).toBe(0);
    expect((await chart.boundingBox())?.height).toBe(height);
  });

  test("stops the hand-back at the take-over, and lets it be taken hold of there", async () => {
    const { page, chart } = await openItem("switch-typical");
    const takeOver = chart.getByRole("slider", { name: "Take over above this JS divergence" });
    const handBack = chart.getByRole("slider", { name: "Hand back below this JS divergence" });
    await pull(page, handBack, -120);
    await page.mouse.up();
    expect([await valueOf(takeOver), await valueOf(handBack)]).toEqual([0.2, 0.2]);
    const grip = await chart.locator(".second .grip").boundingBox();
    if (!grip) throw new Error("the grip is not on the page");
    await page.mouse.move(grip.x + 4, grip.y + 4);
    await page.mouse.down();
    await page.mouse.move(grip.x + 4, grip.y + 14, { steps: 3 });
    await page.mouse.up();
    expect(await valueOf(handBack)).toBeLessThan(0.2);
    expect(await valueOf(takeOver)).toBe(0.2);
  });

  test("moves its lines with the keyboard, by tenths with Shift, to the ends with Home and End", async () => {
    const { page, chart } = await openItem("switch-typical");
    const takeOver = chart.getByRole("slider", { name: "Take over above this JS divergence" });
    const handBack = chart.getByRole("slider", { name: "Hand back below this JS divergence" });
    await takeOver.focus();
    await page.keyboard.press("ArrowUp");
    expect(await valueOf(takeOver)).toBeCloseTo(0.207, 10);
    await page.keyboard.press("Shift+ArrowUp");
    expect(await valueOf(takeOver)).toBeCloseTo(0.277, 10);
    await page.keyboard.down("End");
    expect(await valueOf(takeOver)).toBe(0.7);
    expect(await chart.getByText("from here on").count()).toBe(1);
    await page.keyboard.up("End");
    expect(await chart.getByText("from here on").count()).toBe(0);
    await handBack.focus();
    await page.keyboard.press("End");
    expect(await valueOf(handBack)).toBe(0.7);
    await page.keyboard.press("Home");
    expect(await valueOf(handBack)).toBe(0);
  });

  test("says who wrote a token, and why the pen changed hands", async () => {
    const { page, chart } = await openItem("switch-typical");
    const positions = chart.getByRole("slider", { name: "Token in JS divergence" });
    await positions.focus();
    await page.keyboard.press("Home");
    for (let step = 0; step < 11; step++) await page.keyboard.press("ArrowRight");
    expect(await chart.locator(".readout").textContent()).toMatch(/^token 12 · 0\.\d\d nats · by B$/);
    expect(await positions.getAttribute("aria-valuetext")).toMatch(
      /; token 12: A → B; 0\.\d\d > 0\.20 nats$/,
    );
    expect(await chart.locator(".tip").textContent()).toMatch(/^token 12: A → B/);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    expect(await chart.locator(".tip").count()).toBe(0);
    expect(await chart.locator(".chosen").count()).toBe(1);
    await chart.locator(".glyph").nth(2).hover({ force: true });
    expect(await chart.locator(".tip").textContent()).toMatch(/B → A/);
  });

  test("walks who wrote what stretch by stretch", async () => {
    const { page, chart } = await openItem("authors-typical");
    const band = chart.getByRole("slider", { name: "Who wrote the answer" });
    await band.focus();
    await page.keyboard.press("Home");
    expect(await band.getAttribute("aria-valuetext")).toBe("tokens 1–11 by A");
    await page.keyboard.press("ArrowRight");
    expect(await chart.locator(".tip").textContent()).toBe("tokens 12–15 by B");
  });
});

describe("the frontier", () => {
  test("says a point's setting, share, reward with its interval and problems, and chooses it", async () => {
    const { page, chart } = await openItem("frontier-typical");
    const points = chart.getByRole("slider", { name: "Point in Reward by share of tokens" });
    await chart.locator(".point.switched").nth(2).hover({ force: true });
    expect(await chart.locator(".tip span").allTextContents()).toEqual([
      "threshold 0.100",
      "4.3 % of the tokens from rl",
      "reward 0.62 (95 %: 0.55 to 0.69)",
      "200 problems",
    ]);
    const before = await chart.locator(".ring.chosen").getAttribute("cx");
    await page.mouse.down();
    await page.mouse.up();
    expect(await chart.locator(".ring.chosen").getAttribute("cx")).not.toBe(before);
    await points.focus();
    // The first key goes to the chosen point, the next ones from there.
    await page.mouse.move(0, 0);
    await page.keyboard.press("ArrowRight");
    expect(await chart.locator(".tip span").first().textContent()).toBe("threshold 0.100");
    await page.keyboard.press("End");
    expect(await points.getAttribute("aria-valuetext")).toMatch(/^random control for threshold 0\.020/);
  });

  test("chooses one after the other of the points on one place", async () => {
    const { page, chart } = await openItem("frontier-equal");
    await chart.locator(".point.switched").hover({ force: true });
    for (const setting of ["10 %", "20 %", "30 %", "10 %"]) {
      await page.mouse.down();
      await page.mouse.up();
      expect(await chart.locator(".tip span").first().textContent()).toBe(`budget ${setting}`);
    }
  });
});
