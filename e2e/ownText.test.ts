import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "./support";

const PATIENCE = { timeout: 60_000 };

const token = (page: Page) => page.locator('[role="option"][data-position="0"]');

test("one's own text begins empty, what is too long is refused, and Compare ends on coloured tokens", async () => {
  const { page, context } = await openPage({ gpu: "none" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByText("Live", { exact: true }).first().waitFor(PATIENCE);
  const prompt = page.getByLabel("Prompt", { exact: true });
  const solution = page.getByLabel("Solution", { exact: true });
  const own = page.getByRole("button", { name: /^Your text/ });

  await own.click();
  expect(await own.getAttribute("aria-pressed")).toBe("true");
  expect([await prompt.inputValue(), await solution.inputValue()]).toEqual(["", ""]);

  await prompt.fill("How many r are in berry?");
  await solution.fill("Two.");
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await token(page).waitFor(PATIENCE);

  await page.getByRole("button", { name: "Edit the solution" }).click();
  await page.evaluate(() => navigator.clipboard.writeText("a".repeat(2_000_001)));
  await solution.press("Control+v");
  await page.getByText(/the page takes at most 2,000,000/).waitFor();
  expect(await solution.inputValue()).toBe("Two.");
  await solution.evaluate((area: HTMLTextAreaElement) => {
    area.value = "a".repeat(2_000_001);
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  expect(await solution.inputValue()).toBe("Two.");

  await solution.fill("Two or three.");
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await solution.waitFor({ state: "detached", ...PATIENCE });
  await token(page).waitFor(PATIENCE);
  await expect.poll(() => page.getByText("The text has changed since it was compared.").count()).toBe(0);
});

test("a link that names a pin twice is named, shown, and still written", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/compare?pins=3.3.3.90" });
  await page.getByText(/names 3 more than once in the link/).waitFor(PATIENCE);
  await expect.poll(() => new URL(page.url()).hash, PATIENCE).toMatch(/pins=3(&|$)/);
  await page.evaluate(() => (location.hash = ""));
  await expect.poll(() => new URL(page.url()).hash, PATIENCE).not.toContain("pins");
  await token(page).waitFor(PATIENCE);
});
