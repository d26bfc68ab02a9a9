import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { byteModel, damagedGraph, serveWithModels, type ModelFolder } from "./otherModels";
import { openPage } from "./support";

/** Slow machines with a software adapter take their time. */
const PATIENCE = { timeout: 90_000 };

const models = (page: Page) => page.getByRole("region", { name: "Models" });
const badges = (page: Page, text: string) => models(page).getByText(text, { exact: true });
const live = (page: Page) => page.getByText("Live", { exact: true }).waitFor(PATIENCE);

/** Opens the panel of a model. */
async function panel(page: Page, side: "A" | "B") {
  await models(page)
    .getByRole("button", { name: new RegExp(`^${side}\\b`) })
    .click();
  return page.getByRole("dialog", { name: new RegExp(`^Model ${side}`) });
}

async function served(folders: Readonly<Record<string, ModelFolder>>): Promise<string> {
  const { origin, close } = await serveWithModels(folders);
  onTestFinished(close);
  return origin;
}

describe.each([
  { device: "WASM", gpu: "none", path: "/" },
  { device: "WebGPU", gpu: "software", path: "/#/compare?device=webgpu" },
] as const)("on $device", ({ gpu, path }) => {
  test("the embedded pair is checked after loading and passes, far within what is allowed", async () => {
    const { page } = await openPage({ gpu, path });
    await expect.poll(() => badges(page, "checked").count(), PATIENCE).toBe(2);
    await live(page);
    const shown = await (await panel(page, "B")).innerText();
    expect(shown).toContain("24 next-token distributions of 4 texts agree with a float64 forward pass");
    const [, largest = "", allowed = ""] =
      /probability\s+([\d.]+(?: × 10[⁻⁰¹²³⁴-⁹]+)?)\s+([\d.]+)/.exec(shown) ?? [];
    expect(largest).toMatch(/× 10⁻[⁵⁶⁷⁸⁹]$/);
    expect(allowed).toBe("0.001");
  });

  test("wrong weights under right checksums are seen, shown with their size, and nothing is kept back", async () => {
    const origin = await served({ rl: { "onnx/model.onnx": damagedGraph("rl") } });
    const { page } = await openPage({ gpu, path, origin });
    await badges(page, "check failed").waitFor(PATIENCE);
    await badges(page, "checked").waitFor(PATIENCE);
    await live(page);
    const warning = page.getByText(
      /Model B failed its self-check \(probabilities off by up to 0\.\d+, on “.+”\)/,
    );
    await warning.waitFor(PATIENCE);
    expect(await page.getByRole("alert").count()).toBe(0);
    const shown = await (await panel(page, "B")).innerText();
    expect(shown).toMatch(/do not agree with a float64 forward pass/);
    expect(shown).toMatch(/Largest at token \d+ of “/);
  });
});

test("reference values that are not there leave the model unchecked and say why; the page goes live", async () => {
  const { page, context } = await openPage({ gpu: "none", path: "/not-yet", expectedErrors: [/404/] });
  await context.route("**/models/base/self-check.json", (route) => route.fulfill({ status: 404 }));
  await page.goto(new URL("/", page.url()).href);
  await live(page);
  await badges(page, "not checked").waitFor(PATIENCE);
  await badges(page, "checked").waitFor(PATIENCE);
  expect(await (await panel(page, "A")).innerText()).toMatch(
    /reference values of base could not be read: status 404/,
  );
});

test("a model without reference values is checked against a copy on WASM when that is asked for", async () => {
  const origin = await served({ bytes: byteModel() });
  const text = "q=How+many%3F&s=One.";
  const { page } = await openPage({
    gpu: "software",
    path: `/#/compare?b=bytes&device=webgpu&${text}`,
    origin,
  });
  await badges(page, "not checked").waitFor(PATIENCE);
  const details = await panel(page, "B");
  await details.getByRole("button", { name: "Check against WASM" }).click();
  await details
    .getByText(/distributions of 4 texts agree with the same files on WASM \(fp32\)/)
    .waitFor(PATIENCE);
  await expect.poll(() => badges(page, "checked").count(), PATIENCE).toBe(2);
  // The copy is gone: one worker per model and one lab are left.
  await expect
    .poll(() => page.workers().filter((worker) => worker.url().includes("model.worker")).length)
    .toBe(2);
});
