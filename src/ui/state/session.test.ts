import { beforeEach, describe, expect, test } from "vitest";
import { defaultSettings } from "../../core/config/settings";
import { FakeBrowser, gate, PIECES, PROMPT, settled, shownText } from "../testing/fakeBrowser";
import { FakeLab } from "../testing/fakeLab";

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

describe("opening the page", () => {
  test("shows the first example at once, recorded, before any model is there", async () => {
    const loading = gate();
    const session = browser.visit({ pause: loading.wait });
    void session.open();
    await settled();
    expect(session.comparison.status).toEqual({ type: "recorded" });
    expect(shownText(session)).toBe("It is two.");
    expect(session.settings.get("recording")).toBe("two");
    expect(session.models.a.state.phase).toBe("loading");
    expect(session.recordings.annotations).toEqual([{ position: 1, text: "Here." }]);
  });

  test("turns live by itself, and the token that was chosen stays chosen", async () => {
    browser.bar.hash = "#/compare?v=1&r=three&at=2&pins=0.1";
    const session = browser.visit();
    await session.open();
    expect(session.comparison.status.type).toBe("live");
    expect(shownText(session)).toBe("It is three.");
    expect([session.view.chosen, session.view.pins]).toEqual([2, [0, 1]]);
    expect(session.comparison.seenAt.k).toBe(defaultSettings().k);
  });

  test("compares the text of a link as soon as the models are ready", async () => {
    browser.bar.hash = `#/compare?v=1&q=${PROMPT}&s=It is two&m=tv`;
    const session = browser.visit();
    await session.open();
    expect(shownText(session)).toBe("It is two");
    expect(session.settings.get("measure")).toBe("tv");
    expect(browser.lab.asked.compare).toHaveLength(1);
  });

  test("takes the ids of a link for the solution, whatever its text would be cut into", async () => {
    const ids = new FakeLab({ pieces: PIECES })
      .encode("i")
      .concat(new FakeLab({ pieces: PIECES }).encode("t"));
    browser.bar.hash = `#/compare?v=1&q=${PROMPT}&s=it&ids=${ids.join(".")}`;
    const session = browser.visit();
    await session.open();
    expect(session.comparison.text?.ids).toEqual(ids);
  });

  test("waits with a prompt alone", async () => {
    browser.bar.hash = `#/compare?v=1&q=${PROMPT}`;
    const session = browser.visit();
    await session.open();
    expect([session.comparison.status.type, session.texts.problems]).toEqual(["empty", []]);
  });

  test("says that a link has a solution and no prompt, beside the prompt", async () => {
    for (const named of ["s=It is two", "ids=259.260"]) {
      browser.bar.hash = `#/compare?v=1&${named}`;
      const session = browser.visit();
      await session.open();
      expect(session.texts.problems).toEqual([{ type: "link-without-prompt", field: "prompt" }]);
      session.texts.edit("prompt", PROMPT);
      expect(session.texts.problems).toEqual([]);
    }
  });

  test("shows the first example where nothing of the link's text could be read", async () => {
    browser.bar.hash = "#/compare?v=1&q=%E0%A4%A&s=%E0%A4%A&ids=x";
    const session = browser.visit();
    await session.open();
    expect([shownText(session), session.link.notices.length]).toEqual(["It is two.", 3]);
  });

  test("says that the solution of a link is not the text of its tokens, which count", async () => {
    const ids = new FakeLab({ pieces: PIECES }).encode("It is two");
    browser.bar.hash = `#/compare?v=1&q=${PROMPT}&s=It is three&ids=${ids.join(".")}`;
    const session = browser.visit();
    await session.open();
    expect(session.link.notices).toEqual([{ type: "other-text", key: "s", beside: "ids" }]);
    expect(session.settings.get("solution")).toBe("It is two");
    session.link.write();
    const again = browser.visit();
    await again.open();
    expect(again.link.notices).toEqual([]);
  });

  test("with an address that is emptied shows what a fresh visit would", async () => {
    browser.bar.hash = `#/compare?v=1&q=${PROMPT}&s=It is 7&k=3&at=1`;
    const session = browser.visit();
    await session.open();
    session.view.hover(1);
    session.view.values = {
      measure: "js",
      interval: { low: 0, high: 1, includesLow: true, includesHigh: true },
    };
    browser.bar.hash = "#";
    await session.openAddress();
    browser.forget();
    const fresh = browser.visit();
    await fresh.open();
    expect(session.settings.all()).toEqual(fresh.settings.all());
    expect([shownText(session), session.upToDate]).toEqual([shownText(fresh), true]);
    expect([session.view.last, session.view.values, session.branches.all.length]).toEqual([null, null, 1]);
  });

  test("says that an example does not exist, and shows the first instead", async () => {
    browser.bar.hash = "#/compare?v=1&r=nonsense";
    const session = browser.visit();
    await session.open();
    expect(session.recordings.failure?.message).toBe("There is no example called “nonsense”.");
    expect(shownText(session)).toBe("It is two.");
  });

  test("says which models there are when the link names another", async () => {
    browser.bar.hash = "#/compare?v=1&b=gpt-99";
    const session = browser.visit();
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

describe("another address while the page is open", () => {
  test("brings the models it names", async () => {
    const session = browser.visit();
    await session.open();
    browser.bar.hash = "#/compare?a=rl&r=two";
    await session.openAddress();
    expect(session.models.a.model?.id).toBe("rl");
    expect(browser.lab.asked.load.at(-1)?.id).toBe("rl");
    expect(session.comparison.status.type).toBe("live");
  });

  test("brings both models to the device it names, and the text is compared there", async () => {
    browser.bar.hash = `#/compare?v=1&q=${PROMPT}&s=It is two`;
    const session = browser.visit();
    await session.open();
    const loads = browser.lab.asked.load.length;
    browser.bar.hash = `#/compare?v=1&device=wasm&q=${PROMPT}&s=It is two`;
    await session.openAddress();
    expect(browser.lab.asked.load.slice(loads).map(({ id, device }) => [id, device])).toEqual([
      ["base", "wasm"],
      ["rl", "wasm"],
    ]);
    expect([session.source, browser.lab.asked.compare.length]).toEqual(["live", 2]);
    browser.bar.hash = `#/compare?v=1&device=wasm&q=${PROMPT}&s=It is three`;
    await session.openAddress();
    expect(browser.lab.asked.load).toHaveLength(loads + 2);
  });
});

describe("trouble", () => {
  test("with one model leaves the text and the other model as they are", async () => {
    const session = browser.visit();
    await session.open();
    browser.lab.crash("a", { code: "device-lost", message: "The GPU went away." });
    expect(session.models.a.state).toMatchObject({ phase: "failed", failure: { code: "device-lost" } });
    expect([session.models.b.state.phase, shownText(session)]).toEqual(["ready", "It is two."]);
    await session.modelChoice.reload("a");
    expect(session.models.ready).toBe(true);
  });

  /** The lab ends, and what it kept with it. */
  function loseLab(): void {
    for (let run = 1; run <= browser.lab.asked.compare.length + browser.lab.asked.write.length; run++)
      browser.lab.release(run);
    browser.lab.crash("lab", { code: "worker-crashed", message: "The lab went away." });
  }

  test("with the lab leaves the numbers on the page, no longer as live, until they are compared again", async () => {
    const session = browser.visit();
    await session.open();
    const before = session.comparison.text;
    loseLab();
    expect([session.source, session.comparison.text]).toEqual(["kept", before]);
    expect(session.faults.shown.map(({ type }) => type)).toEqual(["lab"]);
    session.settings.set("temperature", 2);
    await session.comparing.look();
    const trouble = session.comparison.trouble!;
    expect([trouble.code, session.faults.says(trouble)]).toEqual(["not-kept", true]);
    session.faults.dismiss(session.faults.shown[0]!);
    expect(session.faults.says(trouble)).toBe(false);
    await session.comparing.again();
    expect([session.source, session.comparison.trouble, session.faults.shown]).toEqual([
      "live",
      undefined,
      [],
    ]);
    expect(session.comparison.seenAt.temperature).toBe(2);
  });

  test("with the lab leaves the versions of the solution; each is compared again where it stands", async () => {
    const session = browser.visit();
    await session.open();
    session.settings.set("maxNewTokens", 4);
    await session.force(1, browser.token(" three"));
    loseLab();
    await session.comparing.again();
    expect(session.branches.all.map(({ origin }) => origin.type)).toEqual(["text", "forced"]);
    expect(session.source).toBe("live");
    await session.comparing.select(session.branches.all[0]!.id);
    expect(session.source).toBe("kept");
    await session.comparing.again();
    expect([session.source, session.branches.all.length]).toEqual(["live", 2]);
  });

  test("with the lab in the middle of a comparison is said once, and comparing again finishes it", async () => {
    const session = browser.visit();
    await session.open();
    const lost = { code: "worker-crashed", message: "The lab went away." } as const;
    const compare = browser.lab.compare.bind(browser.lab);
    browser.lab.compare = (request) => {
      browser.lab.compare = compare;
      const run = compare(request);
      return {
        run: run.run,
        stop: run.stop,
        [Symbol.asyncIterator]: async function* () {
          for await (const event of run) {
            yield event;
            if (event.type === "compare-block") break;
          }
          browser.lab.crash("lab", lost);
          yield { type: "compare-failed" as const, run: run.run, failure: lost };
        },
      };
    };
    session.settings.set("maxNewTokens", 20);
    await session.writeWith("b");
    expect([session.comparison.status.type, session.source]).toEqual(["failed", "kept"]);
    expect(session.faults.says(lost)).toBe(true);
    await session.comparing.again();
    expect([session.source, session.comparison.text?.complete]).toEqual(["live", true]);
    expect(session.branches.shown?.origin).toEqual({ type: "written", writer: "b" });
  });

  test("with a model makes the numbers kept ones until it is back", async () => {
    const session = browser.visit();
    await session.open();
    browser.lab.crash("b", { code: "device-lost", message: "The GPU went away." });
    expect(session.source).toBe("kept");
    await session.modelChoice.reload("b");
    expect(session.source).toBe("live");
  });

  test("with a device that is not there ends when both models are loaded on another, and what waited is done", async () => {
    browser.bar.hash = `#/compare?device=webgpu&q=${encodeURIComponent(PROMPT)}&s=${encodeURIComponent("It is 7")}`;
    const failure = { code: "device-missing", message: "No adapter." } as const;
    const session = browser.visit({ failing: { a: failure, b: failure } });
    await session.open();
    expect(session.faults.shown).toEqual([{ type: "models", sides: ["a", "b"], failure }]);
    browser.lab.options.failing = {};
    await session.modelChoice.chooseDevice("wasm");
    expect(browser.lab.asked.load.slice(-2).map(({ device }) => device)).toEqual(["wasm", "wasm"]);
    expect([session.faults.shown, session.source, shownText(session)]).toEqual([[], "live", "It is 7"]);
  });

  test("with the browser's storage is said once something would be lost", async () => {
    const session = browser.visit();
    await session.open();
    browser.store.setItem = () => {
      throw new Error("QuotaExceededError");
    };
    session.texts.edit("prompt", "typed");
    expect(session.draft.kept).toBe(false);
  });
});

test("models are checked after what waited for them, each once", async () => {
  const order: string[] = [];
  const session = browser.visit({
    selfCheck: (side) => {
      order.push(`check ${side} after ${browser.lab.asked.compare.length}`);
      return { ok: false, failure: { code: "network", message: "No values." } };
    },
  });
  await session.open();
  await settled();
  expect(order).toEqual(["check a after 1", "check b after 1"]);
  expect(session.selfChecks.of("a")).toMatchObject({ type: "unchecked", failure: { code: "network" } });
  await session.modelChoice.reload("b");
  await settled();
  expect(order).toHaveLength(3);
});
