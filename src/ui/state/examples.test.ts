import { beforeEach, describe, expect, test } from "vitest";
import { FakeBrowser } from "../testing/fakeBrowser";

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("a link that names other models than its example", () => {
  test("does not show the example's numbers as theirs", async () => {
    browser.goTo("#/compare?a=rl&r=two");
    const session = browser.visit();
    await session.openAddress();
    expect(session.comparison.text).toBeUndefined();
    await session.loadModels();
    expect(session.comparison.status.type).toBe("live");
    expect(browser.lab.asked.compare).toHaveLength(1);
    expect(session.examples.annotations).toEqual([]);
  });
});
