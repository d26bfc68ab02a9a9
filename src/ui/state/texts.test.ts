import { beforeEach, describe, expect, test } from "vitest";
import { strings } from "../strings";
import { FakeBrowser } from "../testing/fakeBrowser";

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("a text of one's own", () => {
  test("under another prompt than the example's, its solution is said to answer another one", async () => {
    const session = browser.visit();
    await session.open();
    expect(session.texts.answersAnother).toBe(false);
    session.texts.edit("prompt", "How many in b?");
    expect(session.texts.answersAnother).toBe(true);
    await session.compare();
    expect(session.texts.answersAnother).toBe(true);
    session.texts.edit("solution", "It is 7");
    expect(session.texts.answersAnother).toBe(false);
    await session.writeWith("a");
    expect(session.texts.answersAnother).toBe(false);
  });

  test("of more characters than the page takes is refused before anything is done with it", async () => {
    const session = browser.visit();
    await session.open();
    const before = session.settings.all();
    session.texts.edit("solution", "a".repeat(2_000_001));
    expect(session.settings.all()).toEqual(before);
    expect([session.draft.has, session.upToDate]).toEqual([false, true]);
    const [problem] = session.texts.problems;
    expect(problem).toEqual({ type: "refused", field: "solution", length: 2_000_001, limit: 2_000_000 });
    expect(problem && strings.problem(problem)).toContain("at most 2,000,000");
    session.texts.edit("solution", "a");
    expect(session.texts.problems).toEqual([]);
  });

  test("has halves of characters replaced, and counts them", async () => {
    const session = browser.visit();
    await session.open();
    session.texts.edit("prompt", "a\ud83db\ude00c😀");
    expect([session.settings.get("prompt"), session.texts.replaced]).toEqual([
      "a\ufffdb\ufffdc😀",
      { prompt: 2 },
    ]);
  });

  test("that the models cannot read in one piece is refused by the laboratory or here, with the limit", async () => {
    const session = browser.visit({ contextLength: 20 });
    await session.open();
    session.texts.edit("solution", "abcdefghijklmnopqrstuvwxyz");
    await new Promise((resolve) => setTimeout(resolve, 300));
    await session.compare();
    expect(session.texts.problems).toEqual([
      { type: "beyond-context", field: "solution", tokens: expect.any(Number) as number, limit: 20 },
    ]);
  });
});
