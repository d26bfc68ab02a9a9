import { describe, expect, it } from "vitest";
import type { PageFiles } from "../../client/browserFiles";
import { formatDigest } from "../../core/compare/digest";
import { readLink } from "../../core/config/link";
import { FakeLab, fakeModels } from "../testing/fakeLab";
import { fakeHub } from "../testing/fakeHub";
import { DraftStore } from "./draftStore";
import type { NamedFile } from "./importing.svelte";
import { Session } from "./session.svelte";

const ASKED = "#/switch?v=1&q=how+many&chat=0&n=12&sth=0.05&seed=7&force=3b&rc=1&ans=three";

function page(hash: string) {
  const saved = new Map<string, Blob>();
  const lab = new FakeLab({ pieces: ["how", " many", " are", " there", "?", " two", " three"] });
  const files: PageFiles = {
    openSink: async () => undefined,
    download: (file, name) => void saved.set(name, file),
    downloadText: async () => "",
  };
  const session = new Session({
    lab,
    files,
    shelf: {
      titles: async () => ({ ok: true, value: [] }),
      open: async () => ({ ok: false, failure: { code: "bad-input", message: "" } }),
    },
    hub: fakeHub(),
    drafts: new DraftStore(() => {
      throw new Error("no storage");
    }),
    bar: { hash, replace: () => undefined },
    embedded: async () => ({ ok: true, value: fakeModels() }),
  });
  return { session, saved, lab };
}

/** A page whose answers all stand. */
async function written(hash = ASKED) {
  const opened = page(hash);
  await opened.session.open();
  await expect.poll(() => opened.session.switching.whole && !opened.session.switching.busy).toBe(true);
  return opened;
}

function fileOf(name: string, blob: Blob): NamedFile {
  return { name, size: blob.size, slice: (start, end) => blob.slice(start, end), text: () => blob.text() };
}

describe("a file of a switched run", () => {
  it("opens without a model as the same answers, settings and link, and can be written on when models come", async () => {
    const { session, saved } = await written();
    const run = session.files.exportedRun!;
    session.files.exporting.saveRun(run, session.link.hash);
    const other = page("");
    await other.session.files.importing.open([fileOf("switched.json", saved.get("switched.json")!)]);
    expect(other.session.files.importing.failure).toBeUndefined();
    expect(other.session.link.view).toBe("switch");
    expect(other.session.switching.run).toEqual(run);
    expect(other.session.settings.all()).toEqual(session.settings.all());
    expect(other.session.source).toBe("imported");
    expect(other.session.ofFile("b")).toMatchObject({ info: run.b, name: "switched.json" });
    expect(other.session.files.importing.run).toMatchObject({
      remarks: [],
      ownDigest: { type: "reproduced" },
    });
    expect(other.session.switchReproduction.status).toEqual({ type: "waiting" });
    expect(other.lab.asked.switch).toEqual([]);
  });

  it("that is refused leaves everything as it was", async () => {
    const { session, saved } = await written();
    session.files.exporting.saveRun(session.files.exportedRun!, session.link.hash);
    const text = (await saved.get("switched.json")!.text()).replace(/"js":[\d.e-]+/, '"js":9');
    const other = await written(ASKED.replace("seed=7", "seed=8"));
    const before = [other.session.switching.run, other.session.link.hash];
    await other.session.files.importing.open([fileOf("odd.json", new Blob([text]))]);
    expect(other.session.files.importing.failure?.message).toMatch(/js is 9 at position \d+ of the/);
    expect([other.session.switching.run, other.session.link.hash]).toEqual(before);
    expect(other.session.source).toBe("live");
  });

  it("as a table has a row a position of every answer", async () => {
    const { session, saved } = await written();
    const run = session.files.exportedRun!;
    session.files.exporting.saveAnswers(run);
    const rows = (await saved.get("switched.csv")!.text()).trim().split("\n");
    const positions = Object.values(run.answers).reduce((sum, { positions: all }) => sum + all.length, 0);
    expect(rows).toHaveLength(1 + positions);
  });
});

describe("the digest in a link to the Switch view", () => {
  it("is that of the switched answer, and whoever opens the link learns that it came out again", async () => {
    const { session } = await written();
    const { hash } = session.link;
    const { digest } = readLink(hash).link;
    expect(digest?.count).toBe(session.switching.answers.switched!.positions.length);
    expect(digest?.settings).toBeDefined();
    const other = await written(hash);
    expect(other.session.switchReproduction.status).toMatchObject({ result: { type: "reproduced" } });
    expect(other.session.link.hash).toBe(hash);
    expect(session.link.hashWith({}, "compare")).not.toContain("&d=");
  });

  it("names a changed setting where the link's was changed by hand, and the first token that differs", async () => {
    const { hash } = (await written()).session.link;
    const other = await written(hash.replace("seed=7", "seed=9"));
    expect(other.session.switchReproduction.status).toMatchObject({
      result: { type: "differs", what: "tokens" },
      at: { changed: true },
    });
  });

  it("goes with another setting and comes back with it", async () => {
    const { session } = await written();
    const digest = session.switchReproduction.linked!;
    session.settings.set("seed", 8);
    expect(session.switchReproduction.linked).toBeUndefined();
    session.settings.set("seed", 7);
    expect(formatDigest(session.switchReproduction.linked!)).toBe(formatDigest(digest));
  });
});
