import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Download, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openPage } from "./support";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "files-"))));
afterAll(() => rm(folder, { recursive: true }));

const badge = (page: Page, word: string) => page.locator("header").getByText(word, { exact: true });

async function menuOf(page: Page): Promise<Locator> {
  // Its dialog belongs to the browser: without it, the page writes to private storage and downloads from there.
  await page.evaluate(() => Object.defineProperty(window, "showSaveFilePicker", { value: undefined }));
  await page.getByRole("button", { name: "Export" }).click();
  return page.getByRole("dialog", { name: "Export and import" });
}

/** Presses and waits for so many downloads; their paths by name. */
async function saved(page: Page, press: () => Promise<void>, count = 1): Promise<Record<string, string>> {
  const downloads: Download[] = [];
  const all = new Promise<void>((resolve) => {
    page.on("download", (download) => {
      if (downloads.push(download) === count) resolve();
    });
  });
  await press();
  await all;
  page.removeAllListeners("download");
  const paths = downloads.map(async (download) => {
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    return [download.suggestedFilename(), path] as const;
  });
  return Object.fromEntries(await Promise.all(paths));
}

/** What is read on the page: the sentence, the most different tokens, the first rows of a whole distribution. */
async function shown(page: Page) {
  const solution = page.getByRole("listbox", { name: "Solution, token by token" });
  const tokens = await solution.textContent();
  await solution.locator("[data-position='3']").click();
  await page.getByRole("button", { name: "Whole distribution" }).click();
  const rows = page.getByRole("dialog").getByRole("row");
  await rows.nth(3).waitFor();
  const distribution = await rows.allTextContents();
  await page.keyboard.press("Escape");
  return {
    tokens,
    summary: await page.locator(".summary").textContent(),
    overview: await page.getByRole("region", { name: "Overview" }).textContent(),
    distribution: distribution.slice(0, 8),
  };
}

test("arrays saved from the live page open in another without a model and show the same", async () => {
  const { page } = await openPage({ gpu: "none" });
  await badge(page, "Live").waitFor();
  const menu = await menuOf(page);
  await menu.getByLabel("Of each position").selectOption("logprobs");
  const files = await saved(page, () => menu.getByRole("button", { name: "Save" }).click(), 2);
  expect(Object.keys(files).sort()).toEqual(["distributions.json", "distributions.npz"]);
  await page.keyboard.press("Escape");
  const wanted = await shown(page);

  const other = await openPage({ gpu: "none" });
  await badge(other.page, "Recorded").or(badge(other.page, "Live")).waitFor();
  const picker = other.page.locator('input[type="file"][accept=".npz,.json"]');
  await picker.setInputFiles(Object.values(files));
  await badge(other.page, "Imported").waitFor();
  const { summary, ...rest } = await shown(other.page);
  expect({ ...rest, summary: summary?.replace("Numbers from distributions.npz.", "").trim() }).toEqual({
    ...wanted,
    summary: wanted.summary?.trim(),
  });
});

test("picture, table and run are saved; the run opens from a link after a click that names the address", async () => {
  const { page } = await openPage({ gpu: "none" });
  await badge(page, "Live").waitFor();
  const menu = await menuOf(page);
  const press = (name: string) => saved(page, () => menu.getByRole("button", { name }).click());
  const files = {
    ...(await press("SVG")),
    ...(await press("PNG")),
    ...(await press("CSV")),
    ...(await press("JSON")),
  };
  const svg = await readFile(files["comparison.svg"]!, "utf8");
  expect(svg).toMatch(/^<\?xml/);
  expect(svg).not.toMatch(/foreignObject|var\(/);
  const png = await readFile(files["comparison.png"]!);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBe(2 * 960);
  const table = await readFile(files["comparison.csv"]!, "utf8");
  expect(table.split("\n").length).toBeGreaterThan(20);
  const tokens = await page.getByRole("listbox", { name: "Solution, token by token" }).textContent();

  const bundle = await readFile(files["run.json"]!);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    response.end(bundle);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const other = await openPage({
    gpu: "none",
    path: `/#/compare?results=${origin}/run.json`,
    otherOrigins: [origin],
  });
  await other.page.getByText(`This link names results at ${origin}/run.json`).waitFor();
  await badge(other.page, "Live").waitFor();
  expect(asked).toEqual([]);
  await other.page.getByRole("button", { name: `Download from ${new URL(origin).host} and open` }).click();
  await badge(other.page, "Imported").waitFor();
  expect(asked).toEqual(["/run.json"]);
  const solution = other.page.getByRole("listbox", { name: "Solution, token by token" });
  expect(await solution.textContent()).toBe(tokens);
});

test("a run brings the same view back, and says so where its numbers were edited", async () => {
  const view = "#/compare?r=carry&m=klAB&th=0.5&at=14&pins=14.3&unit=bits&k=5";
  const { page } = await openPage({ gpu: "none", path: `/${view}` });
  await badge(page, "Live").waitFor();
  const menu = await menuOf(page);
  const files = await saved(page, () => menu.getByRole("button", { name: "JSON" }).click());
  const seen = async (of: Page) => ({
    chosen: await of.locator("[role=option].chosen").getAttribute("aria-label"),
    pinned: await of.getByRole("button", { name: /^Remove/ }).count(),
    notes: await of.getByRole("list", { name: "Notes" }).textContent(),
  });
  const wanted = await seen(page);

  const other = await openPage({ gpu: "none" });
  await badge(other.page, "Live").waitFor();
  const picker = other.page.locator('input[type="file"][accept=".npz,.json"]');
  await picker.setInputFiles(files["run.json"]!);
  await badge(other.page, "Imported").waitFor();
  expect(await seen(other.page)).toEqual(wanted);
  const summary = other.page.locator(".summary");
  expect(await summary.textContent()).toContain("The file’s own digest fits its numbers.");
  const models = other.page.locator("header .chip > button");
  expect(await models.allTextContents()).toEqual([
    expect.stringMatching(/^A\s+base\s+fp32 · from run.json\s*$/),
    expect.stringMatching(/^B\s+rl\s+fp32 · from run.json\s*$/),
  ]);

  type Run = { results: { statistics: { js: number[] } } };
  const run = JSON.parse(await readFile(files["run.json"]!, "utf8")) as Run;
  run.results.statistics.js.fill(0.6);
  const edited = join(folder, "edited.json");
  await writeFile(edited, JSON.stringify(run));
  await picker.setInputFiles(edited);
  const remarks = other.page.getByRole("status", { name: "About the opened file" });
  await remarks.getByText("own digest does not fit its numbers: from token 1 on").waitFor();
  await remarks.getByText("The file contradicts itself: at token 1 (and at 21 other tokens)").waitFor();
});

test("a switched run opens from its file as the same answers, and its link says reproduced", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/switch" });
  await page.waitForURL(/[?&]d=/);
  const menu = await menuOf(page);
  const files = await saved(page, () => menu.getByRole("button", { name: "JSON" }).click());
  const answers = page.getByRole("region", { name: "Answers", exact: true });
  const wanted = await answers.textContent();

  const other = await openPage({ gpu: "none" });
  await badge(other.page, "Live").waitFor();
  await other.page.locator('input[type="file"][accept=".npz,.json"]').setInputFiles(files["switched.json"]!);
  await badge(other.page, "Imported").waitFor();
  expect(await other.page.getByRole("region", { name: "Answers", exact: true }).textContent()).toBe(wanted);
  await other.page.getByText("The file’s own digest fits its numbers.").waitFor();

  const third = await openPage({ gpu: "none", path: `/${new URL(page.url()).hash}` });
  await third.page.locator("header").getByText("Reproduced").first().waitFor();
});

test("a damaged file that is dropped is refused in words, and what is shown stays", async () => {
  const { page } = await openPage({ gpu: "none" });
  await badge(page, "Live").waitFor();
  const before = await page.locator(".summary").textContent();
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["PK\u0003\u0004 and then nothing"], "distributions.npz"));
    const options = { dataTransfer, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new DragEvent("dragover", options));
    document.body.dispatchEvent(new DragEvent("drop", options));
  });
  await page.getByRole("alert").filter({ hasText: "cannot be read" }).waitFor();
  expect(await page.locator(".summary").textContent()).toBe(before);
  const odd = join(folder, "notes.json");
  await writeFile(odd, '{"hello": 1}');
  await page.locator('input[type="file"][accept=".npz,.json"]').setInputFiles(odd);
  await page.getByRole("alert").filter({ hasText: "notes.json is no run bundle" }).waitFor();
});
