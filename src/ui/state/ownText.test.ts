import { beforeEach, describe, expect, test } from "vitest";
import { FakeBrowser, PROMPT, shownText } from "../testing/fakeBrowser";

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("a text of one's own", () => {
  test("comes back after a reload, and an example does not lose it", async () => {
    const first = browser.visit();
    await first.open();
    first.texts.edit("prompt", PROMPT);
    first.texts.edit("solution", "It is three?");
    first.link.write();
    const second = browser.visit();
    await second.open();
    expect([second.settings.get("prompt"), second.settings.get("solution")]).toEqual([
      PROMPT,
      "It is three?",
    ]);
    await second.openExample("two");
    expect(second.settings.get("solution")).toBe("It is two.");
    second.ownText.open();
    expect(second.settings.get("solution")).toBe("It is three?");
  });

  test("comes back from storage where the address does not hold it", async () => {
    const first = browser.visit();
    await first.open();
    first.texts.edit("prompt", PROMPT);
    first.texts.edit("solution", "It is three?");
    browser.goTo("");
    const second = browser.visit();
    await second.open();
    expect(second.settings.get("solution")).toBe("It is three?");
    expect(shownText(second)).toBe("It is three?");
  });

  test("begins empty where there is none yet, and the example is there to go back to", async () => {
    const session = browser.visit();
    await session.open();
    session.ownText.begin();
    const { recording, prompt, solution, solutionIds } = session.settings.all();
    expect([recording, prompt, solution, solutionIds]).toEqual(["", "", "", []]);
    expect([session.comparison.text, session.branches.all, session.draft.has]).toEqual([
      undefined,
      [],
      false,
    ]);
    await session.openExample("two");
    expect(shownText(session)).toBe("It is two.");
  });

  test("is put aside when work on an example begins, and can be brought back", async () => {
    const session = browser.visit();
    await session.open();
    session.texts.edit("prompt", "How many a?");
    session.texts.edit("solution", "It is one.");
    await session.openExample("three");
    session.texts.edit("solution", "It is two");
    expect(session.draft.aside?.prompt).toBe("How many a?");

    const later = browser.visit();
    await later.open();
    expect(later.settings.get("solution")).toBe("It is two");
    later.ownText.swapAside();
    expect(later.settings.get("prompt")).toBe("How many a?");
    expect(later.draft.aside?.solution).toBe("It is two");
  });
});
