import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { packLesson } from "../src/core/lesson/lessonLink";
import { serve } from "../tools/serve.mjs";
import { openPage } from "./support";

const PATIENCE = { timeout: 90_000 };

const tokenAt = (page: Page, position: number) =>
  page.locator(`[role="option"][data-position="${position}"]`);
const panel = (page: Page) => page.getByRole("complementary", { name: "Lesson" });
const button = (page: Page, name: string) => panel(page).getByRole("button", { name, exact: true });
const tour = (page: Page) => page.getByRole("region", { name: "A short tour" });
const said = async (page: Page) => (await panel(page).innerText()).replace(/\s+/g, " ");

async function live(page: Page): Promise<void> {
  await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
}

describe("a lesson", () => {
  test("is walked from the foot of the page to its end, by hand and by request, across a reload", async () => {
    const { page } = await openPage({ gpu: "none" });
    await live(page);
    await page.getByRole("link", { name: /When should the other model take over/ }).click();
    await expect.poll(() => said(page)).toContain("1 of 7");
    expect(page.url()).toContain("lesson=takeover");
    await button(page, "Next").click();
    await expect.poll(() => said(page)).toContain("2 of 7 A wrong answer");
    expect(await said(page)).not.toContain("Done.");
    await tokenAt(page, 14).click();
    await expect.poll(() => said(page)).toContain("Done.");

    await button(page, "Next").click();
    await button(page, "Do it for me").click();
    await expect.poll(() => said(page)).toContain("Done.");
    await button(page, "Next").click();
    await expect.poll(() => page.url()).toContain("step=4");
    await page.reload();
    await live(page);
    await expect.poll(() => said(page)).toContain("4 of 7 Hand over one token");
    await button(page, "Do it for me").click();
    await expect.poll(() => said(page), PATIENCE).toContain("Done.");
    await page.getByText("answer 42, right").waitFor(PATIENCE);
    await button(page, "Next").click();
    await expect.poll(() => said(page), PATIENCE).toContain("Done.");
    await button(page, "Back").click();
    expect(await said(page)).toContain("4 of 7");
    await button(page, "Next").click();
    await button(page, "Next").click();
    await button(page, "Do it for me").click();
    await expect.poll(() => said(page)).toContain("Done.");
    await button(page, "Next").click();
    await button(page, "Finish").click();
    await panel(page).waitFor({ state: "detached" });
    await expect.poll(() => page.url()).not.toContain("lesson");
  });

  test.each(["distribution", "rl"])("%s can be done to its end by request alone", async (id) => {
    const { page } = await openPage({ gpu: "none", path: `/#/compare?r=strawberry&lesson=${id}` });
    await live(page);
    for (let step = 1; step < 7; step++) {
      await expect.poll(() => said(page)).toContain(`${step} of 7`);
      if (await button(page, "Do it for me").isVisible()) {
        await button(page, "Do it for me").click();
        await expect.poll(() => said(page), PATIENCE).toContain("Done.");
      }
      await button(page, "Next").click();
    }
    await expect.poll(() => said(page)).toContain("7 of 7");
  });

  test("is made in the editor and opened from its link in a second browser, controls hidden", async () => {
    const { page, context } = await openPage({ gpu: "none", path: "/#/compare?r=carry" });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await tokenAt(page, 0).waitFor();
    await page.getByRole("button", { name: "Make a lesson" }).click();
    const editor = page.getByRole("dialog", { name: "Make a lesson" });
    const text = editor.getByLabel("Text (Markdown)");
    await text.fill("# Mine\n\n## Look\n\nChoose *so*.\n\n```step\ndo: tken 15\ndone: token 15\n```\n");
    await editor.getByText("“tken” is not known").waitFor();
    await text.fill((await text.inputValue()).replace("tken", "token"));
    await editor.getByText("“tken” is not known").waitFor({ state: "detached" });
    expect(await editor.getByRole("region", { name: "Preview" }).innerText()).toContain("Choose so.");
    for (const name of ["Prompt", "Write with A", "Threshold", "Unit"]) {
      await editor.getByLabel(name, { exact: true }).check();
    }
    await editor.getByRole("button", { name: "Copy the lesson’s link" }).click();
    await editor.getByText("Link copied.").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain("r=carry");
    expect(link).toContain("hide=prompt.write-a.threshold.unit");

    const { page: second } = await openPage({ gpu: "none", path: `/${new URL(link).hash}` });
    await expect.poll(() => said(second)).toContain("Look");
    await tokenAt(second, 0).waitFor();
    expect(await second.getByLabel("Prompt", { exact: true }).count()).toBe(0);
    expect(await second.getByRole("button", { name: "Write with A" }).count()).toBe(0);
    expect(await second.getByRole("button", { name: "Write with B" }).count()).toBe(1);
    expect(await second.getByRole("slider", { name: "Threshold", exact: true }).isDisabled()).toBe(true);
    await second.getByText("9.1 % above", { exact: true }).waitFor();
    await button(second, "Do it for me").click();
    await expect.poll(() => said(second)).toContain("Done.");
    await second.getByText("4 controls are hidden by this link.").waitFor();
    await second.getByRole("button", { name: "Show all" }).click();
    expect(await second.getByLabel("Prompt", { exact: true }).count()).toBe(1);
    await expect.poll(() => second.url()).not.toContain("hide=");
  });

  test("with scripts and wrong links in it puts nothing of them on the page", async () => {
    const hostile = [
      "# <img src=x onerror=\"document.title='planted'\">",
      "",
      "## <script>document.title='planted'</script>",
      "",
      "<script>document.title='planted'</script>",
      "",
      "<iframe src='https://elsewhere.example'></iframe>",
      "",
      "[script](javascript:document.title='planted') [data](data:text/html,x) [good](https://example.org/)",
      "[coded](&#106;avascript:document.title='planted')",
      "",
      "![picture](https://elsewhere.example/x.png) <b onmouseover=\"document.title='planted'\">bold</b>",
      "",
      "```step",
      "do: explode everything",
      "do: set a=evil/model",
      "done: __proto__",
      "```",
    ].join("\n");
    const { page } = await openPage({
      gpu: "none",
      path: `/#/compare?r=carry&lesson=${packLesson(hostile)}`,
    });
    await expect.poll(() => said(page)).toContain("“explode” is not known");
    expect(await said(page)).toContain("no setting is called “a”");
    expect(await said(page)).toContain("“__proto__” is not known");
    expect(await said(page)).toContain("<script>document.title='planted'</script>");
    expect(await panel(page).locator("img, script, iframe, b, [onerror], [onmouseover]").count()).toBe(0);
    const links = panel(page).locator("a");
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))).toEqual([
      "https://example.org/",
    ]);
    await panel(page).getByText("script", { exact: false }).first().click();
    expect(await page.title()).toContain("RL On/Off");
  });

  test("that is a megabyte, damaged or missing is named", async () => {
    const { page } = await openPage({
      gpu: "none",
      path: `/#/compare?r=carry&lesson=${packLesson("x".repeat(1_000_000))}`,
    });
    await expect.poll(() => said(page)).toContain("The lesson has 1,000,000 characters; at most 30,000");
    await page.goto(`${inject("origin")}/#/compare?r=carry&lesson=~AAAA`);
    await expect.poll(() => said(page)).toContain("The lesson in this link is damaged");
    await page.goto(`${inject("origin")}/#/compare?r=carry&lesson=../x`);
    await page.getByText("expected the name of a lesson").waitFor();
  });

  test("whose name nobody knows says where to find others", async () => {
    const { page } = await openPage({
      gpu: "none",
      path: "/#/compare?r=carry&lesson=nothing",
      expectedErrors: [/404/],
    });
    await expect.poll(() => said(page)).toContain("The lesson “nothing” is not here: status 404");
  });

  test("lies in a sheet on a phone, which folds, and nothing scrolls sideways", async () => {
    const { page } = await openPage({
      gpu: "none",
      path: "/#/compare?r=guess&lesson=distribution",
      viewport: { width: 390, height: 844 },
    });
    await expect.poll(() => said(page)).toContain("1 of 7");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await button(page, "Less").click();
    const box = await panel(page).boundingBox();
    expect(box?.height).toBeLessThan(140);
    await tokenAt(page, 1).click();
    const details = page.getByRole("complementary", { name: "Details of a token" });
    await details.getByRole("button", { name: "Close" }).click();
    await button(page, "Next").click();
    await expect.poll(() => said(page)).toContain("2 of 7 Less A sure one");
  });
});

describe("the tour", () => {
  test("is offered once, acts on the page, and is found again at the foot", async () => {
    const { page, context } = await openPage({ gpu: "none", tour: "offered" });
    await tour(page).waitFor(PATIENCE);
    const before = await tokenAt(page, 3).boundingBox();
    await tour(page).getByRole("button", { name: "Show me" }).click();
    await expect.poll(() => page.url()).toContain("at=0");
    const next = tour(page).getByRole("button", { name: "Next" });
    for (let step = 2; step < 4; step++) await next.click();
    await tour(page).getByRole("button", { name: "Show me" }).click();
    await expect.poll(() => page.url()).toContain("th=0.01");
    await next.press("Enter");
    await tour(page).getByRole("button", { name: "Show me" }).click();
    await expect.poll(() => page.url()).toContain("r=carry");
    await tour(page).getByRole("button", { name: "Next" }).press("Escape");
    await tour(page).waitFor({ state: "detached" });
    expect((await tokenAt(page, 3).boundingBox())?.x).toBeGreaterThan(0);
    expect(before?.width).toBeGreaterThan(0);

    const again = await openPage({ gpu: "none", tour: "offered", context });
    await tokenAt(again.page, 0).waitFor();
    await live(again.page);
    expect(await tour(again.page).count()).toBe(0);
    await again.page.getByRole("button", { name: "Tour", exact: true }).click();
    await tour(again.page).waitFor();
    expect(await tour(again.page).evaluate((card) => card === document.activeElement)).toBe(true);
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
});

test("embedded in a page of another origin only the view is there, and the way out", async () => {
  const root = mkdtempSync(join(tmpdir(), "slides-"));
  const ours = inject("origin");
  writeFileSync(
    join(root, "index.html"),
    `<!doctype html><title>Slides</title><iframe width="900" height="600" src="${ours}/#/compare?r=carry&embed=1&hide=examples"></iframe>`,
  );
  const { origin, close } = await serve({ root, port: 0, headers: {} });
  onTestFinished(async () => {
    await close();
    rmSync(root, { recursive: true });
  });
  const { page } = await openPage({
    gpu: "none",
    origin,
    otherOrigins: [ours],
    expectedErrors: [/favicon/],
  });
  const frame = page.frameLocator("iframe");
  await frame.locator('[role="option"]').first().waitFor(PATIENCE);
  await frame.getByText("Live", { exact: true }).waitFor(PATIENCE);
  expect(await frame.getByRole("heading", { name: "RL On/Off" }).count()).toBe(0);
  expect(await frame.getByRole("region", { name: "Examples" }).count()).toBe(0);
  const out = frame.getByRole("link", { name: "Open in RL On/Off" });
  const href = (await out.getAttribute("href")) ?? "";
  expect(href).toContain("r=carry");
  expect(href).not.toContain("embed");
});

test("in the projector look everything is larger, and the link says so", async () => {
  const { page } = await openPage({
    gpu: "none",
    path: "/#/compare?r=carry",
    viewport: { width: 1920, height: 1080 },
  });
  await tokenAt(page, 0).waitFor();
  const size = () => tokenAt(page, 0).evaluate((token) => parseFloat(getComputedStyle(token).fontSize));
  const before = await size();
  await page.getByRole("button", { name: "Projector look" }).click();
  expect(await size()).toBeCloseTo(before * 1.5, 1);
  await expect.poll(() => page.url()).toContain("look=projector");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1920);
});
