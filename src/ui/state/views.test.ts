import { beforeEach, describe, expect, test, vi } from "vitest";
import { FakeBrowser, gate, PROMPT, shownText } from "../testing/fakeBrowser";
import { liveSnapshot } from "./lessonSnapshot";
import { sessionStage } from "./lessonStage";
import type { Session } from "./session.svelte";
import { solutionText } from "./solutionText";

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

async function written(session: Session): Promise<void> {
  await vi.waitFor(() => expect(session.switching.whole).toBe(true));
}

/** The person presses the tab of a view: a link. */
async function turnTo(session: Session, view: "compare" | "switch"): Promise<void> {
  browser.bar.hash = session.link.hashWith({}, view);
  await session.followAddress();
}

describe("the Switch view", () => {
  test("opens with its example, which it answers as soon as the models are there", async () => {
    browser.bar.hash = "#/switch";
    const session = browser.visit();
    await session.open();
    await written(session);
    expect(session.link.view).toBe("switch");
    expect(session.settings.get("prompt")).toMatch(/eggs/);
    expect(session.settings.get("expected")).toBe("49");
    expect(Object.keys(session.switching.answers)).toEqual(["switched", "a", "b"]);
    expect(session.source).toBe("live");
    expect(browser.lab.asked.compare).toHaveLength(2);
  });

  test("answers the prompt of a link, with what the link sets", async () => {
    browser.bar.hash = `#/switch?v=1&q=${PROMPT}&n=6&sth=0.02&p=stay&stay=2&force=1b`;
    const session = browser.visit();
    await session.open();
    await written(session);
    const { positions } = session.switching.answers.switched!;
    expect(positions).toHaveLength(6);
    expect(positions[1]).toMatchObject({ author: "b", forced: "side" });
    expect(browser.lab.asked.switch[0]).toMatchObject({
      prompt: PROMPT,
      choice: { policy: "stay", threshold: 0.02, own: { stayTokens: 2 } },
    });
  });

  test("writes the same answers again from its own link", async () => {
    browser.bar.hash = `#/switch?v=1&q=${PROMPT}&n=8&st=0.8&seed=5&rc=1`;
    const first = browser.visit();
    await first.open();
    await written(first);
    browser.goTo(first.link.hash);
    const second = browser.visit();
    await second.open();
    await written(second);
    expect(second.switching.answers).toEqual(first.switching.answers);
  });
});

describe("turning from one view to the other", () => {
  test("loses nothing that has finished, and does nothing twice", async () => {
    browser.bar.hash = "#/compare";
    const session = browser.visit();
    await session.open();
    expect(session.comparison.status.type).toBe("live");
    const { text } = session.comparison;
    session.view.choose(2);
    await turnTo(session, "switch");
    await written(session);
    expect(session.settings.get("prompt")).toBe(PROMPT);
    expect(session.comparison.text).toBe(text);
    const { answers } = session.switching;
    const compared = browser.lab.asked.compare.length;
    await turnTo(session, "compare");
    expect([session.comparison.text, session.view.chosen, session.source]).toEqual([text, 2, "live"]);
    await turnTo(session, "switch");
    expect(session.switching.answers).toBe(answers);
    expect(browser.lab.asked.compare).toHaveLength(compared);
    expect(browser.lab.asked.switch).toHaveLength(1);
  });

  test("back in the history, an earlier threshold counts again and the comparison stands", async () => {
    browser.bar.hash = "#/compare";
    const session = browser.visit();
    await session.open();
    const { text } = session.comparison;
    await turnTo(session, "switch");
    await written(session);
    const before = browser.bar.hash;
    session.settings.set("switchThreshold", 0.5);
    session.switching.follow();
    await written(session);
    browser.bar.hash = before;
    await session.followAddress();
    await written(session);
    expect(session.settings.get("switchThreshold")).toBe(-1);
    expect(session.comparison.text).toBe(text);
  });

  test("a comparison that runs goes on", async () => {
    const held = gate();
    const session: Session = browser.visit({
      pause: async () => (session.comparison.running ? held.wait() : undefined),
    });
    browser.bar.hash = "#/compare";
    void session.open();
    await vi.waitFor(() => expect(session.comparison.running).toBe(true));
    await turnTo(session, "switch");
    held.open();
    await vi.waitFor(() => expect(session.comparison.status.type).toBe("live"));
    expect(shownText(session)).toBe("It is two.");
    await written(session);
  });

  test("an answer is looked at in Compare: the same tokens, compared", async () => {
    browser.bar.hash = `#/switch?v=1&q=${PROMPT}&n=6`;
    const session = browser.visit();
    await session.open();
    await written(session);
    const tokens = session.switching.tokensOf("switched");
    const solutionIds = tokens.map(({ id }) => id);
    const changed = { solution: solutionText(tokens), solutionIds, recording: "" };
    browser.bar.hash = session.link.hashWith(changed, "compare");
    await session.followAddress();
    expect(session.comparison.text?.ids).toEqual(solutionIds);
    expect(session.link.view).toBe("compare");
    await turnTo(session, "switch");
    expect(session.switching.tokensOf("switched")).toEqual(tokens);
  });

  test("the link is one of the view", async () => {
    browser.bar.hash = "#/switch";
    const session = browser.visit();
    await session.open();
    await written(session);
    expect(session.link.hash).toMatch(/^#\/switch\?/);
    expect(session.link.hashWith({ embed: true })).toMatch(/^#\/switch\?/);
  });
});

describe("a lesson in the Switch view", () => {
  test("turns to it, writes there, moves a threshold, and sees what came of it", async () => {
    browser.bar.hash = "#/compare";
    const session = browser.visit();
    await session.open();
    const [stage, now] = [sessionStage(session), liveSnapshot(session)];
    expect([now.view, now.switched]).toEqual(["compare", undefined]);
    stage.set({ maxNewTokens: 8, switchThreshold: 0 });
    await stage.turn("switch");
    await stage.switch();
    await written(session);
    expect(now.view).toBe("switch");
    expect(session.link.hash).toMatch(/^#\/switch/);
    expect(now.switched?.fromB).toBeGreaterThan(0);
    stage.set({ policy: "never" });
    await written(session);
    expect(now.switched).toMatchObject({ fromB: 0, right: {} });
    stage.set({ expected: "nothing of this" });
    expect(now.switched?.right).toEqual({ a: false, b: false, switched: false });
    stage.set({ seed: 77 });
    expect(now.switched).toBeUndefined();
  });

  test("asks another question, whose right answer is not that of the question before", async () => {
    browser.bar.hash = "#/switch";
    const session = browser.visit();
    await session.open();
    const stage = sessionStage(session);
    stage.type("prompt", session.settings.get("prompt"));
    expect(session.settings.get("expected")).toBe("49");
    stage.type("prompt", PROMPT);
    expect(session.settings.get("expected")).toBe("");
  });
});
