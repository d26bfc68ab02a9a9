import { beforeEach, describe, expect, test } from "vitest";
import { MAX_BRANCHES } from "../../core/config/branchTree";
import { defaultSettings } from "../../core/config/settings";
import type { CompareEvent } from "../../core/compare/events";
import { strings } from "../strings";
import { fakeHub } from "../testing/fakeHub";
import { FakeLab, fakeModels, type FakeLabOptions } from "../testing/fakeLab";
import { DraftStore, type KeyValueStore } from "./draftStore";
import type { AddressBar } from "./link.svelte";
import type { OpenedRecording, RecordingShelf } from "./recordings.svelte";
import { Session } from "./session.svelte";

const PIECES = [
  ..."abcdefghijklmnopqrstuvwxyz ?.0123456789",
  "How",
  " many",
  " r",
  " in",
  "It",
  " is",
  " two",
  " three",
];
const PROMPT = "How many r in b?";

class Memory implements KeyValueStore {
  readonly entries = new Map<string, string>();
  getItem(key: string) {
    return this.entries.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.entries.set(key, value);
  }
}

class Bar implements AddressBar {
  constructor(public hash = "") {}
  replace(hash: string) {
    this.hash = hash;
  }
}

async function recordingOf(solution: string): Promise<OpenedRecording> {
  const events: CompareEvent[] = [];
  const request = { prompt: PROMPT, chat: true, solution: { text: solution }, temperature: 1, k: 5 };
  for await (const event of new FakeLab({ pieces: PIECES }).compare(request)) events.push(event);
  return {
    prompt: PROMPT,
    chat: true,
    temperature: 1,
    k: 5,
    annotations: [{ position: 1, text: "Here." }],
    events,
  };
}

const recordings = new Map([
  ["two", await recordingOf("It is two.")],
  ["three", await recordingOf("It is three.")],
]);
const shelf: RecordingShelf = {
  titles: async () => ({
    ok: true,
    value: [...recordings.keys()].map((id) => ({ id, title: id, description: "" })),
  }),
  open: async (id) => {
    const value = recordings.get(id);
    return value
      ? { ok: true, value }
      : { ok: false, failure: { code: "bad-input", message: `There is no example called “${id}”.` } };
  },
};

let memory: Memory;
let bar: Bar;
let lab: FakeLab;

function visit(options: Partial<FakeLabOptions> = {}): Session {
  lab = new FakeLab({ pieces: PIECES, ...options });
  return new Session({
    lab,
    shelf,
    drafts: new DraftStore(() => memory),
    bar,
    embedded: async () => ({ ok: true, value: fakeModels() }),
    hub: fakeHub(),
  });
}

/** A gate that holds whatever awaits it until it is opened. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { wait: () => opened, open };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 400; turn++) await Promise.resolve();
}

const shownText = (session: Session) => session.comparison.text?.solution.map(({ text }) => text).join("");

beforeEach(() => {
  memory = new Memory();
  bar = new Bar();
});

describe("opening the page", () => {
  test("shows the first example at once, recorded, before any model is there", async () => {
    const loading = gate();
    const session = visit({ pause: loading.wait });
    void session.open();
    await settled();
    expect(session.comparison.status).toEqual({ type: "recorded" });
    expect(shownText(session)).toBe("It is two.");
    expect(session.settings.get("recording")).toBe("two");
    expect(session.models.a.state.phase).toBe("loading");
    expect(session.recordings.annotations).toEqual([{ position: 1, text: "Here." }]);
  });

  test("turns live by itself, and the token that was chosen stays chosen", async () => {
    bar.hash = "#/compare?v=1&r=three&at=2&pins=0.1";
    const session = visit();
    await session.open();
    expect(session.comparison.status.type).toBe("live");
    expect(shownText(session)).toBe("It is three.");
    expect([session.view.chosen, session.view.pins]).toEqual([2, [0, 1]]);
    expect(session.comparison.seenAt.k).toBe(defaultSettings().k);
  });

  test("compares the text of a link as soon as the models are ready", async () => {
    bar.hash = `#/compare?v=1&q=${PROMPT}&s=It is two&m=tv`;
    const session = visit();
    await session.open();
    expect(shownText(session)).toBe("It is two");
    expect(session.settings.get("measure")).toBe("tv");
    expect(lab.asked.compare).toHaveLength(1);
  });

  test("takes the ids of a link for the solution, whatever its text would be cut into", async () => {
    const ids = new FakeLab({ pieces: PIECES })
      .encode("i")
      .concat(new FakeLab({ pieces: PIECES }).encode("t"));
    bar.hash = `#/compare?v=1&q=${PROMPT}&s=it&ids=${ids.join(".")}`;
    const session = visit();
    await session.open();
    expect(session.comparison.text?.ids).toEqual(ids);
  });

  test("waits with a prompt alone", async () => {
    bar.hash = `#/compare?v=1&q=${PROMPT}`;
    const session = visit();
    await session.open();
    expect([session.comparison.status.type, session.problems]).toEqual(["empty", []]);
  });

  test("says that a link has a solution and no prompt, beside the prompt", async () => {
    for (const named of ["s=It is two", "ids=259.260"]) {
      bar.hash = `#/compare?v=1&${named}`;
      const session = visit();
      await session.open();
      expect(session.problems).toEqual([{ type: "link-without-prompt", field: "prompt" }]);
      session.edit("prompt", PROMPT);
      expect(session.problems).toEqual([]);
    }
  });

  test("shows the first example where nothing of the link's text could be read", async () => {
    bar.hash = "#/compare?v=1&q=%E0%A4%A&s=%E0%A4%A&ids=x";
    const session = visit();
    await session.open();
    expect([shownText(session), session.link.notices.length]).toEqual(["It is two.", 3]);
  });

  test("says that the solution of a link is not the text of its tokens, which count", async () => {
    const ids = new FakeLab({ pieces: PIECES }).encode("It is two");
    bar.hash = `#/compare?v=1&q=${PROMPT}&s=It is three&ids=${ids.join(".")}`;
    const session = visit();
    await session.open();
    expect(session.link.notices).toEqual([{ type: "other-text", key: "s", beside: "ids" }]);
    expect(session.settings.get("solution")).toBe("It is two");
    session.link.write();
    const again = visit();
    await again.open();
    expect(again.link.notices).toEqual([]);
  });

  test("with an address that is emptied shows what a fresh visit would", async () => {
    bar.hash = `#/compare?v=1&q=${PROMPT}&s=It is 7&k=3&at=1`;
    const session = visit();
    await session.open();
    session.view.hover(1);
    session.view.values = {
      measure: "js",
      interval: { low: 0, high: 1, includesLow: true, includesHigh: true },
    };
    bar.hash = "#";
    await session.openAddress();
    memory = new Memory();
    const fresh = visit();
    await fresh.open();
    expect(session.settings.all()).toEqual(fresh.settings.all());
    expect([shownText(session), session.upToDate]).toEqual([shownText(fresh), true]);
    expect([session.view.last, session.view.values, session.branches.all.length]).toEqual([null, null, 1]);
  });

  test("says that an example does not exist, and shows the first instead", async () => {
    bar.hash = "#/compare?v=1&r=nonsense";
    const session = visit();
    await session.open();
    expect(session.recordings.failure?.message).toBe("There is no example called “nonsense”.");
    expect(shownText(session)).toBe("It is two.");
  });

  test("says which models there are when the link names another", async () => {
    bar.hash = "#/compare?v=1&b=gpt-99";
    const session = visit();
    await session.open();
    expect(session.models.b.state).toEqual({
      phase: "failed",
      failure: {
        code: "model-missing",
        message: "No embedded model is called “gpt-99”.",
        hint: "There are: base and rl.",
      },
    });
    expect(session.comparison.status.type).toBe("recorded");
  });
});

describe("a text of one's own", () => {
  test("comes back after a reload, and an example does not lose it", async () => {
    const first = visit();
    await first.open();
    first.edit("prompt", PROMPT);
    first.edit("solution", "It is three?");
    first.link.write();
    const second = visit();
    await second.open();
    expect([second.settings.get("prompt"), second.settings.get("solution")]).toEqual([
      PROMPT,
      "It is three?",
    ]);
    await second.openExample("two");
    expect(second.settings.get("solution")).toBe("It is two.");
    second.openDraft();
    expect(second.settings.get("solution")).toBe("It is three?");
  });

  test("comes back from storage where the address does not hold it", async () => {
    const first = visit();
    await first.open();
    first.edit("prompt", PROMPT);
    first.edit("solution", "It is three?");
    bar = new Bar();
    const second = visit();
    await second.open();
    expect(second.settings.get("solution")).toBe("It is three?");
    expect(shownText(second)).toBe("It is three?");
  });

  test("begins empty where there is none yet, and the example is there to go back to", async () => {
    const session = visit();
    await session.open();
    session.beginOwnText();
    const { recording, prompt, solution, solutionIds } = session.settings.all();
    expect([recording, prompt, solution, solutionIds]).toEqual(["", "", "", []]);
    expect([session.comparison.text, session.branches.all, session.hasDraft]).toEqual([undefined, [], false]);
    await session.openExample("two");
    expect(shownText(session)).toBe("It is two.");
  });

  test("under another prompt than the example's, its solution is said to answer another one", async () => {
    const session = visit();
    await session.open();
    expect(session.answersAnother).toBe(false);
    session.edit("prompt", "How many in b?");
    expect(session.answersAnother).toBe(true);
    await session.compare();
    expect(session.answersAnother).toBe(true);
    session.edit("solution", "It is 7");
    expect(session.answersAnother).toBe(false);
    await session.writeWith("a");
    expect(session.answersAnother).toBe(false);
  });

  test("of more characters than the page takes is refused before anything is done with it", async () => {
    const session = visit();
    await session.open();
    const before = session.settings.all();
    session.edit("solution", "a".repeat(2_000_001));
    expect(session.settings.all()).toEqual(before);
    expect([session.hasDraft, session.upToDate]).toEqual([false, true]);
    const [problem] = session.problems;
    expect(problem).toEqual({ type: "refused", field: "solution", length: 2_000_001, limit: 2_000_000 });
    expect(problem && strings.problem(problem)).toContain("at most 2,000,000");
    session.edit("solution", "a");
    expect(session.problems).toEqual([]);
  });

  test("is no longer the example it began as", async () => {
    const session = visit();
    await session.open();
    session.edit("solution", "It is 2");
    expect([session.settings.get("recording"), session.upToDate]).toEqual(["", false]);
    await session.compare();
    expect([shownText(session), session.upToDate]).toEqual(["It is 2", true]);
  });

  test("is refused with the reason where a field is empty, and nothing shown is lost", async () => {
    const session = visit();
    await session.open();
    session.edit("solution", "");
    await session.compare();
    expect(session.problems).toEqual([{ type: "empty", field: "solution" }]);
    expect(shownText(session)).toBe("It is two.");
  });

  test("has halves of characters replaced, and counts them", async () => {
    const session = visit();
    await session.open();
    session.edit("prompt", "a\ud83db\ude00c😀");
    expect([session.settings.get("prompt"), session.replaced]).toEqual(["a\ufffdb\ufffdc😀", { prompt: 2 }]);
  });

  test("that the models cannot read in one piece is refused by the laboratory or here, with the limit", async () => {
    const session = visit({ contextLength: 20 });
    await session.open();
    session.edit("solution", "abcdefghijklmnopqrstuvwxyz");
    await new Promise((resolve) => setTimeout(resolve, 300));
    await session.compare();
    expect(session.problems).toEqual([
      { type: "beyond-context", field: "solution", tokens: expect.any(Number) as number, limit: 20 },
    ]);
  });

  test("compared before the models are ready waits for them", async () => {
    const loading = gate();
    const session = visit({ pause: loading.wait });
    const visiting = session.open();
    await settled();
    session.edit("solution", "It is 7");
    await session.compare();
    expect(session.pending).toEqual({ type: "compare" });
    loading.open();
    await visiting;
    expect([shownText(session), session.comparison.status.type]).toEqual(["It is 7", "live"]);
  });

  test("is not compared while a model is missing, and the page says which", async () => {
    const session = visit({ failing: { b: { code: "model-corrupt", message: "Cut." } } });
    await session.open();
    session.edit("solution", "It is 7");
    await session.compare();
    expect([session.missing, session.pending]).toEqual([["b"], undefined]);
    lab.options.failing = {};
    await session.reload("b");
    await session.compare();
    expect([session.missing, shownText(session)]).toEqual([[], "It is 7"]);
  });
});

describe("writing", () => {
  test("puts the model's tokens into the solution and compares them", async () => {
    const session = visit();
    await session.open();
    session.settings.set("maxNewTokens", 5);
    await session.writeWith("a");
    expect(lab.asked.write[0]).toMatchObject({ writer: "a", kept: [], prompt: PROMPT, maxNewTokens: 5 });
    expect(session.comparison.text?.solution).toHaveLength(5);
    expect(session.settings.get("solutionIds")).toEqual(session.comparison.text?.ids);
    expect([session.settings.get("recording"), session.upToDate]).toEqual(["", true]);
    expect(session.writing.status).toMatchObject({ type: "written", reason: "max-tokens", tokens: 5 });
  });

  test("keeps a typed solution that it takes the place of", async () => {
    const session = visit();
    await session.open();
    session.edit("solution", "My own words");
    session.settings.set("maxNewTokens", 3);
    await session.writeWith("b");
    session.restoreOverwritten();
    expect([session.settings.get("solution"), session.overwritten]).toEqual(["My own words", undefined]);
  });

  test("stopped half way leaves what was written, compared", async () => {
    const session = visit();
    await session.open();
    let written = 0;
    lab.options.pause = async () => {
      if (++written === 4) session.stop();
    };
    await session.writeWith("b");
    expect(session.writing.status).toMatchObject({ type: "written", reason: "stopped", tokens: 3 });
    expect(session.comparison.text?.solution).toHaveLength(3);
  });

  test("given up for an example does not come back to replace it", async () => {
    const session = visit();
    await session.open();
    const held = gate();
    lab.options.pause = held.wait;
    const writing = session.writeWith("b");
    await settled();
    lab.options.pause = async () => undefined;
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
    const session = visit();
    const load = lab.load.bind(lab);
    lab.load = async (side, ...rest) => {
      await gates[side].wait();
      return load(side, ...rest);
    };
    return { session, ...gates };
  }
  const shownTokens = (session: Session) => session.written?.solution.length;

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
    expect(session.annotations).toEqual([]);
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
    expect([lab.asked.write.length, shownTokens(session)]).toEqual([1, 3]);
    b.open();
    await visiting;
    expect(session.source).toBe("live");
  });

  test("while the other has failed waits for it to be reloaded, also when comparing is asked for meanwhile", async () => {
    const session = visit({ failing: { b: { code: "model-corrupt", message: "Cut." } } });
    await session.open();
    session.settings.set("maxNewTokens", 4);
    await session.writeWith("a");
    expect(session.missing).toEqual([]);
    await session.compare();
    expect([session.missing, session.pending?.type, shownTokens(session)]).toEqual([
      ["b"],
      "compare-written",
      4,
    ]);
    lab.options.failing = {};
    await session.reload("b");
    expect([session.source, session.branches.shown?.origin.type]).toEqual(["live", "written"]);
  });

  test("is refused where the writer itself is missing", async () => {
    const session = visit({ failing: { b: { code: "model-corrupt", message: "Cut." } } });
    await session.open();
    await session.writeWith("b");
    expect([session.missing, session.pending, lab.asked.write]).toEqual([["b"], undefined, []]);
  });

  test("edited before the comparison is the person's own text again", async () => {
    const { session, a, b } = visitWithGates();
    const visiting = session.open();
    a.open();
    await settled();
    await session.writeWith("a");
    session.edit("solution", "It is 7");
    expect([session.pending, session.written]).toEqual([undefined, undefined]);
    b.open();
    await visiting;
    expect(session.settings.get("solution")).toBe("It is 7");
  });
});

describe("forcing a token", () => {
  test("keeps what stands before it, lets the writer go on, and is a branch to go back from", async () => {
    const session = visit();
    await session.open();
    session.settings.assign({ writer: "a", maxNewTokens: 4 });
    const before = session.comparison.text;
    const three = lab.vocabulary.find(({ text }) => text === " three");
    if (!before || !three) throw new Error("nothing to force");
    await session.force(2, three);
    expect(session.comparison.text?.ids.slice(0, 3)).toEqual([...before.ids.slice(0, 2), three.id]);
    expect(session.branches.rows.map(({ branch, depth }) => [branch.origin.type, depth])).toEqual([
      ["text", 0],
      ["forced", 1],
    ]);
    await session.selectBranch(session.branches.all[0]?.id ?? -1);
    expect(shownText(session)).toBe("It is two.");
    expect(session.settings.get("solutionIds")).toEqual(before.ids);
    expect(lab.asked.compare).toHaveLength(2);
  });

  const piece = (text: string) => lab.vocabulary.find((token) => token.text === text)!;

  test("of the token that stands there does nothing but say so", async () => {
    const session = visit();
    await session.open();
    await session.force(1, session.comparison.text!.solution[1]!);
    expect([session.notForced, session.view.chosen, session.branches.all.length]).toEqual([
      "stands-there",
      1,
      1,
    ]);
    expect([lab.asked.write, session.settings.get("recording")]).toEqual([[], "two"]);
  });

  test("once more where it was forced before shows the version that came of it", async () => {
    const session = visit();
    await session.open();
    session.settings.assign({ writer: "a", maxNewTokens: 4 });
    await session.force(2, piece(" three"));
    const [first, three] = session.branches.all;
    await session.force(2, piece("How"));
    expect(session.branches.shown?.parent).toBe(first?.id);
    await session.force(2, piece(" three"));
    expect([session.branches.all.length, session.branches.current]).toEqual([3, three?.id]);
    expect([session.notForced, session.upToDate]).toEqual(["known", true]);
  });

  test("more often than versions are kept is refused, and the link is always read", async () => {
    const session = visit({ contextLength: 500 });
    await session.open();
    session.settings.assign({ writer: "a", maxNewTokens: 3 });
    for (let at = 2; session.notForced === undefined && at < 60; at++) {
      const stands = session.comparison.text?.ids[at];
      if (stands === undefined) break;
      await session.force(at, piece(stands === piece("a").id ? "b" : "a"));
    }
    expect([session.notForced, session.branches.all.length]).toEqual(["full", MAX_BRANCHES]);
    session.link.write();
    const { ids } = session.comparison.text!;
    memory = new Memory();
    const other = visit();
    await other.open();
    expect([other.link.notices, other.branches.all.length]).toEqual([[], MAX_BRANCHES]);
    expect(other.comparison.text?.ids).toEqual(ids);
  });

  test("the link of a branch opens the same tokens in another browser", async () => {
    const session = visit();
    await session.open();
    session.settings.set("maxNewTokens", 4);
    await session.force(1, lab.vocabulary[300] ?? lab.vocabulary[0]!);
    session.link.write();
    memory = new Memory();
    const other = visit();
    await other.open();
    expect(other.comparison.text?.ids).toEqual(session.comparison.text?.ids);
  });

  test("a new text lets go of the branches of the old one", async () => {
    const session = visit();
    await session.open();
    session.settings.set("maxNewTokens", 2);
    await session.force(1, lab.vocabulary[1]!);
    const runs = session.branches.all.map(({ content }) => content?.text.run);
    session.edit("solution", "It is 9");
    await session.compare();
    expect(session.branches.all).toHaveLength(1);
    expect(lab.asked.released).toEqual(runs);
  });
});

describe("the versions of a solution", () => {
  /** A visit with three: the example, a token forced in it, and one forced in that. */
  async function visitWithVersions(): Promise<Session> {
    const session = visit();
    await session.open();
    session.settings.assign({ writer: "a", maxNewTokens: 4 });
    await session.force(
      2,
      lab.vocabulary.find(({ text }) => text === " three")!,
    );
    await session.force(
      4,
      lab.vocabulary.find(({ text }) => text === "How")!,
    );
    session.link.write();
    return session;
  }
  const listed = (session: Session) =>
    session.branches.rows.map(({ branch: { origin, ids }, depth }) => ({ origin, ids, depth }));
  const numbered = (session: Session) => session.branches.all.map(({ content }) => content !== undefined);

  test("are opened by the link, the shown one compared, another when it is selected", async () => {
    const first = await visitWithVersions();
    memory = new Memory();
    const second = visit();
    await second.open();
    await settled();
    expect(listed(second)).toEqual(listed(first));
    expect(second.comparison.text?.ids).toEqual(first.comparison.text?.ids);
    expect([lab.asked.compare.length, numbered(second)]).toEqual([1, [false, false, true]]);

    await second.selectBranch(second.branches.all[0]!.id);
    expect([shownText(second), second.settings.get("solution")]).toEqual(["It is two.", "It is two."]);
    expect([lab.asked.compare.length, numbered(second)]).toEqual([2, [true, false, true]]);
    await second.selectBranch(second.branches.all[2]!.id);
    expect(lab.asked.compare).toHaveLength(2);
    second.link.write();
    const hash = bar.hash;
    await first.selectBranch(first.branches.all[0]!.id);
    await first.selectBranch(first.branches.all[2]!.id);
    first.link.write();
    expect(bar.hash).toBe(hash);
  });

  test("stand in the list before the models are there, without numbers", async () => {
    const first = await visitWithVersions();
    memory = new Memory();
    const { wait, open } = gate();
    const second = visit({ pause: wait });
    const visiting = second.open();
    await settled();
    expect(numbered(second)).toEqual([false, false, false]);
    await second.selectBranch(second.branches.all[1]!.id);
    expect(second.pending).toEqual({ type: "compare" });
    open();
    await visiting;
    expect(second.comparison.text?.ids).toEqual(first.branches.all[1]?.ids);
    expect(numbered(second)).toEqual([false, true, false]);
  });

  test("come back from the draft where the address holds the text alone", async () => {
    const first = await visitWithVersions();
    await first.selectBranch(first.branches.all[1]!.id);
    first.link.write();
    for (const hash of ["", bar.hash.replace(/&tree=[^&]*/, "")]) {
      bar = new Bar(hash);
      const second = visit();
      await second.open();
      await settled();
      expect(listed(second)).toEqual(listed(first));
      expect(second.branches.shown?.ids).toEqual(first.branches.all[1]?.ids);
    }
  });

  test("of somebody else's link leave the visitor's own draft as it is", async () => {
    await visitWithVersions();
    const { hash } = bar;
    memory = new Memory();
    bar = new Bar();
    const own = visit();
    await own.open();
    own.edit("prompt", "Mine?");
    bar = new Bar(hash);
    const second = visit();
    await second.open();
    await second.selectBranch(second.branches.all[0]!.id);
    bar = new Bar();
    const later = visit();
    await later.open();
    expect(later.settings.get("prompt")).toBe("Mine?");
  });

  test("are not in the link of an edited text, and are again when one of them is selected", async () => {
    const session = await visitWithVersions();
    const tree = session.settings.get("branches");
    expect(tree).toHaveLength(3);
    session.edit("prompt", "Another question?");
    expect(session.settings.get("branches")).toEqual([]);
    await session.selectBranch(session.branches.all[2]!.id);
    expect([session.settings.get("prompt"), session.settings.get("branches")]).toEqual([PROMPT, tree]);
  });

  test("stay on another device, where each is compared anew when it is selected", async () => {
    const session = await visitWithVersions();
    await session.chooseDevice("wasm");
    expect([session.branches.all.length, session.comparison.status.type]).toEqual([3, "live"]);
  });

  test("with an id that is no token say so when they are selected, and the others stay", async () => {
    bar.hash = "#/compare?v=1&q=How many?&s=It is&ids=259.260&tree=t;0b1.987654.5";
    const session = visit();
    await session.open();
    await settled();
    expect(session.comparison.status.type).toBe("live");
    await session.selectBranch(session.branches.all[1]!.id);
    expect(session.comparison.status).toEqual({
      type: "failed",
      failure: { code: "bad-input", message: "Token id 987654 is not in the vocabulary." },
    });
    expect(session.upToDate).toBe(false);
    await session.selectBranch(session.branches.all[0]!.id);
    expect([session.comparison.status.type, session.upToDate]).toEqual(["live", true]);
  });

  test("that are damaged in a link are named, and the text is shown all the same", async () => {
    bar.hash = `#/compare?v=1&q=${PROMPT}&s=It is two&tree=t;0b99.1`;
    const session = visit();
    await session.open();
    expect(session.link.notices).toEqual([{ type: "damaged", key: "tree" }]);
    expect([shownText(session), session.branches.all.length]).toEqual(["It is two", 1]);
  });
});

describe("a selection of positions", () => {
  test("is in the link, and opened by it", async () => {
    const session = visit();
    await session.open();
    session.view.range = [1, 2];
    session.link.write();
    expect(bar.hash).toContain("range=1-2");
    const second = visit();
    await second.open();
    expect(second.view.range).toEqual([1, 2]);
    expect(second.link.notices).toEqual([]);
  });

  test("ends with the text it was made in", async () => {
    const session = visit();
    await session.open();
    session.view.range = [1, 2];
    session.edit("solution", "It is 7");
    expect(session.view.range).toBeNull();
    session.view.range = [0, 1];
    await session.writeWith("a");
    expect(session.view.range).toBeNull();
  });

  test("like pins and the chosen token, is cut at the end of a shorter text, which is named", async () => {
    bar.hash = "#/compare?v=1&r=two&at=40&pins=1.50&range=2-60";
    const session = visit();
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

describe("looking again", () => {
  test("at another temperature never runs a model", async () => {
    const session = visit();
    await session.open();
    const before = session.comparison.text?.statistics(1)?.entropyA;
    session.settings.set("temperature", 2);
    await session.look();
    expect(session.comparison.text?.statistics(1)?.entropyA).toBeGreaterThan(before ?? Infinity);
    expect([lab.asked.reviews, lab.asked.compare.length, lab.asked.write.length]).toEqual([1, 1, 0]);
  });

  test("at fewer candidates asks nobody", async () => {
    const session = visit();
    await session.open();
    session.settings.set("k", 3);
    await session.look();
    expect(lab.asked.reviews).toBe(0);
  });

  test("what is no longer kept is said, and what is shown stays", async () => {
    const session = visit();
    await session.open();
    const before = session.comparison.text;
    lab.release(before?.run ?? -1);
    session.settings.set("temperature", 2);
    await session.look();
    expect(session.comparison.trouble?.code).toBe("not-kept");
    expect(session.comparison.text).toBe(before);
  });
});

describe("what was typed", () => {
  test("is put aside when work on an example begins, and can be brought back", async () => {
    const session = visit();
    await session.open();
    session.edit("prompt", "How many a?");
    session.edit("solution", "It is one.");
    await session.openExample("three");
    session.edit("solution", "It is two");
    expect(session.aside?.prompt).toBe("How many a?");

    const later = visit();
    await later.open();
    expect(later.settings.get("solution")).toBe("It is two");
    later.swapAside();
    expect(later.settings.get("prompt")).toBe("How many a?");
    expect(later.aside?.solution).toBe("It is two");
  });

  test("as a prompt while a model writes ends the writing, and nothing is compared under the wrong prompt", async () => {
    const { wait, open } = gate();
    let waits = false;
    const session = visit({ pause: () => (waits ? wait() : Promise.resolve()) });
    await session.open();
    waits = true;
    const compared = lab.asked.compare.length;
    const writing = session.writeWith("a");
    session.edit("prompt", "How many b?");
    open();
    await writing;
    expect(session.settings.get("prompt")).toBe("How many b?");
    expect(lab.asked.compare.length).toBe(compared);
    expect(session.upToDate).toBe(false);
  });
});

describe("a link that names other models than its example", () => {
  test("does not show the example's numbers as theirs", async () => {
    bar = new Bar("#/compare?a=rl&r=two");
    const session = visit();
    await session.openAddress();
    expect(session.comparison.text).toBeUndefined();
    await session.loadModels();
    expect(session.comparison.status.type).toBe("live");
    expect(lab.asked.compare).toHaveLength(1);
    expect(session.annotations).toEqual([]);
  });
});

describe("another address while the page is open", () => {
  test("brings the models it names", async () => {
    const session = visit();
    await session.open();
    bar.hash = "#/compare?a=rl&r=two";
    await session.openAddress();
    expect(session.models.a.model?.id).toBe("rl");
    expect(lab.asked.load.at(-1)?.id).toBe("rl");
    expect(session.comparison.status.type).toBe("live");
  });

  test("brings both models to the device it names, and the text is compared there", async () => {
    bar.hash = `#/compare?v=1&q=${PROMPT}&s=It is two`;
    const session = visit();
    await session.open();
    const loads = lab.asked.load.length;
    bar.hash = `#/compare?v=1&device=wasm&q=${PROMPT}&s=It is two`;
    await session.openAddress();
    expect(lab.asked.load.slice(loads).map(({ id, device }) => [id, device])).toEqual([
      ["base", "wasm"],
      ["rl", "wasm"],
    ]);
    expect([session.source, lab.asked.compare.length]).toEqual(["live", 2]);
    bar.hash = `#/compare?v=1&device=wasm&q=${PROMPT}&s=It is three`;
    await session.openAddress();
    expect(lab.asked.load).toHaveLength(loads + 2);
  });
});

describe("choosing other models", () => {
  test("compares the shown text anew, as one's own", async () => {
    const session = visit();
    await session.open();
    const first = session.comparison.text?.run;
    await session.chooseModel("a", "rl");
    expect(session.models.a.model?.id).toBe("rl");
    expect(session.settings.get("recording")).toBe("");
    expect(session.comparison.status.type).toBe("live");
    expect(session.comparison.text?.run).not.toBe(first);
  });

  test("on another device loads both there and compares again", async () => {
    const session = visit();
    await session.open();
    const first = session.comparison.text?.run;
    await session.chooseDevice("wasm");
    expect(lab.asked.load.slice(-2).map(({ device }) => device)).toEqual(["wasm", "wasm"]);
    expect(session.comparison.text?.run).not.toBe(first);
    session.link.write();
    expect(bar.hash).toContain("device=wasm");
  });

  test("an example brings its own models back", async () => {
    const session = visit();
    await session.open();
    await session.chooseModel("a", "rl");
    await session.openExample("three");
    const { a } = session.comparison.text!;
    expect(session.settings.get("modelA")).toBe(a.id);
  });
});

describe("trouble", () => {
  test("with one model leaves the text and the other model as they are", async () => {
    const session = visit();
    await session.open();
    lab.crash("a", { code: "device-lost", message: "The GPU went away." });
    expect(session.models.a.state).toMatchObject({ phase: "failed", failure: { code: "device-lost" } });
    expect([session.models.b.state.phase, shownText(session)]).toEqual(["ready", "It is two."]);
    await session.reload("a");
    expect(session.models.ready).toBe(true);
  });

  /** The lab ends, and what it kept with it. */
  function loseLab(): void {
    for (let run = 1; run <= lab.asked.compare.length + lab.asked.write.length; run++) lab.release(run);
    lab.crash("lab", { code: "worker-crashed", message: "The lab went away." });
  }

  test("with the lab leaves the numbers on the page, no longer as live, until they are compared again", async () => {
    const session = visit();
    await session.open();
    const before = session.comparison.text;
    loseLab();
    expect([session.source, session.comparison.text]).toEqual(["kept", before]);
    expect(session.faults.shown.map(({ type }) => type)).toEqual(["lab"]);
    session.settings.set("temperature", 2);
    await session.look();
    const trouble = session.comparison.trouble!;
    expect([trouble.code, session.faults.says(trouble)]).toEqual(["not-kept", true]);
    session.faults.dismiss(session.faults.shown[0]!);
    expect(session.faults.says(trouble)).toBe(false);
    await session.compareAgain();
    expect([session.source, session.comparison.trouble, session.faults.shown]).toEqual([
      "live",
      undefined,
      [],
    ]);
    expect(session.comparison.seenAt.temperature).toBe(2);
  });

  test("with the lab leaves the versions of the solution; each is compared again where it stands", async () => {
    const session = visit();
    await session.open();
    session.settings.set("maxNewTokens", 4);
    await session.force(
      1,
      lab.vocabulary.find(({ text }) => text === " three")!,
    );
    loseLab();
    await session.compareAgain();
    expect(session.branches.all.map(({ origin }) => origin.type)).toEqual(["text", "forced"]);
    expect(session.source).toBe("live");
    await session.selectBranch(session.branches.all[0]!.id);
    expect(session.source).toBe("kept");
    await session.compareAgain();
    expect([session.source, session.branches.all.length]).toEqual(["live", 2]);
  });

  test("with the lab in the middle of a comparison is said once, and comparing again finishes it", async () => {
    const session = visit();
    await session.open();
    const lost = { code: "worker-crashed", message: "The lab went away." } as const;
    const compare = lab.compare.bind(lab);
    lab.compare = (request) => {
      lab.compare = compare;
      const run = compare(request);
      return {
        run: run.run,
        stop: run.stop,
        [Symbol.asyncIterator]: async function* () {
          for await (const event of run) {
            yield event;
            if (event.type === "compare-block") break;
          }
          lab.crash("lab", lost);
          yield { type: "compare-failed" as const, run: run.run, failure: lost };
        },
      };
    };
    session.settings.set("maxNewTokens", 20);
    await session.writeWith("b");
    expect([session.comparison.status.type, session.source]).toEqual(["failed", "kept"]);
    expect(session.faults.says(lost)).toBe(true);
    await session.compareAgain();
    expect([session.source, session.comparison.text?.complete]).toEqual(["live", true]);
    expect(session.branches.shown?.origin).toEqual({ type: "written", writer: "b" });
  });

  test("with a model makes the numbers kept ones until it is back", async () => {
    const session = visit();
    await session.open();
    lab.crash("b", { code: "device-lost", message: "The GPU went away." });
    expect(session.source).toBe("kept");
    await session.reload("b");
    expect(session.source).toBe("live");
  });

  test("with a device that is not there ends when both models are loaded on another, and what waited is done", async () => {
    bar.hash = `#/compare?device=webgpu&q=${encodeURIComponent(PROMPT)}&s=${encodeURIComponent("It is 7")}`;
    const failure = { code: "device-missing", message: "No adapter." } as const;
    const session = visit({ failing: { a: failure, b: failure } });
    await session.open();
    expect(session.faults.shown).toEqual([{ type: "models", sides: ["a", "b"], failure }]);
    lab.options.failing = {};
    await session.chooseDevice("wasm");
    expect(lab.asked.load.slice(-2).map(({ device }) => device)).toEqual(["wasm", "wasm"]);
    expect([session.faults.shown, session.source, shownText(session)]).toEqual([[], "live", "It is 7"]);
  });

  test("with the browser's storage is said once something would be lost", async () => {
    const session = visit();
    await session.open();
    memory.setItem = () => {
      throw new Error("QuotaExceededError");
    };
    session.edit("prompt", "typed");
    expect(session.draftsKept).toBe(false);
  });
});

describe("models that cut text differently", () => {
  async function visitApart(): Promise<Session> {
    const session = visit({ otherTokenizer: true });
    bar.hash = "#/compare?q=How+many&s=+one+two";
    await session.open();
    return session;
  }

  test("read the text apart where they would be compared, and nothing is compared", async () => {
    const session = await visitApart();
    expect(session.mismatch?.code).toBe("vocabulary-mismatch");
    expect(lab.asked.compare).toEqual([]);
    expect(lab.asked.read).toEqual([{ prompt: "How many", chat: true, solution: " one two" }]);
    expect([session.source, session.upToDate, session.busy]).toEqual(["live", true, false]);
    session.edit("solution", " one");
    expect(session.upToDate).toBe(false);
    await session.compare();
    expect(session.apart.text?.text).toBe(" one");
  });

  test("read what one of them wrote as text: its ids mean nothing to the other", async () => {
    const session = await visitApart();
    await session.writeWith("a");
    expect(session.settings.get("solutionIds")).toEqual([]);
    expect(session.apart.text?.text).toBe(session.settings.get("solution"));
    expect(lab.asked.compare).toEqual([]);
  });

  test("write side by side, and what one wrote becomes the text of both", async () => {
    const session = await visitApart();
    await session.writeBoth();
    expect(lab.asked.write.map(({ writer }) => writer)).toEqual(["a", "b"]);
    await session.readWritten("a");
    expect(session.apart.text?.text).toBe(session.settings.get("solution"));
    expect(session.settings.get("solution")).not.toBe(" one two");
  });

  test("leave nothing behind when another model comes", async () => {
    const session = await visitApart();
    await session.chooseModel("b", "base");
    expect(lab.asked.read).toHaveLength(2);
    expect(session.apart.request?.solution).toBe(" one two");
  });
});

test("models are checked after what waited for them, each once", async () => {
  const order: string[] = [];
  const session = visit({
    selfCheck: (side) => {
      order.push(`check ${side} after ${lab.asked.compare.length}`);
      return { ok: false, failure: { code: "network", message: "No values." } };
    },
  });
  await session.open();
  await settled();
  expect(order).toEqual(["check a after 1", "check b after 1"]);
  expect(session.selfChecks.of("a")).toMatchObject({ type: "unchecked", failure: { code: "network" } });
  await session.reload("b");
  await settled();
  expect(order).toHaveLength(3);
});
