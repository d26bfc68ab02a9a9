import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DIST } from "../tools/serve.mjs";
import { openPage } from "./support";

/** What ships in the page today, by name: runtime, fonts, both workers' libraries. */
const SHIPPED = [
  "@fontsource-variable/inter",
  "@huggingface/jinja",
  "@huggingface/tokenizers",
  "@huggingface/transformers",
  "comlink",
  "d3-scale",
  "onnxruntime-web",
  "svelte",
  "zod",
];

test("the licences of what the page contains ship with it, and its footer leads there", async () => {
  const { page, context } = await openPage({ gpu: "none" });
  const opening = context.waitForEvent("page");
  await page.getByRole("link", { name: "Open-source licences" }).click();
  const licences = await opening;
  await licences.waitForLoadState();
  const text = await licences.locator("body").innerText();
  await licences.close();
  for (const name of SHIPPED) {
    const { version, license } = JSON.parse(
      readFileSync(join("node_modules", name, "package.json"), "utf8"),
    ) as { version: string; license: string };
    expect(text).toContain(`${name} ${version} (${license})`);
    const file = ["LICENSE", "LICENSE.md"].map((file) => join("node_modules", name, file)).find(existsSync);
    if (file) expect(squeezed(text)).toContain(squeezed(readFileSync(file, "utf8")).slice(0, 500));
  }
  expect(text).toContain("Copyright (c) Microsoft Corporation");
  expect(readFileSync(join(DIST, "THIRD-PARTY-LICENSES.txt"), "utf8")).not.toMatch(/node_modules/);
});

/** Text with every run of whitespace as one space: a browser shows some of it differently. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
