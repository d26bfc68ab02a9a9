import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "./support";

/** Slow machines with a software adapter take their time. */
const PATIENCE = { timeout: 90_000 };

type Role = "a" | "switched" | "b";

const answer = (page: Page, role: Role) => page.locator(`[data-answer="${role}"]`);
const tokenAt = (page: Page, role: Role, position: number) =>
  answer(page, role).locator(`[data-position="${position}"]`);
const details = (page: Page) => page.getByRole("complementary", { name: "Details of a token" });
const summary = (page: Page) => page.locator(".summary");
const versions = (page: Page) => page.getByRole("region", { name: "Versions of the switched answer" });
const takeOver = (page: Page) => page.getByRole("slider", { name: /take over/i });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** What the tokens of an answer say to a screen reader before their measure. */
function texts(page: Page, role: Role): Promise<string[]> {
  return answer(page, role)
    .getByRole("option")
    .evaluateAll((options) => options.map((option) => (option.ariaLabel ?? "").split(", ")[0] ?? ""));
}

/** All answers stand, nothing is being written. */
async function written(page: Page): Promise<void> {
  await button(page, "Write").and(page.locator("[aria-disabled]")).waitFor(PATIENCE);
}

async function answers(page: Page): Promise<string[][]> {
  return [await texts(page, "a"), await texts(page, "switched"), await texts(page, "b")];
}

test("a visit sees a few tokens from B save the answer, and changes its mind about how many", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/switch" });
  await written(page);
  await expect
    .poll(() => summary(page).innerText())
    .toMatch(/^Switched solved it with \d of \d+ tokens from RL; Base alone did not and RL alone did\.$/);
  const [alone, before, other] = await answers(page);
  expect(await answer(page, "switched").locator('[data-tone="b"]').count()).toBeGreaterThan(0);
  expect(await answer(page, "a").locator('[data-tone="b"]').count()).toBe(0);
  expect(await answer(page, "a").innerText()).toMatch(
    /expected 49[\s\S]*tokens\/s[\s\S]*passes: \d+ of A, 0 of B/,
  );
  expect(before).not.toEqual(alone);

  await takeOver(page).focus();
  await page.keyboard.press("End");
  await expect.poll(() => texts(page, "switched"), PATIENCE).toEqual(alone);
  await written(page);
  expect(await summary(page).innerText()).toMatch(/did not solve it with 0 of/);
  await page.getByRole("button", { name: "Take over above: back to the usual value" }).click();
  await expect.poll(() => texts(page, "switched")).toEqual(before);
  await takeOver(page).focus();
  await page.keyboard.press("Home");
  await written(page);
  expect((await texts(page, "switched")).length).toBeGreaterThan(1);
  expect((await answers(page))[2]).toEqual(other);
});

test("a token is put by hand, tried, and taken back; the link holds all of it", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/switch?rc=1" });
  await written(page);
  const before = await texts(page, "switched");
  await tokenAt(page, "switched", 0).click();
  await expect.poll(() => details(page).innerText()).toMatch(/Switched · token 1 of[\s\S]*Luck 0\.\d+: /);
  await details(page)
    .getByRole("button", { name: /^force/ })
    .nth(3)
    .click();
  await expect.poll(() => texts(page, "switched"), PATIENCE).not.toEqual(before);
  await written(page);
  expect(await tokenAt(page, "switched", 0).getAttribute("data-tone")).toBe("neither");
  const forced = await answers(page);

  await page.getByRole("button", { name: "Copy link" }).click();
  const { hash } = new URL(page.url());
  expect(hash).toMatch(/^#\/switch\?.*force=0:\d+/);
  const { page: second } = await openPage({ gpu: "none", path: `/${hash}` });
  await written(second);
  expect(await answers(second)).toEqual(forced);
  await versions(second).getByRole("button", { name: "nothing by hand" }).click();
  await expect.poll(() => texts(second, "switched"), PATIENCE).toEqual(before);

  await page.reload();
  await page.getByText("Kept", { exact: true }).waitFor(PATIENCE);
  expect(await answers(page)).toEqual(forced);
  await versions(page)
    .getByRole("button", { name: /^Delete/ })
    .click();
  expect(await versions(page).count()).toBe(0);
});

test("one token at a time, then the rest; a view of Compare in between loses nothing", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/switch?n=40&draft=1" });
  await written(page);
  const whole = await answers(page);
  await page.getByRole("button", { name: "Another seed" }).click();
  await written(page);
  const reseeded = await answers(page);
  expect(reseeded).not.toEqual(whole);

  await page
    .getByLabel("Prompt", { exact: true })
    .fill("Leo finds 46 eggs and then 3 more. How many is that? ");
  await page
    .getByLabel("Prompt", { exact: true })
    .fill("Ida has 57 books and gives 40 to Max. How many books are left?");
  expect(await page.getByLabel("Right answer").inputValue()).toBe("");
  await button(page, "Step").click();
  await expect.poll(() => texts(page, "switched").then((tokens) => tokens.length), PATIENCE).toBe(1);
  await button(page, "Step").click();
  await expect.poll(() => texts(page, "switched").then((tokens) => tokens.length), PATIENCE).toBe(2);
  const steps = await texts(page, "switched");
  await button(page, "Go on").click();
  await written(page);
  expect((await texts(page, "switched")).slice(0, 2)).toEqual(steps);

  const switched = await answers(page);
  await answer(page, "switched").getByRole("link", { name: "Look at it in Compare" }).click();
  const compared = page.getByRole("listbox", { name: "Solution, token by token" });
  await expect.poll(() => compared.getByRole("option").count(), PATIENCE).toBe(switched[1]?.length);
  await page.getByRole("link", { name: "Switch", exact: true }).press("Enter");
  await expect.poll(() => answers(page)).toEqual(switched);
});

test("on WebGPU, a text under way is stopped, and goes on at the same token", async () => {
  const { page } = await openPage({ gpu: "software", path: "/#/switch?device=webgpu&n=6&draft=1" });
  await expect
    .poll(() => texts(page, "switched").then((tokens) => tokens.length), PATIENCE)
    .toBeGreaterThan(0);
  await button(page, "Stop").click();
  await button(page, "Go on").waitFor(PATIENCE);
  const kept = await answers(page);
  expect(kept[2]).toEqual([]);
  await button(page, "Go on").click();
  await written(page);
  const whole = await answers(page);
  expect(whole.map((tokens) => tokens.length)).toEqual([6, 6, 6]);
  for (const [index, tokens] of whole.entries()) {
    expect(tokens.slice(0, kept[index]?.length)).toEqual(kept[index]);
  }
  expect(await page.getByRole("region", { name: "Models" }).innerText()).toContain("WebGPU");
});
