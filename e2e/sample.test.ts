import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { readTask } from "../src/core/tasks/taskShape";
import { packTask } from "../src/core/tasks/taskText";
import { openDatasetServer } from "./datasetServer";
import { openPage } from "./support";

/** Slow machines take their time. */
const PATIENCE = { timeout: 90_000 };

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const questions = (page: Page) => page.getByRole("heading", { name: "Questions", level: 3 });
const progress = (page: Page) => page.getByRole("progressbar", { name: "Progress of the run" });

/** A file with quotes, a line break within a field, a BOM and CRLF, and one row with too few cells. */
const CSV = [
  "\uFEFFid,question,answer,kind",
  '1,"How many r are in ""berry""?",2,letters',
  '2,"Tom has 3 stamps and\nbuys 4 more. How many stamps does Tom have now?",7,sums',
  "3,broken",
  "4,How many t are in letter?,2,letters",
  '5,"Ida has 57 books, and gives 40 to Max. How many books are left?",17,sums',
].join("\r\n");

async function giveFile(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole("region", { name: "Questions" }).locator("button[popovertarget]").click();
  const chooser = page.waitForEvent("filechooser");
  await button(page, "Choose a file").click();
  await (await chooser).setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

/** The whole run is there. */
async function ran(page: Page): Promise<void> {
  await button(page, "Run anew").and(page.locator(":not([aria-disabled])")).waitFor(PATIENCE);
}

test("both models answer the page's own problems, and what came out is said, drawn and listed", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/sample?nq=6&ns=3" });
  await button(page, "Run").click();
  await ran(page);
  await expect
    .poll(() => page.locator("main").innerText(), PATIENCE)
    .toMatch(/RL has [\d.]+\s% of its answers to 6 questions right, Base [\d.]+\s%/);
  expect(await page.getByRole("table").count()).toBeGreaterThan(0);
  await page.locator('[data-row="0"]').click();
  await page
    .getByRole("button", { name: /^Open in Compare/ })
    .first()
    .click();
  await expect.poll(() => page.url()).toContain("#/compare");
  await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
  expect(await page.getByRole("option").count()).toBeGreaterThan(3);
  await page.goBack();
  await expect.poll(() => page.locator("main").innerText(), PATIENCE).toMatch(/answers to 6 questions right/);
});

test("a CSV of one's own is asked; a reload in the middle loses nothing and goes on", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/sample?nq=4&ns=4" });
  await giveFile(page, "mine.csv", CSV);
  await expect.poll(() => page.locator("main").innerText()).toMatch(/4 rows · 1 bad row left out/);
  await page.getByText("Rows that could not be read").click();
  expect(await page.locator("main").innerText()).toMatch(/line 5: another number of cells/);
  await button(page, "Run").click();
  await progress(page).waitFor(PATIENCE);
  await button(page, "Pause").click();
  await button(page, /^Go on \(\d left\)$/).waitFor(PATIENCE);
  await page.reload();
  await page.getByText(/is in mine\.csv|are in mine\.csv/).waitFor(PATIENCE);
  await button(page, /^Go on \(\d left\)$/).click(PATIENCE);
  await ran(page);
  await expect.poll(() => page.locator("main").innerText(), PATIENCE).toMatch(/answers to 4 questions right/);
  expect(await questions(page).count()).toBe(1);
});

test("rows of the Hub come after a click that says from where, and not before", async () => {
  const server = await openDatasetServer();
  try {
    const { page, requests } = await openPage({
      gpu: "none",
      path: "/",
      otherOrigins: [server.origin],
      expectedErrors: [/404/],
    });
    await page.evaluate((origin) => localStorage.setItem("rl-on-off:dataset-server", origin), server.origin);
    const hash = "#/sample?ds=hub:team/whole/main/test&nq=2&ns=1&by=b&dj=0";
    await page.goto(`${new URL(page.url()).origin}/?again${hash}`);
    await page.getByText(/come from 127\.0\.0\.1/).waitFor(PATIENCE);
    expect(server.asked).toEqual([]);
    await button(page, "Fetch the rows").click();
    await page.getByText("230 rows").waitFor(PATIENCE);
    expect(await page.getByRole("combobox", { name: "Reference" }).inputValue()).toBe("answer | hashes");
    await button(page, "Run").click();
    await ran(page);
    await page.locator('[data-row="1"]').click();
    await expect.poll(() => page.locator("main").innerText()).toMatch(/What is 1 \+ 1\?[\s\S]*Reference 2/);

    await page.getByRole("region", { name: "Questions" }).locator("button[popovertarget]").click();
    await page.getByLabel("Any dataset of the Hub").fill("team/missing");
    await button(page, "Look").click();
    await page.getByText(/has no such data set/).waitFor(PATIENCE);
    expect(requests.some((url) => url.includes("huggingface.co"))).toBe(false);
  } finally {
    await server.close();
  }
});

test("a link's own code is shown and waits; allowed, it rewards every answer", async () => {
  const task = {
    template: { id: "model" },
    format: { id: "boxed" },
    rewards: [
      { id: "custom", weight: 1, options: { code: "(prompt, answer) => (answer.length > 3 ? 0.25 : 0)" } },
    ],
  };
  const packed = packTask(readTask(task).task);
  const { page } = await openPage({ gpu: "none", path: `/#/sample?nq=2&ns=2&task=${packed}` });
  await button(page, "Run this code").waitFor(PATIENCE);
  const shown = page.getByRole("main").locator("textarea[readonly]");
  expect(await shown.inputValue()).toContain("answer.length > 3");
  expect(await button(page, "Run").getAttribute("aria-disabled")).toBe("true");
  await button(page, "Run this code").click();
  await button(page, "Run").click();
  await ran(page);
  await expect.poll(() => page.locator("main").innerText(), PATIENCE).toMatch(/0\.25/);
});
