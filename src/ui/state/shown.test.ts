import { beforeEach, describe, expect, test } from "vitest";
import { FakeBrowser } from "../testing/fakeBrowser";

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("a selection of positions", () => {
  test("is in the link, and opened by it", async () => {
    const session = browser.visit();
    await session.open();
    session.view.range = [1, 2];
    session.link.write();
    expect(browser.bar.hash).toContain("range=1-2");
    const second = browser.visit();
    await second.open();
    expect(second.view.range).toEqual([1, 2]);
    expect(second.link.notices).toEqual([]);
  });

  test("ends with the text it was made in", async () => {
    const session = browser.visit();
    await session.open();
    session.view.range = [1, 2];
    session.texts.edit("solution", "It is 7");
    expect(session.view.range).toBeNull();
    session.view.range = [0, 1];
    await session.writeWith("a");
    expect(session.view.range).toBeNull();
  });

  test("like pins and the chosen token, is cut at the end of a shorter text, which is named", async () => {
    browser.bar.hash = "#/compare?v=1&r=two&at=40&pins=1.50&range=2-60";
    const session = browser.visit();
    await session.open();
    const last = session.comparison.text!.solution.length - 1;
    expect([session.view.chosen, session.view.pins, session.view.range]).toEqual([null, [1], [2, last]]);
    expect(session.link.notices).toEqual([
      { type: "beyond-text", key: "at", setting: "chosen", from: "40", last },
      { type: "beyond-text", key: "pins", setting: "pins", from: "1.50", to: "1", last },
      { type: "beyond-text", key: "range", setting: "range", from: "2-60", to: `2-${last}`, last },
    ]);
  });
});
