import type { Page } from "playwright-core";
import { beforeAll, afterAll, expect, test } from "vitest";
import { byteModel, serveWithModels } from "./otherModels";
import { openPage } from "./support";

const PATIENCE = { timeout: 90_000 };
const TEXT = "One by one: Straße, 東京. The answer is \\boxed{3}";
const BYTES = new TextEncoder().encode(TEXT).length;
const LINK = `/#/compare?${new URLSearchParams({ a: "base", b: "bytes", q: "How many r?", s: TEXT })}`;

let server: Awaited<ReturnType<typeof serveWithModels>>;
beforeAll(async () => {
  server = await serveWithModels({ bytes: byteModel() });
});
afterAll(() => server.close());

const strip = (page: Page, name: string | RegExp) => page.getByRole("listbox", { name }).getByRole("option");
const live = (page: Page) => page.getByText("Live", { exact: true }).waitFor(PATIENCE);
const totals = async (page: Page) =>
  (await page.getByRole("table").getByRole("row").allInnerTexts()).slice(1).map((row) => row.split(/\s+/));

test("two tokenizers: no divergence, and the reason; surprise over the same characters, own tokens, both writing", async () => {
  const { page } = await openPage({ gpu: "none", path: LINK, origin: server.origin });
  await live(page);
  await page.getByText("Vocabulary mismatch: A (base) has 512 tokens, B (bytes) has 260.").waitFor();
  expect(await page.getByRole("region", { name: "Overview" }).count()).toBe(0);
  expect(await strip(page, "Solution, token by token").count()).toBe(0);

  // Each model's own tokens: B's are single bytes, A's are not.
  const [a, b] = [strip(page, "The text in A’s tokens"), strip(page, "The text in B’s tokens")];
  await expect.poll(() => b.count()).toBe(BYTES);
  expect(await a.count()).toBeLessThan(BYTES);
  expect((await totals(page)).map(([side, , , tokens]) => [side, tokens])).toEqual([
    ["A", String(await a.count())],
    ["B", String(BYTES)],
  ]);

  // The same characters: whole ones, cut where A has a border (B has one everywhere).
  const spans = strip(page, /^The same characters/);
  const count = await spans.count();
  expect(count).toBeGreaterThan(10);
  expect(count).toBeLessThanOrEqual(await a.count());
  await spans.first().hover();
  const said = page.getByText(/A [\d.<]+ bits in 1 token, B [\d.]+ bits in \d+ tokens/);
  await said.waitFor();

  // What a span says of B adds up to B's total.
  await page.mouse.move(0, 0);
  const bits: number[] = [];
  for (let index = 0; index < count; index++) {
    await spans.nth(index).focus();
    const words = await page.getByText(/A [\d.<]+ bits in \d+ tokens?, B [\d.]+ bits/).innerText();
    bits.push(Number(/B ([\d.]+) bits/.exec(words)?.[1]));
  }
  const [, [, , perByte = ""] = []] = await totals(page);
  const sum = bits.reduce((total, value) => total + value, 0);
  expect(sum / BYTES).toBeCloseTo(Number(perByte), 0);

  // Side by side: both write, and what one wrote is read by both.
  await page.getByRole("button", { name: "Let both write" }).click();
  const written = (side: string) => page.getByRole("article", { name: `Model ${side}` });
  await written("A")
    .getByText(/A wrote \d+ token/)
    .waitFor(PATIENCE);
  await written("B")
    .getByText(/B wrote \d+ token/)
    .waitFor(PATIENCE);
  const answer = (await written("A").locator(".text").innerText()).trim();
  await written("A").getByRole("button", { name: "Read this text with both" }).click();
  await expect.poll(() => page.getByLabel("Solution", { exact: true }).inputValue(), PATIENCE).toBe(answer);
  await expect.poll(() => b.count(), PATIENCE).toBe(new TextEncoder().encode(answer).length);
});

test("an edit marks the numbers as old until they are compared again; a shared tokenizer brings the tokens back", async () => {
  const { page } = await openPage({ gpu: "none", path: LINK, origin: server.origin });
  await live(page);
  const before = await totals(page);
  await page.getByLabel("Solution", { exact: true }).fill("1 2 3");
  await page.getByText("The text was edited since").waitFor();
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect.poll(() => totals(page), PATIENCE).not.toEqual(before);
  expect(await page.getByText("The text was edited since").count()).toBe(0);

  await page.getByRole("region", { name: "Models" }).getByRole("button", { name: /^B\b/ }).click();
  await page
    .getByRole("dialog", { name: /^Model B/ })
    .getByRole("combobox", { name: /^Model/ })
    .selectOption("rl");
  await strip(page, "Solution, token by token").first().waitFor(PATIENCE);
  await live(page);
  expect(await page.getByText("Vocabulary mismatch").count()).toBe(0);
});
