import { beforeEach, describe, expect, test } from "vitest";
import { MAX_BRANCHES } from "../../core/config/branchTree";
import { FakeBrowser, gate, PROMPT, settled, shownText } from "../testing/fakeBrowser";
import type { Session } from "./session.svelte";

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("writing", () => {
  test("puts the model's tokens into the solution and compares them", async () => {
    const session = browser.visit();
    await session.open();
    session.settings.set("maxNewTokens", 5);
    await session.writeWith("a");
    expect(browser.lab.asked.write[0]).toMatchObject({
      writer: "a",
      kept: [],
      prompt: PROMPT,
      maxNewTokens: 5,
    });
    expect(session.comparison.text?.solution).toHaveLength(5);
    expect(session.settings.get("solutionIds")).toEqual(session.comparison.text?.ids);
    expect([session.settings.get("recording"), session.upToDate]).toEqual(["", true]);
    expect(session.writing.status).toMatchObject({ type: "written", reason: "max-tokens", tokens: 5 });
  });

  test("keeps a typed solution that it takes the place of", async () => {
    const session = browser.visit();
    await session.open();
    session.texts.edit("solution", "My own words");
    session.settings.set("maxNewTokens", 3);
    await session.writeWith("b");
    session.solving.restoreOverwritten();
    expect([session.settings.get("solution"), session.shown.overwritten]).toEqual([
      "My own words",
      undefined,
    ]);
  });

  test("stopped half way leaves what was written, compared", async () => {
    const session = browser.visit();
    await session.open();
    let written = 0;
    browser.lab.options.pause = async () => {
      if (++written === 4) session.stop();
    };
    await session.writeWith("b");
    expect(session.writing.status).toMatchObject({ type: "written", reason: "stopped", tokens: 3 });
    expect(session.comparison.text?.solution).toHaveLength(3);
  });

  test("given up for an example does not come back to replace it", async () => {
    const session = browser.visit();
    await session.open();
    const held = gate();
    browser.lab.options.pause = held.wait;
    const writing = session.writeWith("b");
    await settled();
    browser.lab.options.pause = async () => undefined;
    await session.openExample("three");
    held.open();
    await writing;
    expect([shownText(session), session.settings.get("recording")]).toEqual(["It is three.", "three"]);
  });
});

describe("writing with one model", () => {
  /** A visit on which the models load when their gates are opened. */
  function visitWithGates() {
    const gates = { a: gate(), b: gate() };
    const session = browser.visit();
    const load = browser.lab.load.bind(browser.lab);
    browser.lab.load = async (side, ...rest) => {
      if (side !== "c") await gates[side].wait();
      return load(side, ...rest);
    };
    return { session, ...gates };
  }
  const shownTokens = (session: Session) => session.shown.written?.solution.length;

  test("needs its writer only; the comparison follows by itself when the other arrives", async () => {
    const { session, a, b } = visitWithGates();
    const visiting = session.open();
    a.open();
    await settled();
    session.settings.set("maxNewTokens", 5);
    await session.writeWith("a");
    expect(session.pending).toMatchObject({ type: "compare-written", waitsFor: "b" });
    expect([shownTokens(session), session.comparison.text, session.source]).toEqual([
      5,
      undefined,
      "waiting",
    ]);
    expect(session.settings.get("solutionIds")).toHaveLength(5);
    expect(session.examples.annotations).toEqual([]);
    b.open();
    await visiting;
    expect([session.comparison.text?.solution.length, session.source]).toEqual([5, "live"]);
    expect(session.branches.shown?.origin).toEqual({ type: "written", writer: "a" });
  });

  test("asked for before the writer is there begins when it is, whatever the other does", async () => {
    const { session, a, b } = visitWithGates();
    const visiting = session.open();
    await settled();
    session.settings.set("maxNewTokens", 3);
    await session.writeWith("a");
    expect(session.pending).toEqual({ type: "write", writer: "a" });
    a.open();
    await settled();
    expect([browser.lab.asked.write.length, shownTokens(session)]).toEqual([1, 3]);
    b.open();
    await visiting;
    expect(session.source).toBe("live");
  });

  test("while the other has failed waits for it to be reloaded, also when comparing is asked for meanwhile", async () => {
    const session = browser.visit({ failing: { b: { code: "model-corrupt", message: "Cut." } } });
    await session.open();
    session.settings.set("maxNewTokens", 4);
    await session.writeWith("a");
    expect(session.waiting.missing).toEqual([]);
    await session.compare();
    expect([session.waiting.missing, session.pending?.type, shownTokens(session)]).toEqual([
      ["b"],
      "compare-written",
      4,
    ]);
    browser.lab.options.failing = {};
    await session.modelChoice.reload("b");
    expect([session.source, session.branches.shown?.origin.type]).toEqual(["live", "written"]);
  });

  test("is refused where the writer itself is missing", async () => {
    const session = browser.visit({ failing: { b: { code: "model-corrupt", message: "Cut." } } });
    await session.open();
    await session.writeWith("b");
    expect([session.waiting.missing, session.pending, browser.lab.asked.write]).toEqual([
      ["b"],
      undefined,
      [],
    ]);
  });

  test("edited before the comparison is the person's own text again", async () => {
    const { session, a, b } = visitWithGates();
    const visiting = session.open();
    a.open();
    await settled();
    await session.writeWith("a");
    session.texts.edit("solution", "It is 7");
    expect([session.pending, session.shown.written]).toEqual([undefined, undefined]);
    b.open();
    await visiting;
    expect(session.settings.get("solution")).toBe("It is 7");
  });
});

describe("forcing a token", () => {
  test("keeps what stands before it, lets the writer go on, and is a branch to go back from", async () => {
    const session = browser.visit();
    await session.open();
    session.settings.assign({ writer: "a", maxNewTokens: 4 });
    const before = session.comparison.text;
    const three = browser.token(" three");
    if (!before || !three) throw new Error("nothing to force");
    await session.force(2, three);
    expect(session.comparison.text?.ids.slice(0, 3)).toEqual([...before.ids.slice(0, 2), three.id]);
    expect(session.branches.rows.map(({ branch, depth }) => [branch.origin.type, depth])).toEqual([
      ["text", 0],
      ["forced", 1],
    ]);
    await session.comparing.select(session.branches.all[0]?.id ?? -1);
    expect(shownText(session)).toBe("It is two.");
    expect(session.settings.get("solutionIds")).toEqual(before.ids);
    expect(browser.lab.asked.compare).toHaveLength(2);
  });

  test("of the token that stands there does nothing but say so", async () => {
    const session = browser.visit();
    await session.open();
    await session.force(1, session.comparison.text!.solution[1]!);
    expect([session.shown.notForced, session.view.chosen, session.branches.all.length]).toEqual([
      "stands-there",
      1,
      1,
    ]);
    expect([browser.lab.asked.write, session.settings.get("recording")]).toEqual([[], "two"]);
  });

  test("once more where it was forced before shows the version that came of it", async () => {
    const session = browser.visit();
    await session.open();
    session.settings.assign({ writer: "a", maxNewTokens: 4 });
    await session.force(2, browser.token(" three"));
    const [first, three] = session.branches.all;
    await session.force(2, browser.token("How"));
    expect(session.branches.shown?.parent).toBe(first?.id);
    await session.force(2, browser.token(" three"));
    expect([session.branches.all.length, session.branches.current]).toEqual([3, three?.id]);
    expect([session.shown.notForced, session.upToDate]).toEqual(["known", true]);
  });

  test("more often than versions are kept is refused, and the link is always read", async () => {
    const session = browser.visit({ contextLength: 500 });
    await session.open();
    session.settings.assign({ writer: "a", maxNewTokens: 3 });
    for (let at = 2; session.shown.notForced === undefined && at < 60; at++) {
      const stands = session.comparison.text?.ids[at];
      if (stands === undefined) break;
      await session.force(at, browser.token(stands === browser.token("a").id ? "b" : "a"));
    }
    expect([session.shown.notForced, session.branches.all.length]).toEqual(["full", MAX_BRANCHES]);
    session.link.write();
    const { ids } = session.comparison.text!;
    browser.forget();
    const other = browser.visit();
    await other.open();
    expect([other.link.notices, other.branches.all.length]).toEqual([[], MAX_BRANCHES]);
    expect(other.comparison.text?.ids).toEqual(ids);
  });

  test("the link of a branch opens the same tokens in another browser", async () => {
    const session = browser.visit();
    await session.open();
    session.settings.set("maxNewTokens", 4);
    await session.force(1, browser.lab.vocabulary[300] ?? browser.lab.vocabulary[0]!);
    session.link.write();
    browser.forget();
    const other = browser.visit();
    await other.open();
    expect(other.comparison.text?.ids).toEqual(session.comparison.text?.ids);
  });

  test("a new text lets go of the branches of the old one", async () => {
    const session = browser.visit();
    await session.open();
    session.settings.set("maxNewTokens", 2);
    await session.force(1, browser.lab.vocabulary[1]!);
    const runs = session.branches.all.map(({ content }) => content?.text.run);
    session.texts.edit("solution", "It is 9");
    await session.compare();
    expect(session.branches.all).toHaveLength(1);
    expect(browser.lab.asked.released).toEqual(runs);
  });
});

describe("what was typed", () => {
  test("as a prompt while a model writes ends the writing, and nothing is compared under the wrong prompt", async () => {
    const { wait, open } = gate();
    let waits = false;
    const session = browser.visit({ pause: () => (waits ? wait() : Promise.resolve()) });
    await session.open();
    waits = true;
    const compared = browser.lab.asked.compare.length;
    const writing = session.writeWith("a");
    session.texts.edit("prompt", "How many b?");
    open();
    await writing;
    expect(session.settings.get("prompt")).toBe("How many b?");
    expect(browser.lab.asked.compare.length).toBe(compared);
    expect(session.upToDate).toBe(false);
  });
});
