import { beforeEach, describe, expect, test } from "vitest";
import { defaultSettings } from "../../core/config/settings";
import type { CompareEvent } from "../../core/compare/events";
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
    const runs = session.branches.all.map(({ text }) => text.run);
    session.edit("solution", "It is 9");
    await session.compare();
    expect(session.branches.all).toHaveLength(1);
    expect(lab.asked.released).toEqual(runs);
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

  test("with the lab is said until something is asked of it again", async () => {
    const session = visit();
    await session.open();
    lab.crash("lab", { code: "worker-crashed", message: "The lab went away." });
    expect(session.models.labFailure?.code).toBe("worker-crashed");
    await session.compare();
    expect(session.models.labFailure).toBeUndefined();
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
