import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openPage } from "./support";

const PATIENCE = { timeout: 90_000 };

const PROBLEM = "q=Tom+has+39+stamps+and+buys+67+more.+How+many+stamps+does+Tom+have+now%3F&ans=106";

const section = (page: Page) => page.getByRole("region", { name: "Mix instead of switching" });
const slider = (page: Page) => section(page).getByRole("slider", { name: "Weight α" });
const status = (page: Page) => section(page).getByRole("status").first();

/** Texts of a token list's tokens. */
async function texts(page: Page, list: string | RegExp): Promise<string[]> {
  const options = page.getByRole("listbox", { name: list }).getByRole("option");
  const labels = await options.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  return labels.map((label) => (label ?? "").split(", ")[0] ?? "");
}

const mixed = (page: Page) => texts(page, "Mixed answer, token by token");

/** Waits for the answer at a weight, and gives its tokens. */
async function answerAt(page: Page, alpha: string): Promise<string[]> {
  await expect
    .poll(
      () =>
        status(page)
          .innerText()
          .catch(() => ""),
      PATIENCE,
    )
    .toContain(`α = ${alpha}: `);
  return mixed(page);
}

test("the slider at 0 writes A’s answer and at 1 B’s, the link opens the same, and a sweep shows what lies between", async () => {
  const { page } = await openPage({ gpu: "none", path: `/#/switch?${PROBLEM}` });
  await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
  const [a, b] = [await texts(page, /^Base alone/), await texts(page, /^RL alone/)];
  expect(a).not.toEqual(b);
  await page.getByText("Mix instead of switching").click();
  await answerAt(page, "0.50");

  await slider(page).focus();
  for (let tenth = 0; tenth < 5; tenth++) await page.keyboard.press("Shift+ArrowLeft");
  expect(await answerAt(page, "0.00")).toEqual(a);
  expect(await status(page).innerText()).toMatch(/\d+ of \d+ positions were computed|No position needed/);
  expect(await status(page).innerText()).toContain("answer 105, expected 106");
  for (let tenth = 0; tenth < 10; tenth++) await page.keyboard.press("Shift+ArrowRight");
  expect(await answerAt(page, "1.00")).toEqual(b);
  expect(await status(page).innerText()).toContain("answer 106, right");

  // One token tells whose it is, with its probabilities and both draws.
  const first = page.getByRole("listbox", { name: "Mixed answer" }).getByRole("option").first();
  expect(await first.getAttribute("aria-label")).toMatch(
    /^Token 1: .+, only B would have drawn it too, mixture .+ · A .+ · B .+, same luck: A draws “.+”, B draws “.+”/,
  );
  await expect.poll(() => page.url()).toContain("alpha=1");
  const second = await openPage({ gpu: "none", path: `/${new URL(page.url()).hash}` });
  expect(await answerAt(second.page, "1.00")).toEqual(b);

  await section(second.page).getByRole("button", { name: "Sweep α" }).click();
  const entries = section(second.page).getByRole("list", { name: "Answers along α" }).getByRole("button");
  await expect.poll(() => entries.count(), PATIENCE).toBe(11);
  const said = await entries.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  expect(said[0]).toBe(`α 0.0: ${a.length} tokens, wrong`);
  expect(said[10]).toBe(`α 1.0: ${b.length} tokens, right, the same as at 0.9`);
  await entries.first().click();
  expect(await answerAt(second.page, "0.00")).toEqual(a);
  expect(await entries.first().getAttribute("aria-pressed")).toBe("true");
});

describe("proxy-tuning", () => {
  test("loads C for as long as it wants it; B held against itself leaves A’s answer", async () => {
    const { page, requests } = await openPage({
      gpu: "none",
      path: `/#/switch?${PROBLEM}&mx=1&mix=proxy&c=rl&alpha=2`,
    });
    const tuned = await answerAt(page, "2.00");
    expect(tuned.length).toBeGreaterThan(10);
    expect(tuned).toEqual(await texts(page, /^Base alone/));
    const loads = () => requests.filter((url) => url.endsWith("/rl/onnx/model.onnx")).length;
    expect(loads()).toBe(2);
    await section(page).getByLabel("C, which B is held against").selectOption({ label: "A itself (Base)" });
    await slider(page).fill("1");
    expect(await answerAt(page, "1.00")).toEqual(await texts(page, /^RL alone/));
    expect(loads()).toBe(2);
  });

  test("refuses a C of a link that is none of the page’s own, in words", async () => {
    const { page } = await openPage({
      gpu: "none",
      path: `/#/switch?${PROBLEM}&mx=1&mix=proxy&c=owner/name`,
    });
    await section(page)
      .getByText(/C cannot be “owner\/name”/)
      .waitFor(PATIENCE);
    expect(await mixed(page)).toEqual([]);
  });
});
