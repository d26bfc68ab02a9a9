import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { findingOf } from "../src/core/study/finding";
import { studyPoints } from "../src/core/study/points";
import { readStudy } from "../src/core/study/studyFile";
import { STUDY_RECIPE } from "../tools/record/studyRecipe";
import { openPage } from "./support";

const recorded = readStudy(readFileSync(new URL("../public/recordings/study.json", import.meta.url), "utf8"));

/** The study's place on the page. */
const panel = (page: Page) => page.getByRole("region", { name: "Over many problems" });

const progress = async (page: Page) =>
  (await panel(page).locator(".progress").innerText()).replace(/\s+/g, " ");

async function finding(page: Page): Promise<string> {
  return (await panel(page).locator(".finding").innerText()).replace(/\s+/g, " ");
}

describe("the recorded study", () => {
  test("is one of the recipe, and holds the finding: few tokens from RL recover most, as many at random do not", () => {
    expect(
      isDeepStrictEqual({ settings: recorded.settings, problems: recorded.problems }, STUDY_RECIPE),
    ).toBe(true);
    expect(recorded.results).toHaveLength(STUDY_RECIPE.problems.length);
    const points = studyPoints(
      recorded.results.map(({ outcomes }) => outcomes),
      1,
    );
    const found = findingOf(points);
    if (found?.type !== "recovered") throw new Error("B does not lead");
    expect(found.at.share).toBeLessThan(0.08);
    expect(found.at.recovered?.low).toBeGreaterThan(0.8);
    expect(found.control?.recovered?.value).toBeLessThan(0.2);
    const switched = points.filter(({ arm }) => arm.series === "switched");
    expect([switched[0]?.share, switched.at(-1)?.share]).toEqual([0, 1]);
  });
});

describe("the study in the page", () => {
  test("is there at once, recorded; runs live, stops, goes on; and opens an answer with the same tokens", async () => {
    const { page } = await openPage({ gpu: "none", path: "/#/switch?sn=4" });
    await expect
      .poll(() => finding(page))
      .toMatch(/At threshold 0\.1, 5\.1 % of the tokens from rl recover 96 %/i);
    expect(await finding(page)).toMatch(/The same share at random places recovers 5 %/);
    expect(await panel(page).locator(".badge").innerText()).toBe("Recorded");
    expect(await panel(page).locator("svg circle.point").count()).toBeGreaterThan(8);

    await panel(page).getByRole("button", { name: "Run", exact: true }).click();
    await expect.poll(() => panel(page).locator(".badge").innerText(), { timeout: 30_000 }).toBe("Live");
    await expect.poll(() => panel(page).locator("progress").count(), { timeout: 30_000 }).toBe(0);
    const table = panel(page).getByText("All numbers");
    await table.click();
    const row = panel(page).getByRole("row", { name: /switched, threshold 0\.1/ });
    expect(await row.innerText()).toMatch(/\t4$/);

    // The same problems as the recorded study's first ones.
    const download = page.waitForEvent("download");
    await panel(page).getByRole("button", { name: "JSON" }).click();
    const made = readStudy(readFileSync(await (await download).path(), "utf8"));
    expect(made.problems).toEqual(recorded.problems.slice(0, 4));
    expect(made.results).toEqual(recorded.results.slice(0, 4));

    // 60 problems, ended on the way.
    await panel(page).getByLabel("How many").fill("60");
    await panel(page).getByLabel("How many").press("Tab");
    await panel(page).getByRole("button", { name: "Go on" }).click();
    await expect.poll(() => progress(page), { timeout: 30_000 }).toMatch(/^([6-9]|\d\d) of 60 problems/);
    await panel(page).getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => progress(page)).toMatch(/Stopped after \d+ of 60 problems/);
    const stoppedAfter = Number(/after (\d+)/.exec(await progress(page))?.[1]);
    expect(stoppedAfter).toBeGreaterThan(4);
    expect(stoppedAfter).toBeLessThan(60);

    await page.reload();
    await expect.poll(() => progress(page)).toContain(`Stopped after ${stoppedAfter} of 60`);
    expect(await panel(page).locator(".badge").innerText()).toBe("Kept");

    await panel(page).getByText("All numbers").click();
    await panel(page).getByRole("button", { name: "switched, threshold 0.1" }).click();
    const problem = recorded.problems[0]?.question ?? "";
    await panel(page).getByRole("button", { name: problem }).click();
    await expect
      .poll(() => panel(page).locator(".same").innerText(), { timeout: 30_000 })
      .toBe("Above: the same tokens as in the study.");
    expect(await page.getByLabel("Prompt", { exact: true }).inputValue()).toBe(problem);
    await expect.poll(() => page.url()).toContain("ans=");
  });
});
