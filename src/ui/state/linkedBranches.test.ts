import { beforeEach, describe, expect, test } from "vitest";
import { FakeBrowser, gate, PROMPT, settled, shownText } from "../testing/fakeBrowser";
import type { Session } from "./session.svelte";

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("the versions of a solution", () => {
  /** A visit with three: the example, a token forced in it, and one forced in that. */
  async function visitWithVersions(): Promise<Session> {
    const session = browser.visit();
    await session.open();
    session.settings.assign({ writer: "a", maxNewTokens: 4 });
    await session.force(2, browser.token(" three"));
    await session.force(4, browser.token("How"));
    session.link.write();
    return session;
  }
  const listed = (session: Session) =>
    session.branches.rows.map(({ branch: { origin, ids }, depth }) => ({ origin, ids, depth }));
  const numbered = (session: Session) => session.branches.all.map(({ content }) => content !== undefined);

  test("are opened by the link, the shown one compared, another when it is selected", async () => {
    const first = await visitWithVersions();
    browser.forget();
    const second = browser.visit();
    await second.open();
    await settled();
    expect(listed(second)).toEqual(listed(first));
    expect(second.comparison.text?.ids).toEqual(first.comparison.text?.ids);
    expect([browser.lab.asked.compare.length, numbered(second)]).toEqual([1, [false, false, true]]);

    await second.comparing.select(second.branches.all[0]!.id);
    expect([shownText(second), second.settings.get("solution")]).toEqual(["It is two.", "It is two."]);
    expect([browser.lab.asked.compare.length, numbered(second)]).toEqual([2, [true, false, true]]);
    await second.comparing.select(second.branches.all[2]!.id);
    expect(browser.lab.asked.compare).toHaveLength(2);
    second.link.write();
    const hash = browser.bar.hash;
    await first.comparing.select(first.branches.all[0]!.id);
    await first.comparing.select(first.branches.all[2]!.id);
    first.link.write();
    expect(browser.bar.hash).toBe(hash);
  });

  test("stand in the list before the models are there, without numbers", async () => {
    const first = await visitWithVersions();
    browser.forget();
    const { wait, open } = gate();
    const second = browser.visit({ pause: wait });
    const visiting = second.open();
    await settled();
    expect(numbered(second)).toEqual([false, false, false]);
    await second.comparing.select(second.branches.all[1]!.id);
    expect(second.pending).toEqual({ type: "compare" });
    open();
    await visiting;
    expect(second.comparison.text?.ids).toEqual(first.branches.all[1]?.ids);
    expect(numbered(second)).toEqual([false, true, false]);
  });

  test("come back from the draft where the address holds the text alone", async () => {
    const first = await visitWithVersions();
    await first.comparing.select(first.branches.all[1]!.id);
    first.link.write();
    for (const hash of ["", browser.bar.hash.replace(/&tree=[^&]*/, "")]) {
      browser.goTo(hash);
      const second = browser.visit();
      await second.open();
      await settled();
      expect(listed(second)).toEqual(listed(first));
      expect(second.branches.shown?.ids).toEqual(first.branches.all[1]?.ids);
    }
  });

  test("of somebody else's link leave the visitor's own draft as it is", async () => {
    await visitWithVersions();
    const { hash } = browser.bar;
    browser.forget();
    browser.goTo("");
    const own = browser.visit();
    await own.open();
    own.texts.edit("prompt", "Mine?");
    browser.goTo(hash);
    const second = browser.visit();
    await second.open();
    await second.comparing.select(second.branches.all[0]!.id);
    browser.goTo("");
    const later = browser.visit();
    await later.open();
    expect(later.settings.get("prompt")).toBe("Mine?");
  });

  test("are not in the link of an edited text, and are again when one of them is selected", async () => {
    const session = await visitWithVersions();
    const tree = session.settings.get("branches");
    expect(tree).toHaveLength(3);
    session.texts.edit("prompt", "Another question?");
    expect(session.settings.get("branches")).toEqual([]);
    await session.comparing.select(session.branches.all[2]!.id);
    expect([session.settings.get("prompt"), session.settings.get("branches")]).toEqual([PROMPT, tree]);
  });

  test("stay on another device, where each is compared anew when it is selected", async () => {
    const session = await visitWithVersions();
    await session.modelChoice.chooseDevice("wasm");
    expect([session.branches.all.length, session.comparison.status.type]).toEqual([3, "live"]);
  });

  test("with an id that is no token say so when they are selected, and the others stay", async () => {
    browser.bar.hash = "#/compare?v=1&q=How many?&s=It is&ids=259.260&tree=t;0b1.987654.5";
    const session = browser.visit();
    await session.open();
    await settled();
    expect(session.comparison.status.type).toBe("live");
    await session.comparing.select(session.branches.all[1]!.id);
    expect(session.comparison.status).toEqual({
      type: "failed",
      failure: { code: "bad-input", message: "Token id 987654 is not in the vocabulary." },
    });
    expect(session.upToDate).toBe(false);
    await session.comparing.select(session.branches.all[0]!.id);
    expect([session.comparison.status.type, session.upToDate]).toEqual(["live", true]);
  });

  test("that are damaged in a link are named, and the text is shown all the same", async () => {
    browser.bar.hash = `#/compare?v=1&q=${PROMPT}&s=It is two&tree=t;0b99.1`;
    const session = browser.visit();
    await session.open();
    expect(session.link.notices).toEqual([{ type: "damaged", key: "tree" }]);
    expect([shownText(session), session.branches.all.length]).toEqual(["It is two", 1]);
  });
});
