import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { npzBytes } from "../src/core/experiment/npzBytes";
import { openPage } from "./support";

/** Slow machines take their time. */
const PATIENCE = { timeout: 90_000 };

const picker = (page: Page) => page.locator('section[aria-label="Files of this view"] > input[type="file"]');
const tokens = (page: Page) => page.getByRole("listbox", { name: "The answer, token by token" });
const notes = (page: Page) => page.getByRole("status", { name: "About the opened files" });

/** What a press saves, by name; in a folder that goes with the test. */
async function saved(page: Page, press: () => Promise<void>, files: number): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "sample-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const paths: Record<string, string> = {};
  const all = new Promise<void>((resolve) => {
    page.on("download", (download) => {
      const path = join(folder, download.suggestedFilename());
      void download.saveAs(path).then(() => {
        paths[download.suggestedFilename()] = path;
        if (Object.keys(paths).length === files) resolve();
      });
    });
  });
  await press();
  await all;
  page.removeAllListeners("download");
  return paths;
}

test("arrays as Python writes them are looked at without a model: entropies, and what else could have stood there", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/sample" });
  const logits = Float32Array.from({ length: 3 * 50 }, (_, at) => (at % 50 === Math.floor(at / 50) ? 9 : 0));
  const bytes = await npzBytes([
    {
      name: "results[0].samples[0].distributions",
      type: "float32",
      shape: [3, 50],
      bytes: () => [new Uint8Array(logits.buffer)],
    },
  ]);
  const about = {
    metadata: { model: "some/model", distribution_type: "logits" },
    prompts: ["How many?"],
    results: [
      {
        prompt: "How many?",
        samples: [
          {
            text: "It is 2",
            token_strings: ["It", " is", " 2"],
            distributions: "distributions.npz:results[0].samples[0].distributions",
          },
        ],
      },
    ],
  };
  await picker(page).setInputFiles([
    { name: "distributions.npz", mimeType: "application/zip", buffer: Buffer.from(bytes) },
    { name: "distributions.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(about)) },
  ]);
  await tokens(page).waitFor(PATIENCE);
  expect(await page.getByText("Entropies computed from the distributions.").count()).toBe(1);
  await tokens(page).getByRole("option").nth(1).click();
  await page.getByRole("heading", { name: "Token 2, “·is”" }).waitFor(PATIENCE);
  const details = page.getByRole("complementary", { name: "What could have stood here" });
  await expect.poll(() => details.getByRole("row").count(), PATIENCE).toBe(21);
  const share = Math.exp(9) / (Math.exp(9) + 49);
  expect(await details.getByRole("row").nth(1).innerText()).toContain(`${(100 * share).toFixed(1)}`);
  await page.keyboard.press("ArrowRight");
  await page.getByRole("heading", { name: "Token 3, “·2”" }).waitFor(PATIENCE);
  await details.getByRole("button", { name: "More" }).click();
  await expect.poll(() => details.getByRole("row").count(), PATIENCE).toBe(51);
  await page.getByRole("button", { name: "Close" }).first().click();
  expect(await tokens(page).count()).toBe(0);
});

/** What numpy finds in the files: rows that are distributions, one per token, and the mean reward. */
const NUMPY = `
import json, sys, numpy
folder = json.load(sys.stdin)
about = json.load(open(folder["distributions.json"]))
arrays = numpy.load(folder["distributions.npz"])
answers = [sample for result in about["results"] for sample in result["samples"]]
for sample in answers:
    rows = arrays[sample["distributions"].split(":", 1)[1]]
    assert rows.shape[0] == len(sample["token_strings"]) == len(sample["entropies"]), rows.shape
    assert abs(numpy.asarray(rows, dtype="float64").sum(axis=1) - 1).max() < 1e-3
    own = -(rows * numpy.log(numpy.maximum(rows, 1e-30))).sum(axis=1)
    assert abs(own - sample["entropies"]).max() < 0.02
results = json.load(open(folder["results_a.json"]))
rewards = [reward for result in results for reward in result["rewards"]]
print(json.dumps({"answers": len(answers), "mean": float(numpy.mean(rewards)), "asked": [r["question"] for r in results]}))
`;

/** Quotes, a comma and a line break within fields. */
const CSV = [
  "question,answer",
  '"How many r are in ""berry""?",2',
  '"Tom has 3 stamps, and\nbuys 4 more. How many stamps does Tom have now?",7',
  "How many t are in letter?,2",
].join("\r\n");

test("a CSV is asked four times each, goes into files that numpy reads, and comes back with the same numbers", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/sample?nq=3&ns=4&n=24" });
  await page.evaluate(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
  await picker(page).setInputFiles({ name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
  await page.getByText("3 rows").waitFor(PATIENCE);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const done = page.getByRole("button", { name: "Run anew" }).and(page.locator(":not([aria-disabled])"));
  await done.waitFor(PATIENCE);
  await page.getByRole("button", { name: "Export" }).click();
  const menu = page.getByRole("dialog", { name: "Export and import" });
  await menu.getByLabel("Of each token").selectOption({ label: "all probabilities" });
  const press = (name: string, nth = 0) =>
    saved(page, () => menu.getByRole("button", { name, exact: true }).nth(nth).click(), 1);
  const files = {
    ...(await press("Results")),
    ...(await press("Statistics")),
    ...(await press("Results", 1)),
    ...(await press("YAML")),
    ...(await saved(page, () => menu.getByRole("button", { name: "Save", exact: true }).click(), 2)),
  };
  await page.keyboard.press("Escape");
  expect(Object.keys(files).toSorted()).toEqual([
    "distributions.json",
    "distributions.npz",
    "experiment_config.yaml",
    "results_a.json",
    "results_b.json",
    "statistics_a.json",
  ]);
  const { accuracy } = JSON.parse(await readFile(files["statistics_a.json"]!, "utf8")) as {
    accuracy: number;
  };
  const found = JSON.parse(
    execFileSync("python3", ["-c", NUMPY], { input: JSON.stringify(files), encoding: "utf8" }),
  ) as { answers: number; mean: number; asked: string[] };
  expect(found.answers).toBeGreaterThanOrEqual(3 * 4);
  expect(found.mean).toBeCloseTo(accuracy, 10);
  expect(found.asked[1]).toContain("stamps, and\nbuys");
  const sentence = page.locator(".results .sentence");
  const before = await sentence.innerText();
  expect(accuracy).toBeGreaterThanOrEqual(0);

  const other = await openPage({ gpu: "none", path: "/#/sample" });
  await picker(other.page).setInputFiles(Object.values(files));
  await tokens(other.page).waitFor(PATIENCE);
  await expect.poll(() => other.page.locator(".results .sentence").innerText(), PATIENCE).toBe(before);
  const said = await notes(other.page).innerText();
  expect(said).toContain("Dataset, task and sampling are set as experiment_config.yaml says");
  expect(said).not.toContain("not known");
  await expect.poll(() => other.page.url(), PATIENCE).toContain("nq=3");

  await picker(other.page).setInputFiles({
    name: "experiment_config.yaml",
    mimeType: "text/yaml",
    buffer: Buffer.from("00_sample: [\n"),
  });
  await other.page.getByText(/experiment_config\.yaml cannot be read/).waitFor(PATIENCE);
});
