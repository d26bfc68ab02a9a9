import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { DIST } from "../tools/serve.mjs";
import { openPage } from "./support";

/** Slow machines take their time. */
const PATIENCE = { timeout: 90_000 };
const GRAPH = "**/models/rl/onnx/model.onnx";

const faults = (page: Page) => page.getByRole("region", { name: "What went wrong" });
const tokens = (page: Page) =>
  page.getByRole("listbox", { name: "Solution, token by token" }).getByRole("option");
const badge = (page: Page, text: string) => page.getByRole("status").getByText(text, { exact: true });
const topOf = async (page: Page) => (await tokens(page).first().boundingBox())?.y;

/** Ends the lab worker as an error that nobody caught does. */
async function crashLab(page: Page): Promise<void> {
  const lab = page.workers().find((worker) => worker.url().includes("lab.worker"));
  await lab?.evaluate(() => {
    setTimeout(() => {
      throw new Error("the lab's worker was made to fail");
    });
  });
}

/** Opens the page where a file of the network is another, or none. */
async function openWith(
  answers: Readonly<Record<string, { status?: number; body?: Buffer }>>,
  path = "/",
): Promise<{ page: Page; context: BrowserContext }> {
  const { page, context } = await openPage({
    gpu: "none",
    path: "/not-yet",
    expectedErrors: [/404/, /Failed to load resource/, /wasm|WebAssembly|CompileError|Aborted/i],
  });
  for (const [address, answer] of Object.entries(answers)) {
    await context.route(address, (route) => route.fulfill({ status: 200, ...answer }));
  }
  await page.goto(new URL(path, page.url()).href);
  return { page, context };
}

describe("a model's file", () => {
  const graph = readFileSync(join(DIST, "models/rl/onnx/model.onnx"));
  const damaged = Buffer.from(graph);
  damaged.writeUInt8(damaged.readUInt8(1000) ^ 1, 1000);

  test.each([
    ["is missing", { status: 404 }, /has no file onnx\/model\.onnx at/],
    [
      "is cut",
      { body: graph.subarray(0, 1000) },
      new RegExp(`onnx/model\\.onnx of the model is cut: it has 1000 bytes instead of ${graph.length}`),
    ],
    ["is damaged", { body: damaged }, /onnx\/model\.onnx of the model is damaged: its SHA-256 begins with/],
  ])("that %s is named once, the rest stays alive, and reloading helps", async (_, answer, message) => {
    const { page, context } = await openWith({ [GRAPH]: answer });
    await faults(page).getByText(message).waitFor(PATIENCE);
    expect(await page.getByRole("alert").count()).toBe(1);
    expect(await faults(page).innerText()).toContain("Model B");
    await tokens(page).first().waitFor();
    await context.unroute(GRAPH);
    await faults(page).getByRole("button", { name: "Reload" }).click();
    await badge(page, "Live").waitFor(PATIENCE);
    expect(await faults(page).count()).toBe(0);
  });
});

test("for a model that nobody has, the usual one is offered and not the same once more; many odd keys are one line", async () => {
  const many = Array.from({ length: 200 }, (_, index) => `odd${index}=1`).join("&");
  const { page } = await openPage({
    gpu: "none",
    path: `/#/compare?r=strawberry&a=a-model-of-a-long-name-that-nobody-has&${many}`,
    viewport: { width: 390, height: 844 },
  });
  await faults(page).getByText("No embedded model is called").waitFor(PATIENCE);
  const about = page.getByRole("status", { name: "About the link you opened" });
  await about.getByText("The link names 200 things that this page does not know.").waitFor();
  expect(await about.getByText("“odd7”").isVisible()).toBe(false);
  const chips = page.getByRole("region", { name: "Models" });
  const [name, button] = [chips.locator(".name").first(), chips.getByRole("button", { name: "Use Base as" })];
  const [left, right] = [await name.boundingBox(), await button.boundingBox()];
  expect((left?.x ?? NaN) + (left?.width ?? NaN)).toBeLessThanOrEqual(right?.x ?? NaN);
  expect(left?.height).toBeLessThan(24);
  expect(await chips.getByRole("button", { name: /Reload/ }).count()).toBe(0);
  await button.click();
  await badge(page, "Live").waitFor(PATIENCE);
  expect(await faults(page).count()).toBe(0);
  expect(page.url()).not.toContain("nobody");
});

test("what sampling does not allow is said beside its field, and on a phone the panel leaves the writers free", async () => {
  const { page } = await openPage({ gpu: "none", viewport: { width: 390, height: 844 } });
  await page.getByRole("button", { name: /^Sampling/ }).click();
  const panel = page.getByRole("dialog", { name: "Sampling" });
  await panel.getByText("Top-k off").waitFor();
  const field = panel.getByRole("spinbutton", { name: /^Top-k/ });
  await field.fill("5000");
  await field.press("Tab");
  await panel.getByText("5000 is not possible; 1000 is used.").waitFor();
  expect(await panel.getByText("off", { exact: true }).count()).toBe(2);
  const seed = panel.getByRole("spinbutton", { name: "Seed" });
  await seed.fill("4294967295");
  await panel.getByRole("button", { name: "Another seed" }).click();
  expect(await seed.inputValue()).toBe("0");
  const over = await panel.boundingBox();
  for (const side of ["A", "B"]) {
    const writer = await page.getByRole("button", { name: `Write with ${side}` }).boundingBox();
    const above = (over?.y ?? NaN) + (over?.height ?? NaN) <= (writer?.y ?? NaN);
    const below = (over?.y ?? NaN) >= (writer?.y ?? NaN) + (writer?.height ?? NaN);
    expect(above || below).toBe(true);
  }
});

describe("a file of the page's own runtime", () => {
  const files = readdirSync(join(DIST, "assets"));
  const named = (pattern: RegExp) => files.find((name) => pattern.test(name)) ?? "";
  const wasm = named(/threaded-[\w-]{8}\.wasm$/);
  const loader = named(/threaded-[\w-]{8}\.js$/);
  const library = named(/^transformers.*\.js$/);
  const begin = (name: string) => readFileSync(join(DIST, "assets", name)).subarray(0, 10_000);

  test.each([
    ["the WebAssembly file is missing", wasm, { status: 404 }, "missing"],
    ["the WebAssembly file is cut", wasm, { body: begin(wasm) }, "cut or damaged"],
    ["the WebAssembly file is another", wasm, { body: Buffer.alloc(500, 7) }, "cut or damaged"],
    ["the loader is missing", loader, { status: 404 }, "missing"],
    ["a script is missing", library, { status: 404 }, "missing"],
  ])("%s: it is named, once for both models, and no model is blamed", async (_, name, answer, what) => {
    const address = `**/assets/${name}`;
    const { page } = await openWith({ [address]: answer });
    await faults(page).getByText(`A file of this page is ${what}: ${name}`).waitFor(PATIENCE);
    // One of the models may fail a moment before the other.
    await expect.poll(() => faults(page).innerText()).toContain("Models A and B");
    expect(await page.getByRole("alert").count()).toBe(1);
    expect(await faults(page).innerText()).toContain("build the page again");
  });
});

test("WebGPU asked for where there is none: one button runs both models on WASM", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/compare?device=webgpu&q=How%20many%3F&s=3" });
  await faults(page).getByText("This browser offers no WebGPU adapter.").waitFor(PATIENCE);
  expect(await page.getByRole("alert").count()).toBe(1);
  await faults(page).getByRole("button", { name: "Run on WASM" }).click();
  await badge(page, "Live").waitFor(PATIENCE);
  expect(await tokens(page).count()).toBe(1);
  expect(await faults(page).count()).toBe(0);
  await expect.poll(() => page.url()).toContain("device=wasm");
});

test("the lab's end is said once, moves nothing, and leaves the numbers until they are compared again", async () => {
  const { page } = await openPage({ gpu: "none", expectedErrors: [/made to fail/] });
  await badge(page, "Live").waitFor(PATIENCE);
  await page.evaluate(() => document.fonts.ready);
  const [top, text] = [await topOf(page), await tokens(page).allInnerTexts()];
  await crashLab(page);
  await badge(page, "Kept").waitFor();
  expect(await page.getByRole("alert").count()).toBe(1);
  expect(Math.abs((await topOf(page))! - top!)).toBeLessThanOrEqual(2);
  await faults(page).getByRole("button", { name: "Dismiss" }).click();
  expect(await faults(page).count()).toBe(0);
  expect(Math.abs((await topOf(page))! - top!)).toBeLessThanOrEqual(2);
  expect(await tokens(page).allInnerTexts()).toEqual(text);

  await page.getByRole("slider", { name: "Temperature" }).fill("2");
  const trouble = page.getByRole("alert").filter({ hasText: "no longer kept" });
  await trouble.waitFor();
  expect(Math.abs((await topOf(page))! - top!)).toBeLessThanOrEqual(2);
  await trouble.getByRole("button", { name: "Compare" }).click();
  await badge(page, "Live").waitFor(PATIENCE);
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(Math.abs((await topOf(page))! - top!)).toBeLessThanOrEqual(2);
});

test("what a link says that cannot be taken is said over the page, and dismissing it moves nothing", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/compare?colour=red&t=99&z=!!!" });
  await badge(page, "Live").waitFor(PATIENCE);
  const [top, notices] = [await topOf(page), page.getByRole("status", { name: "About the link you opened" })];
  await notices.getByRole("button", { name: "Dismiss" }).click();
  await notices.waitFor({ state: "detached" });
  expect(Math.abs((await topOf(page))! - top!)).toBeLessThanOrEqual(2);
});

test("with one model the other need not be there to write; comparing follows when it arrives", async () => {
  const { page, context } = await openWith({ [GRAPH]: { status: 404 } });
  await faults(page).getByText("onnx/model.onnx").waitFor(PATIENCE);
  await badge(page, "Recorded").waitFor(PATIENCE);
  const top = await topOf(page);
  await page.getByRole("button", { name: "Write with A" }).click();
  await page.getByText("Written. Comparing waits for B.").waitFor(PATIENCE);
  expect(await tokens(page).count()).toBeGreaterThan(3);
  expect(Math.abs((await topOf(page))! - top!)).toBeLessThanOrEqual(2);
  const written = await tokens(page).allInnerTexts();
  await context.unroute(GRAPH);
  await faults(page).getByRole("button", { name: "Reload" }).click();
  await badge(page, "Live").waitFor(PATIENCE);
  expect(await tokens(page).allInnerTexts()).toEqual(written);
});
