import type { Locator, Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { packLesson } from "../src/core/lesson/lessonLink";
import { openPage } from "./support";

const PATIENCE = { timeout: 90_000 };
const PHONE = { width: 390, height: 844 };

/** A long first step with four lines that are not understood. */
const LONG_LESSON = [
  "# Long",
  "## Step",
  "Words and words about a thing. ".repeat(45),
  "```step",
  "do: tken 1",
  "do: tkn 2",
  "do: tn 3",
  "do: t 4",
  "done: token 3",
  "```",
  "## End",
].join("\n\n");

const tokenAt = (page: Page, position: number) =>
  page.locator(`[role="option"][data-position="${position}"]`);
const panel = (page: Page) => page.getByRole("complementary", { name: "Lesson" });
const button = (page: Page, name: string) => panel(page).getByRole("button", { name, exact: true });
const said = async (page: Page) => (await panel(page).innerText()).replace(/\s+/g, " ");

async function live(page: Page): Promise<void> {
  await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
}

describe("a lesson", () => {
  test("is walked from the foot of the page to its end, by hand and by request, across a reload", async () => {
    const { page } = await openPage({ gpu: "none" });
    await live(page);
    await page.getByRole("link", { name: /When should the other model take over/ }).click();
    await expect.poll(() => said(page)).toContain("1 of 10");
    expect(page.url()).toContain("lesson=takeover");
    await button(page, "Next").click();
    await expect.poll(() => said(page)).toContain("2 of 10 A wrong answer");
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
    await expect.poll(() => said(page)).toContain("4 of 10 Hand over one token");
    await button(page, "Do it for me").click();
    await expect.poll(() => said(page), PATIENCE).toContain("Done.");
    await page.getByText("answer 42, right").waitFor(PATIENCE);
    await button(page, "Next").click();
    await expect.poll(() => said(page), PATIENCE).toContain("Done.");
    await button(page, "Back").click();
    expect(await said(page)).toContain("4 of 10");
    await button(page, "Next").click();
    await button(page, "Next").click();
    await button(page, "Do it for me").click();
    await expect.poll(() => said(page)).toContain("Done.");

    await button(page, "Next").click();
    await expect.poll(() => said(page)).toContain("7 of 10 Let a rule do it");
    expect(await said(page)).not.toContain("Done.");
    await button(page, "Do it for me").click();
    await expect.poll(() => said(page), PATIENCE).toContain("Done.");
    await expect.poll(() => page.url()).toContain("#/switch");
    const summary = page.locator(".summary");
    await expect.poll(() => summary.innerText()).toMatch(/^Switched solved it .* Base alone did not/);

    await button(page, "Next").click();
    expect(await said(page)).not.toContain("Done.");
    await page.getByRole("slider", { name: /take over/i }).focus();
    await page.keyboard.press("End");
    await expect.poll(() => said(page), PATIENCE).toContain("Done.");
    await expect.poll(() => summary.innerText(), PATIENCE).toMatch(/did not solve it with 0 of/);
    await button(page, "Next").click();
    expect(await said(page)).not.toContain("Done.");
    await button(page, "Do it for me").click();
    await expect.poll(() => said(page), PATIENCE).toContain("Done.");
    await button(page, "Next").click();
    expect(await said(page)).not.toContain("Done.");
    await button(page, "Do it for me").click();
    await expect.poll(() => said(page), PATIENCE).toContain("Done.");
    await page.getByText(/^At threshold .* of the tokens from RL recover/).waitFor();
    await page.getByText("Choose a point to see its problems.").waitFor({ state: "detached" });
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

  test("keeps its draft in the browser until it is cleared, and says so", async () => {
    const { page } = await openPage({ gpu: "none", path: "/#/compare?r=carry" });
    const editor = page.getByRole("dialog", { name: "Make a lesson" });
    const text = editor.getByLabel("Text (Markdown)");
    const open = async () => {
      await tokenAt(page, 0).waitFor();
      await page.getByRole("button", { name: "Make a lesson" }).click();
    };
    await open();
    await editor.getByText("This browser keeps your draft until you clear it.").waitFor();
    const example = await text.inputValue();
    await text.fill("# A draft of mine");
    await editor.getByRole("button", { name: "Close" }).click();
    await page.reload();
    await open();
    expect(await text.inputValue()).toBe("# A draft of mine");
    await editor.getByRole("button", { name: "Clear the draft" }).click();
    expect(await text.inputValue()).toBe(example);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("A draft of mine");
    await page.reload();
    await open();
    expect(await text.inputValue()).toBe(example);
  });

  test("of others can be looked at in the editor without replacing one’s own draft", async () => {
    const { page } = await openPage({ gpu: "none", path: "/#/compare?r=guess&lesson=distribution" });
    await expect.poll(() => said(page)).toContain("1 of 7");
    await page.evaluate(() => localStorage.setItem("rl-on-off:lesson-draft", "# Mine"));
    await page.getByRole("button", { name: "Make a lesson" }).click();
    const editor = page.getByRole("dialog", { name: "Make a lesson" });
    await editor.getByRole("heading", { name: "3. An unsure one" }).waitFor();
    await editor.getByRole("button", { name: "Close" }).click();
    expect(await page.evaluate(() => localStorage.getItem("rl-on-off:lesson-draft"))).toBe("# Mine");
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
    await panel(page).getByText("About this lesson’s text: 3 remarks").click();
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

  test.each([
    { name: "on a phone", viewport: PHONE },
    { name: "on a phone on its side", viewport: { width: 844, height: 390 } },
    { name: "in a wide window", viewport: { width: 1280, height: 720 } },
  ])(
    "has its way on within the window, however long its text and the remarks on it, $name",
    async ({ viewport }) => {
      const path = `/#/compare?r=carry&lesson=${packLesson(LONG_LESSON)}`;
      const { page } = await openPage({ gpu: "none", path, viewport });
      await panel(page).getByText("About this lesson’s text: 4 remarks").waitFor();
      expect(await said(page)).not.toContain("is not known");
      const within = async () => {
        const box = await button(page, "Next").boundingBox();
        return box !== null && box.y >= 0 && box.y + box.height <= viewport.height;
      };
      expect(await within()).toBe(true);
      await panel(page).getByText("About this lesson’s text").click();
      await expect.poll(() => said(page)).toContain("“tken” is not known");
      expect(await within()).toBe(true);
    },
  );

  test("leads to what it does for the reader, above its sheet on a phone", async () => {
    const path = "/#/compare?r=strawberry&lesson=rl&step=2";
    const { page } = await openPage({ gpu: "none", path, viewport: PHONE });
    const threshold = page.getByRole("slider", { name: "Threshold", exact: true });
    const above = async (sheet: Locator, target: Locator) => {
      const [over, box] = [await sheet.boundingBox(), await target.boundingBox()];
      return over !== null && box !== null && box.y >= 0 && box.y + box.height <= over.y;
    };
    await tokenAt(page, 0).waitFor();
    expect(await above(panel(page), threshold)).toBe(false);
    await button(page, "Do it for me").click();
    await expect.poll(() => said(page)).toContain("Done.");
    await expect.poll(() => above(panel(page), threshold)).toBe(true);

    await page.evaluate(() => window.scrollTo(0, 0));
    await button(page, "Next").click();
    await button(page, "Do it for me").click();
    const details = page.getByRole("complementary", { name: "Details of a token" });
    await expect.poll(() => above(details, tokenAt(page, 0))).toBe(true);
  });
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
