import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openPage } from "./support";

/** Slow machines with a software adapter take their time. */
const PATIENCE = { timeout: 90_000 };

const tokenAt = (page: Page, position: number) =>
  page.locator(`[role="option"][data-position="${position}"]`);
const tokens = (page: Page) =>
  page.getByRole("listbox", { name: "Solution, token by token" }).getByRole("option");
const details = (page: Page) => page.getByRole("complementary", { name: "Details of a token" });
const prompt = (page: Page) => page.getByLabel("Prompt", { exact: true });

async function live(page: Page): Promise<void> {
  await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
}

/** What the solution's tokens say to a screen reader: their texts and their measures. */
async function spokenTokens(page: Page): Promise<(string | null)[]> {
  return tokens(page).evaluateAll((options) => options.map((option) => option.getAttribute("aria-label")));
}

/** Texts of the solution's tokens alone. */
async function tokenTexts(page: Page): Promise<string[]> {
  return (await spokenTokens(page)).map((label) => (label ?? "").split(", ")[0] ?? "");
}

async function typeOwnText(page: Page, question: string, answer: string): Promise<void> {
  await prompt(page).fill(question);
  await page.getByRole("button", { name: "Edit the solution" }).click();
  await page.getByLabel("Solution", { exact: true }).fill(answer);
}

/** Small models run on WASM unless the person chooses otherwise. */
const DEVICES = [
  { device: "WASM", gpu: "none", path: "/" },
  { device: "WebGPU", gpu: "software", path: "/#/compare?device=webgpu&n=12" },
] as const;

describe.each(DEVICES)("a visit on $device", ({ device, gpu, path }) => {
  test("begins recorded, turns live, and a forced token can be shared", async () => {
    const { page } = await openPage({ gpu, path });
    await page.getByText("Recorded", { exact: true }).waitFor(PATIENCE);
    await tokenAt(page, 0).waitFor();
    const recorded = await tokenTexts(page);
    expect(recorded.length).toBeGreaterThan(10);
    await live(page);
    expect(await tokenTexts(page)).toEqual(recorded);
    const models = page.getByRole("region", { name: "Models" });
    expect((await models.innerText()).split(`${device} · fp32`)).toHaveLength(3);

    await tokenAt(page, 1).hover();
    await expect.poll(() => details(page).innerText()).toContain("token 2 of");
    const candidates = details(page).getByRole("button", { name: /^force/ });
    await tokenAt(page, 0).hover();
    await expect.poll(() => details(page).innerText()).toContain("token 1 of");
    const forced = await candidates.nth(1).innerText();
    await candidates.nth(1).click();
    await expect.poll(async () => (await tokenTexts(page))[0], PATIENCE).toContain(forced.trim());
    await page.getByText(/wrote \d+ tokens/).waitFor(PATIENCE);
    await live(page);
    const branch = await spokenTokens(page);
    await page.getByRole("button", { name: "Copy link" }).click();
    expect(page.url()).toContain("ids=");

    const second = await openPage({ gpu, path: `/${new URL(page.url()).hash}` });
    await live(second.page);
    await expect.poll(() => spokenTokens(second.page), PATIENCE).toEqual(branch);
  });
});

test("the versions of a solution and the selection are in the link, for a second browser and after a reload", async () => {
  const versions = (page: Page) => page.getByRole("region", { name: "Versions of this solution" });
  const listed = (page: Page) => versions(page).getByRole("button").allInnerTexts();
  const overview = (page: Page) => page.getByRole("region", { name: "Overview" });

  const { page } = await openPage({ gpu: "none", path: "/#/compare?n=24" });
  await live(page);
  // The notes belong to the example, not to the versions that are made of it.
  const first = (await spokenTokens(page)).map((label) => label?.split(", Note:")[0]);
  await tokenAt(page, 0).hover();
  await expect.poll(() => details(page).innerText()).toContain("token 1 of");
  await details(page)
    .getByRole("button", { name: /^force/ })
    .nth(1)
    .click();
  await versions(page).waitFor(PATIENCE);
  await live(page);
  const forced = await spokenTokens(page);
  await page.getByRole("button", { name: "Select a range of tokens" }).press("Enter");
  const range = /tokens \d+–\d+/.exec(await overview(page).innerText())?.[0];
  expect(range).toBeDefined();
  await page.getByRole("button", { name: "Copy link" }).click();
  const { hash } = new URL(page.url());
  const before = await listed(page);
  expect(before).toHaveLength(2);

  const { page: second } = await openPage({ gpu: "none", path: `/${hash}` });
  await live(second);
  await expect.poll(() => spokenTokens(second), PATIENCE).toEqual(forced);
  expect(await overview(second).innerText()).toContain(range);
  const opened = await listed(second);
  expect(opened[0]).toContain("not compared yet");
  expect(opened.map((row) => row.replace(/\s*· not compared yet/, ""))).toEqual(before);
  await versions(second).getByRole("button").first().click();
  await expect.poll(() => spokenTokens(second), PATIENCE).toEqual(first);
  expect(await listed(second)).toEqual(before);
  expect(await overview(second).innerText()).not.toContain(range);

  await expect.poll(() => new URL(second.url()).hash).toMatch(/tree=t;0b0\./);
  await second.reload();
  await live(second);
  await expect.poll(() => spokenTokens(second), PATIENCE).toEqual(first);
  expect(await versions(second).getByRole("button").count()).toBe(2);
});

test("tokens are walked, pinned and let go of by keyboard", async () => {
  const { page } = await openPage({ gpu: "none" });
  await tokenAt(page, 0).waitFor();
  await tokenAt(page, 0).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await page.keyboard.press("End");
  await page.keyboard.press("Space");
  expect(await page.locator('[role="option"][aria-selected="true"]').count()).toBe(2);
  expect(await tokenAt(page, 2).getAttribute("aria-selected")).toBe("true");
  await expect.poll(() => page.url()).toContain("pins=2.");
  await page.keyboard.press("Home");
  expect(await tokenAt(page, 0).evaluate((token) => token === document.activeElement)).toBe(true);
  await page.keyboard.press("Escape");
  expect(await page.locator('[role="option"][aria-selected="true"]').count()).toBe(0);
});

test("focus is never lost: between token and candidates, after forcing, and around editing", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/compare?n=12" });
  await live(page);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-position"));
  await tokenAt(page, 0).focus();
  await page.keyboard.press("Enter");
  const candidates = details(page).getByRole("button", { name: /^force/ });
  const hasFocus = (element: Element) => element === document.activeElement;
  await expect.poll(() => candidates.first().evaluate(hasFocus)).toBe(true);
  await page.keyboard.press("Escape");
  expect(await focused()).toBe("0");
  await page.keyboard.press("Enter");
  await expect.poll(() => candidates.first().evaluate(hasFocus)).toBe(true);
  await candidates.nth(1).press("Enter");
  await page.getByText(/wrote \d+ tokens/).waitFor(PATIENCE);
  await live(page);
  expect(await focused()).toBe("0");
  await page.getByRole("button", { name: "Edit the solution" }).press("Enter");
  const field = page.getByLabel("Solution", { exact: true });
  await expect.poll(() => field.evaluate(hasFocus)).toBe(true);
  await page.getByRole("button", { name: "Show tokens" }).press("Enter");
  await expect.poll(focused).toBe("0");
});

test("numbers of a text that was edited fade, all of them, and what is below the candidates stays in place", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/compare?n=12" });
  await live(page);
  const whole = details(page).getByRole("button", { name: "Whole distribution" });
  const tops: (number | undefined)[] = [];
  for (const position of [0, 3]) {
    await tokenAt(page, position).hover();
    await expect.poll(() => details(page).innerText()).toContain(`token ${position + 1} of`);
    tops.push((await whole.boundingBox())?.y);
  }
  expect(tops[1]).toBe(tops[0]);
  const faded = () =>
    page.evaluate(() =>
      [".summary p", "ol[aria-label=Notes]", "aside .details", ".overview", ".solution"].map((part) => {
        let opacity = 1;
        for (let at = document.querySelector(part); at; at = at.parentElement)
          opacity *= Number(getComputedStyle(at).opacity);
        return opacity;
      }),
    );
  expect(await faded()).toEqual([1, 1, 1, 1, 1]);
  await prompt(page).fill("How many s in Mississippi?");
  await expect.poll(faded).toEqual([0.55, 0.55, 0.55, 0.55, 0.55]);
  expect(await page.getByText("The text has changed since it was compared.").count()).toBe(1);
});

test("the threshold is typed in the unit that is shown, and goes back to the usual one", async () => {
  const { page } = await openPage({ gpu: "none" });
  await tokenAt(page, 0).waitFor();
  const bar = page.getByRole("region", { name: "How the text is looked at" });
  await bar.getByRole("button", { name: "Threshold 0.100 nats: type another" }).click();
  const field = bar.getByRole("textbox", { name: "Threshold in nats" });
  await field.fill("0,3");
  await field.press("Enter");
  const typed = bar.getByRole("button", { name: "Threshold 0.300 nats: type another" });
  expect(await typed.evaluate((element) => element === document.activeElement)).toBe(true);
  await typed.click();
  await field.fill("7");
  await field.press("Escape");
  expect(await typed.count()).toBe(1);
  const reset = bar.getByRole("button", { name: "Back to the usual threshold" });
  const size = await reset.boundingBox();
  expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(24);
  await reset.click();
  expect(await bar.getByRole("button", { name: "Threshold 0.100 nats: type another" }).count()).toBe(1);
});

test("probabilities are never rounded to nothing, and the whole distribution can be searched", async () => {
  const { page } = await openPage({ gpu: "none" });
  await live(page);
  await tokenAt(page, 0).hover();
  expect(await details(page).innerText()).not.toMatch(/\b0\.00\s%/);
  await page.getByRole("button", { name: "Whole distribution" }).click();
  const dialog = page.getByRole("dialog");
  await expect.poll(() => dialog.innerText()).toMatch(/\d{3} tokens/);
  await dialog.getByRole("searchbox").fill("the");
  await expect.poll(() => dialog.getByRole("row").count()).toBeLessThan(60);
  expect(await dialog.innerText()).toContain("the");
  await dialog.getByRole("searchbox").fill("·the");
  await expect.poll(() => dialog.getByRole("row").nth(1).innerText()).toMatch(/^·the/);
  await dialog.getByRole("searchbox").fill("0x0A");
  await expect.poll(() => dialog.getByRole("row").nth(1).innerText()).toMatch(/^↵/);
  await dialog.getByRole("searchbox").fill("#7");
  await expect.poll(() => dialog.getByRole("row").nth(1).innerText()).toMatch(/\s7\s/);
  await dialog.getByRole("searchbox").fill("#99999");
  await dialog.getByText("none has the id 99999").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "hidden" });
});

test("temperature and unit change what is seen, and no model runs", async () => {
  const { page } = await openPage({ gpu: "none" });
  await live(page);
  const before = await spokenTokens(page);
  await page.getByRole("radio", { name: "bits" }).check();
  await expect.poll(async () => (await spokenTokens(page))[0]).toMatch(/bits|0 /);
  await page.getByRole("slider", { name: "Temperature" }).fill("2");
  await expect.poll(() => spokenTokens(page)).not.toEqual(before);
  await expect.poll(() => page.url()).toContain("unit=bits");
  await page.getByText("Live", { exact: true }).waitFor();
});

test("what is typed comes back after a reload, and after coming back without the address", async () => {
  const { page, context } = await openPage({ gpu: "none" });
  await tokenAt(page, 0).waitFor();
  await typeOwnText(page, "Count the letter b in bubble.", "I guess 2");
  await page.reload();
  await expect.poll(() => prompt(page).inputValue(), PATIENCE).toBe("Count the letter b in bubble.");
  const later = await openPage({ gpu: "none", context });
  await expect.poll(() => prompt(later.page).inputValue(), PATIENCE).toBe("Count the letter b in bubble.");
  await live(later.page);
  expect((await tokenTexts(later.page)).join("")).toContain("guess");
});

describe("bad input", () => {
  test("an empty solution is explained beside its field, and the rest stays alive", async () => {
    const { page } = await openPage({ gpu: "none" });
    await live(page);
    await typeOwnText(page, "How many?", "");
    await page.getByLabel("Solution", { exact: true }).press("Control+Enter");
    await page.getByText("There is no solution yet").waitFor();
    await page.getByLabel("Solution", { exact: true }).fill("3");
    await page.getByLabel("Solution", { exact: true }).press("Control+Enter");
    await expect.poll(() => tokens(page).count(), PATIENCE).toBe(1);
  });

  test("a text beyond what the models read is refused with the limit", async () => {
    const { page } = await openPage({ gpu: "none" });
    await live(page);
    await typeOwnText(page, "How many?", "spell ".repeat(100_000));
    await page.getByLabel("Solution", { exact: true }).press("Control+Enter");
    await page
      .getByText(/at most [\d,]+/)
      .first()
      .waitFor(PATIENCE);
    await page.getByRole("button", { name: "Write with A" }).waitFor();
  });

  test("odd characters are compared as they are, halves of characters are replaced and named", async () => {
    const { page } = await openPage({ gpu: "none" });
    await live(page);
    await typeOwnText(page, "שלום \u202e👩‍🚀\u0000?", "a\tb\u200b 🍓 مرحبا\n");
    await page.getByLabel("Solution", { exact: true }).evaluate((field) => {
      if (!(field instanceof HTMLTextAreaElement)) return;
      field.value = "half \ud83d " + field.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.getByText("One half of a character").waitFor();
    await page.getByLabel("Solution", { exact: true }).press("Control+Enter");
    await live(page);
    await expect.poll(() => page.getByRole("listbox").innerText(), PATIENCE).toContain("🍓");
    expect(await page.getByRole("listbox").innerText()).toContain("مرحبا");
    const berry = page.getByRole("option", { name: "byte 3 of 4 of “🍓”" });
    await berry.hover();
    await expect.poll(() => details(page).innerText()).toContain("byte 3 of 4 of “🍓”");
    await berry.click();
    expect(await berry.getAttribute("aria-selected")).toBe("true");
  });

  test("a link with nonsense in it names each problem and opens all the same", async () => {
    const { page } = await openPage({
      gpu: "none",
      path: "/#/compare?colour=red&t=99&m=vibes&pins=x&z=!!!&b=gpt-99&tree=t;t&n=5&n=6&at=16000",
    });
    const notices = page.getByRole("status", { name: "About the link you opened" });
    await expect.poll(() => notices.innerText()).toContain("colour");
    // Some are known only once the text is there.
    await expect.poll(() => notices.innerText()).toContain("beyond the last position");
    const text = await notices.innerText();
    for (const named of ["99", "vibes", "pins", "z", "tree", "“n” more than once"])
      expect(text).toContain(named);
    await tokenAt(page, 0).waitFor();
    const faults = page.getByRole("region", { name: "What went wrong" });
    await faults.getByText("No embedded model is called “gpt-99”.").waitFor();
    await notices.getByRole("button", { name: "Dismiss" }).click();
    await notices.waitFor({ state: "detached" });
  });
});

test("a phone shows everything without scrolling sideways, details in a sheet", async () => {
  const { page } = await openPage({ gpu: "none", viewport: { width: 390, height: 844 } });
  await tokenAt(page, 0).waitFor();
  const hint = page.getByText("Tap a token to see");
  expect(await hint.isVisible()).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await details(page).isVisible()).toBe(false);
  await tokenAt(page, 1).click();
  await expect.poll(() => details(page).isVisible()).toBe(true);
  await expect.poll(() => details(page).innerText()).toContain("token 2 of");
  expect(await hint.isVisible()).toBe(false);
  await details(page).getByRole("button", { name: "Close" }).click();
  await expect.poll(() => details(page).isVisible()).toBe(false);

  const sampling = page.getByRole("dialog", { name: "Sampling" });
  await tokenAt(page, 1).click();
  await expect.poll(() => details(page).isVisible()).toBe(true);
  await page.getByRole("button", { name: /^Sampling/ }).press("Enter");
  await sampling.waitFor();
  await expect.poll(() => details(page).isVisible()).toBe(false);
  await sampling.press("Escape");

  await page.reload();
  await tokenAt(page, 0).waitFor();
  expect(await hint.isVisible()).toBe(false);
});

test("on paper stand the question, the models, what the colours mean, the answer and the link, and no controls", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/compare?r=carry&pins=14", colorScheme: "dark" });
  await tokenAt(page, 0).waitFor();
  await page.emulateMedia({ media: "print" });
  const paper = await page.locator("body").innerText();
  for (const said of [
    "Mia has 27 apples",
    "base · WASM · fp32",
    "rl · WASM · fp32",
    "Jensen–Shannon divergence, threshold",
    "answer 32, expected 42",
    "#/compare?v=1&r=carry",
    "Most different tokens",
  ]) {
    expect(paper).toContain(said);
  }
  expect(paper).toMatch(/·carry\s+98\.9\s%/);
  for (const control of ["Write with A", "Copy link", "Colour by", "Edit the solution", "Unpin"]) {
    expect(paper).not.toContain(control);
  }
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe("rgb(26, 26, 30)");
});

test("nothing moves when the models become ready", async () => {
  const { page } = await openPage({ gpu: "none" });
  await tokenAt(page, 0).waitFor();
  await page.evaluate(() => document.fonts.ready);
  const before = await tokenAt(page, 5).boundingBox();
  await live(page);
  expect(await tokenAt(page, 5).boundingBox()).toEqual(before);
});
