import { expect, test } from "vitest";
import { formatDigest, parseDigest, type ComparisonDigest } from "../src/core/compare/digest";
import { LETTERS } from "../src/core/config/letters";
import type { OpenedPage } from "./support";
import { openPage } from "./support";

type Opened = OpenedPage["page"];

const live = (page: Opened) => page.locator(".badge.live").waitFor();
const digestIn = (page: Opened) =>
  parseDigest(new URLSearchParams(new URL(page.url()).hash.slice(10)).get("d") ?? "");
const verdict = (page: Opened, words: string) =>
  page.locator(".reproduction [role=status]", { hasText: words }).waitFor({ state: "attached" });

/** The link of the live comparison of an example, as its hash. */
async function linkMade(path = "/#/compare?r=carry"): Promise<{ hash: string; digest: ComparisonDigest }> {
  const { page } = await openPage({ gpu: "none", path });
  await live(page);
  await page.waitForURL(/[?&]d=/);
  const digest = digestIn(page);
  if (digest === undefined) throw new Error("The link has no digest");
  return { hash: new URL(page.url()).hash, digest };
}

const withDigest = (hash: string, digest: ComparisonDigest): string =>
  hash.replace(/d=[^&]*/, `d=${formatDigest(digest)}`);

/** Another letter, half a turn away. */
const turned = (letters: string, at: number): string => {
  const other = LETTERS[(LETTERS.indexOf(letters[at] ?? "") + 32) % 64];
  return `${letters.slice(0, at)}${other}${letters.slice(at + 1)}`;
};

test("a link made on WASM is reproduced in a second browser, on WebGPU too, and stays as it was", async () => {
  const { hash, digest } = await linkMade();
  expect(digest.a).toMatchObject({ device: "wasm", dtype: "fp32" });

  const second = await openPage({ gpu: "none", path: `/${hash}` });
  await verdict(second.page, "Reproduced");
  await live(second.page);
  expect(new URL(second.page.url()).hash).toBe(hash);

  const third = await openPage({ gpu: "software", path: `/${hash.replace("?v=1", "?v=1&device=webgpu")}` });
  await verdict(third.page, "Reproduced");
  await third.page.getByRole("button", { name: "Reproduced" }).click();
  await third.page.getByText("This is WebGPU fp32, the link was made on WASM fp32.").waitFor();
  expect(digestIn(third.page)).toEqual(digest);
}, 240_000);

test("a link with other numbers differs from its first other token on, and the likely cause is named", async () => {
  const { hash, digest } = await linkMade();
  const made = { device: "webgpu", dtype: "q4f16", revision: "0badcafe" };
  const numbers = turned(turned(digest.numbers, 3 * 16 + 2), 3 * 18);
  const { page } = await openPage({
    gpu: "none",
    path: `/${withDigest(hash, { ...digest, numbers, a: { ...made, revision: digest.a.revision }, b: made })}`,
  });
  await verdict(page, "Differs from token 17 on");
  await page.locator(".reproduction").getByRole("button", { name: "Differs" }).click();
  await page.getByText("but from token 17 on other numbers: the entropy of B.").waitFor();
  await page.getByText("This is WASM fp32, the link was made on WebGPU q4f16.").waitFor();
  await page
    .getByText(`Model B is revision ${digest.b.revision}, the link was made with revision 0badcafe.`)
    .waitFor();
  await page.getByRole("button", { name: "Show token 17" }).click();
  await page.waitForURL(/[?&]at=16/);

  await page.locator(".reproduction").getByRole("button", { name: "Differs" }).click();
  await page.getByRole("button", { name: "Put these numbers into the link" }).click();
  await expect.poll(() => page.locator(".reproduction").count()).toBe(0);
  await expect.poll(() => digestIn(page)).toEqual(digest);
});

test("a text of one's own carries its digest; an edited text is no longer what the link speaks of", async () => {
  const { hash, digest } = await linkMade("/#/compare?q=What+is+2+%2B+3?&s=It+is+5.");
  const { page } = await openPage({ gpu: "none", path: `/${hash}` });
  await verdict(page, "Reproduced");
  await page.getByRole("button", { name: "Edit the solution" }).click();
  const solution = page.getByRole("textbox", { name: "Solution", exact: true });
  await solution.fill("It is 6.");
  await expect.poll(() => page.locator(".reproduction").count()).toBe(0);
  await solution.press("Control+Enter");
  await expect.poll(() => digestIn(page)?.solution ?? digest.solution).not.toBe(digest.solution);
});
