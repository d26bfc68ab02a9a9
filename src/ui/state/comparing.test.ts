import { beforeEach, describe, expect, test } from "vitest";
import { FakeBrowser, gate, settled, shownText } from "../testing/fakeBrowser";
import type { Session } from "./session.svelte";

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("a text of one's own", () => {
  test("is no longer the example it began as", async () => {
    const session = browser.visit();
    await session.open();
    session.texts.edit("solution", "It is 2");
    expect([session.settings.get("recording"), session.upToDate]).toEqual(["", false]);
    await session.compare();
    expect([shownText(session), session.upToDate]).toEqual(["It is 2", true]);
  });

  test("is refused with the reason where a field is empty, and nothing shown is lost", async () => {
    const session = browser.visit();
    await session.open();
    session.texts.edit("solution", "");
    await session.compare();
    expect(session.texts.problems).toEqual([{ type: "empty", field: "solution" }]);
    expect(shownText(session)).toBe("It is two.");
  });

  test("compared before the models are ready waits for them", async () => {
    const loading = gate();
    const session = browser.visit({ pause: loading.wait });
    const visiting = session.open();
    await settled();
    session.texts.edit("solution", "It is 7");
    await session.compare();
    expect(session.pending).toEqual({ type: "compare" });
    loading.open();
    await visiting;
    expect([shownText(session), session.comparison.status.type]).toEqual(["It is 7", "live"]);
  });

  test("is not compared while a model is missing, and the page says which", async () => {
    const session = browser.visit({ failing: { b: { code: "model-corrupt", message: "Cut." } } });
    await session.open();
    session.texts.edit("solution", "It is 7");
    await session.compare();
    expect([session.waiting.missing, session.pending]).toEqual([["b"], undefined]);
    browser.lab.options.failing = {};
    await session.modelChoice.reload("b");
    await session.compare();
    expect([session.waiting.missing, shownText(session)]).toEqual([[], "It is 7"]);
  });
});

describe("looking again", () => {
  test("at another temperature never runs a model", async () => {
    const session = browser.visit();
    await session.open();
    const before = session.comparison.text?.statistics(1)?.entropyA;
    session.settings.set("temperature", 2);
    await session.comparing.look();
    expect(session.comparison.text?.statistics(1)?.entropyA).toBeGreaterThan(before ?? Infinity);
    expect([
      browser.lab.asked.reviews,
      browser.lab.asked.compare.length,
      browser.lab.asked.write.length,
    ]).toEqual([1, 1, 0]);
  });

  test("at fewer candidates asks nobody", async () => {
    const session = browser.visit();
    await session.open();
    session.settings.set("k", 3);
    await session.comparing.look();
    expect(browser.lab.asked.reviews).toBe(0);
  });

  test("what is no longer kept is said, and what is shown stays", async () => {
    const session = browser.visit();
    await session.open();
    const before = session.comparison.text;
    browser.lab.release(before?.run ?? -1);
    session.settings.set("temperature", 2);
    await session.comparing.look();
    expect(session.comparison.trouble?.code).toBe("not-kept");
    expect(session.comparison.text).toBe(before);
  });
});

describe("models that cut text differently", () => {
  async function visitApart(): Promise<Session> {
    const session = browser.visit({ otherTokenizer: true });
    browser.bar.hash = "#/compare?q=How+many&s=+one+two";
    await session.open();
    return session;
  }

  test("read the text apart where they would be compared, and nothing is compared", async () => {
    const session = await visitApart();
    expect(session.models.mismatch?.code).toBe("vocabulary-mismatch");
    expect(browser.lab.asked.compare).toEqual([]);
    expect(browser.lab.asked.read).toEqual([{ prompt: "How many", chat: true, solution: " one two" }]);
    expect([session.source, session.upToDate, session.busy]).toEqual(["live", true, false]);
    session.texts.edit("solution", " one");
    expect(session.upToDate).toBe(false);
    await session.compare();
    expect(session.apart.text?.text).toBe(" one");
  });

  test("read what one of them wrote as text: its ids mean nothing to the other", async () => {
    const session = await visitApart();
    await session.writeWith("a");
    expect(session.settings.get("solutionIds")).toEqual([]);
    expect(session.apart.text?.text).toBe(session.settings.get("solution"));
    expect(browser.lab.asked.compare).toEqual([]);
  });

  test("write side by side, and what one wrote becomes the text of both", async () => {
    const session = await visitApart();
    await session.solving.writeBoth();
    expect(browser.lab.asked.write.map(({ writer }) => writer)).toEqual(["a", "b"]);
    await session.solving.readWritten("a");
    expect(session.apart.text?.text).toBe(session.settings.get("solution"));
    expect(session.settings.get("solution")).not.toBe(" one two");
  });

  test("leave nothing behind when another model comes", async () => {
    const session = await visitApart();
    await session.modelChoice.choose("b", "base");
    expect(browser.lab.asked.read).toHaveLength(2);
    expect(session.apart.request?.solution).toBe(" one two");
  });
});
