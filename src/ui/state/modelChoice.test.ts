import { beforeEach, describe, expect, test } from "vitest";
import { FakeBrowser } from "../testing/fakeBrowser";

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("choosing other models", () => {
  test("compares the shown text anew, as one's own", async () => {
    const session = browser.visit();
    await session.open();
    const first = session.comparison.text?.run;
    await session.modelChoice.choose("a", "rl");
    expect(session.models.a.model?.id).toBe("rl");
    expect(session.settings.get("recording")).toBe("");
    expect(session.comparison.status.type).toBe("live");
    expect(session.comparison.text?.run).not.toBe(first);
  });

  test("on another device loads both there and compares again", async () => {
    const session = browser.visit();
    await session.open();
    const first = session.comparison.text?.run;
    await session.modelChoice.chooseDevice("wasm");
    expect(browser.lab.asked.load.slice(-2).map(({ device }) => device)).toEqual(["wasm", "wasm"]);
    expect(session.comparison.text?.run).not.toBe(first);
    session.link.write();
    expect(browser.bar.hash).toContain("device=wasm");
  });

  test("an example brings its own models back", async () => {
    const session = browser.visit();
    await session.open();
    await session.modelChoice.choose("a", "rl");
    await session.openExample("three");
    const { a } = session.comparison.text!;
    expect(session.settings.get("modelA")).toBe(a.id);
  });
});
