import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, inject, onTestFinished, test } from "vitest";
import { HIDEABLE, SPARE_IN_FRAMES } from "../src/core/config/hideable";
import { serve } from "../tools/serve.mjs";
import { openPage } from "./support";

const PATIENCE = { timeout: 90_000 };

const tokenAt = (page: Page, position: number) =>
  page.locator(`[role="option"][data-position="${position}"]`);

const textOf = async (page: Page) => (await page.locator("body").innerText()).replace(/\s+/g, " ");

test("a hidden control leaves its value behind as text", async () => {
  const hide = HIDEABLE.map(({ id }) => id).join(".");
  const { page } = await openPage({
    gpu: "none",
    path: `/#/compare?r=carry&t=0.5&k=20&unit=bits&st=0.7&seed=9&topk=40&hide=${hide}`,
  });
  await tokenAt(page, 0).waitFor();
  await expect.poll(() => textOf(page), PATIENCE).toContain("Temperature 0.50");
  const text = await textOf(page);
  for (const said of [
    "Candidates 20",
    "Unit bits",
    "Colour by Jensen–Shannon divergence",
    "Threshold 0.144 bits",
    "Chat template on",
    "Sampling T 0.7 · seed 9 · Top-k 40",
    "Example The carry that was dropped",
    `${HIDEABLE.length} controls are hidden by this link.`,
  ]) {
    expect(text).toContain(said);
  }
  const bar = page.getByRole("region", { name: "How the text is looked at" });
  expect(await bar.getByRole("slider", { disabled: false }).count()).toBe(0);
  expect(await page.getByRole("combobox").count()).toBe(0);
  expect(await page.getByRole("switch").count()).toBe(0);
  for (const name of ["Tour", "Make a lesson", "Projector look", "Copy link"]) {
    expect(await page.getByRole("button", { name, exact: true }).count()).toBe(0);
  }
  expect(await page.getByRole("link", { name: /What did RL change/ }).count()).toBe(0);
});

test("in Switch hidden controls leave their values behind as text, and the answers are there", async () => {
  const hide = HIDEABLE.map(({ id }) => id).join(".");
  const { page } = await openPage({
    gpu: "none",
    path: `/#/switch?sth=0.2&rc=1&i=2&n=40&force=1b&hide=${hide}`,
  });
  const stop = page.getByRole("button", { name: "Stop", exact: true });
  await page.locator('[data-answer="switched"] [data-position="3"]').waitFor(PATIENCE);
  await expect.poll(() => stop.count(), PATIENCE).toBe(0);
  const text = await textOf(page);
  for (const said of [
    "Policy Threshold",
    "Divergence JS",
    "Take over above 0.2 nats",
    "Hand back below 0.1 nats",
    "Start with A",
    "Random control on",
    "Sample 2",
    "Version: B at 2",
    "Sampling T 1 · seed 1",
  ]) {
    expect(text).toContain(said);
  }
  const bar = page.getByRole("region", { name: "Who writes the next token" });
  expect(await bar.locator("input, select, button").count()).toBe(0);
  expect(await page.getByRole("slider", { name: /take over|hand back/i }).count()).toBe(0);
  for (const name of ["Write", "Step", "More"]) {
    expect(await page.getByRole("button", { name, exact: true }).count()).toBe(0);
  }
  expect(await page.getByRole("textbox").count()).toBe(0);
});

test("a lesson goes on where everything else is hidden", async () => {
  const hide = HIDEABLE.map(({ id }) => id).join(".");
  const { page } = await openPage({ gpu: "none", path: `/#/compare?r=strawberry&lesson=rl&hide=${hide}` });
  const lesson = page.getByRole("complementary", { name: "Lesson" });
  await tokenAt(page, 0).waitFor();
  await lesson.getByRole("button", { name: "Next" }).click();
  await lesson.getByRole("button", { name: "Do it for me" }).click();
  await lesson.getByText("Done.").waitFor();
});

test("hidden versions leave the name of the one that is shown", async () => {
  const { page } = await openPage({ gpu: "none", path: "/#/compare?r=carry&w=a&hide=versions" });
  await page.getByText("Live", { exact: true }).waitFor(PATIENCE);
  await tokenAt(page, 14).click();
  const details = page.getByRole("complementary", { name: "Details of a token" });
  await details.getByRole("button", { name: /carry/ }).click();
  await page.getByText(/^Version: “.*carry” at 15/).waitFor(PATIENCE);
  expect(await page.getByRole("region", { name: "Versions of this solution" }).count()).toBe(0);
});

test("embedded in a page of another origin only the view is there, and the way out", async () => {
  const root = mkdtempSync(join(tmpdir(), "slides-"));
  const ours = inject("origin");
  writeFileSync(
    join(root, "index.html"),
    `<!doctype html><title>Slides</title><iframe width="900" height="600" src="${ours}/#/compare?r=carry&embed=1&hide=examples"></iframe>`,
  );
  const { origin, close } = await serve({ root, port: 0, headers: {} });
  onTestFinished(async () => {
    await close();
    rmSync(root, { recursive: true });
  });
  const { page } = await openPage({
    gpu: "none",
    origin,
    otherOrigins: [ours],
    expectedErrors: [/favicon/],
  });
  const frame = page.frameLocator("iframe");
  await frame.locator('[role="option"]').first().waitFor(PATIENCE);
  await frame.getByText("Live", { exact: true }).waitFor(PATIENCE);
  expect(await frame.getByRole("heading", { name: "RL On/Off" }).count()).toBe(0);
  expect(await frame.getByRole("region", { name: "Examples" }).count()).toBe(0);
  const out = frame.getByRole("link", { name: "Open in RL On/Off" });
  const href = (await out.getAttribute("href")) ?? "";
  expect(href).toContain("r=carry");
  expect(href).not.toContain("embed");
});

test("a small frame shows the text before all else, and the editor presets what a frame does without", async () => {
  const viewport = { width: 400, height: 300 };
  const { page } = await openPage({ gpu: "none", path: "/#/compare?r=carry&embed=1", viewport });
  await tokenAt(page, 21).waitFor();
  const last = await tokenAt(page, 21).boundingBox();
  expect((last?.y ?? Infinity) + (last?.height ?? 0)).toBeLessThanOrEqual(viewport.height);

  const { page: maker, context } = await openPage({ gpu: "none", path: "/#/compare?r=carry&hide=theme" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await tokenAt(maker, 0).waitFor();
  await maker.getByRole("button", { name: "Make a lesson" }).click();
  const editor = maker.getByRole("dialog", { name: "Make a lesson" });
  await editor.getByRole("switch", { name: /embedded/ }).check();
  await editor.getByRole("button", { name: "Copy the lesson’s link" }).click();
  await editor.getByText("Link copied.").waitFor();
  const link = await maker.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain("embed=1");
  const hidden = /hide=([^&]*)/.exec(link)?.[1]?.split(".") ?? [];
  expect(hidden.sort()).toEqual(["theme", ...SPARE_IN_FRAMES].sort());
  await editor.getByRole("switch", { name: /embedded/ }).uncheck();
  expect(await editor.getByRole("checkbox", { checked: true }).count()).toBe(1);

  const { page: framed } = await openPage({ gpu: "none", path: `/${new URL(link).hash}`, viewport });
  await tokenAt(framed, 0).waitFor();
  const [token, sheet] = [
    await tokenAt(framed, 0).boundingBox(),
    await framed.getByRole("complementary", { name: "Lesson" }).boundingBox(),
  ];
  expect((token?.y ?? Infinity) + (token?.height ?? 0)).toBeLessThanOrEqual(sheet?.y ?? 0);
});
