import { describe, expect, it } from "vitest";
import type { PageFiles } from "../../client/browserFiles";
import { ExpectedError } from "../../core/errors";
import { FakeLab, fakeModels } from "../testing/fakeLab";
import { fakeHub } from "../testing/fakeHub";
import { DraftStore } from "./draftStore";
import type { NamedFile } from "./importing.svelte";
import { Session } from "./session.svelte";

/** A page with files of its own: what is saved is kept by name. */
function page({ hash = "", addresses = {} as Record<string, string> } = {}) {
  const saved = new Map<string, Blob>();
  const asked: string[] = [];
  const lab = new FakeLab({ pieces: ["how", " many", " are", " there", "?", " two", " three"] });
  const sink = { room: Infinity, abandoned: 0 };
  const files: PageFiles = {
    openSink: async (name) => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      return {
        write: async (bytes) => {
          sink.room -= bytes.length;
          if (sink.room < 0) throw new ExpectedError("storage-full", "There is no room left for the file.");
          parts.push(bytes);
        },
        finish: async () => void saved.set(name, new Blob(parts)),
        abandon: async () => void sink.abandoned++,
      };
    },
    download: (file, name) => void saved.set(name, file),
    downloadText: async (address) => {
      asked.push(address);
      const text = addresses[address];
      if (text === undefined) throw new ExpectedError("network", `No answer from ${address}.`);
      return text;
    },
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
  return { session, saved, sink, asked, lab };
}

async function compared(options: Parameters<typeof page>[0] = {}) {
  const opened = page({ hash: "#/compare?q=how+many&s=+there+are+two&chat=0", ...options });
  await opened.session.open();
  return opened;
}

function named(name: string, blob: Blob): NamedFile {
  return { name, size: blob.size, slice: (start, end) => blob.slice(start, end), text: () => blob.text() };
}

function exportedOf(session: Session) {
  const { exported } = session;
  if (exported === undefined) throw new Error("nothing to export");
  return exported;
}

describe("files of a session", () => {
  it.each(["top-k", "logprobs"] as const)(
    "arrays (%s) opened again are the same comparison",
    async (content) => {
      const { session, saved } = await compared();
      session.exporting.content = content;
      await session.exporting.saveArrays(exportedOf(session));
      expect(session.exporting.status).toMatchObject({ type: "saved", name: "distributions.npz" });
      const other = page();
      await other.session.importing.open([
        named("distributions.npz", saved.get("distributions.npz")!),
        named("distributions.json", saved.get("distributions.json")!),
      ]);
      expect(other.session.importing.failure).toBeUndefined();
      expect(other.session.source).toBe("imported");
      expect(other.session.comparison.status).toEqual({
        type: "imported",
        name: "distributions.npz",
        whole: content === "logprobs",
      });
      expect(other.session.comparison.text!.positions()).toEqual(session.comparison.text!.positions());
      expect(other.session.comparison.text!.solution).toEqual(session.comparison.text!.solution);
      expect(other.session.settings.get("prompt")).toBe("how many");
      expect(other.session.upToDate).toBe(true);
      expect(other.lab.asked.compare).toEqual([]);
    },
  );

  it("a run bundle brings settings and numbers, and stays when the models are ready", async () => {
    const { session, saved } = await compared();
    session.settings.set("measure", "tv");
    session.exporting.saveBundle(exportedOf(session), session.link.hash, session.exportedDigest);
    const other = page();
    await other.session.open();
    await other.session.importing.open([named("run.json", saved.get("run.json")!)]);
    expect(other.session.source).toBe("imported");
    expect(other.session.settings.get("measure")).toBe("tv");
    const [js, wanted] = [other, { session }].map((one) =>
      one.session.comparison.text!.column((row) => row.js),
    );
    js!.forEach((value, at) => expect(value).toBeCloseTo(wanted![at]!, 5));
    expect(other.session.reproduction.status).toEqual({ type: "waiting" });
    await other.session.compare();
    expect(other.session.source).toBe("live");
    expect(other.session.reproduction.status).toMatchObject({ result: { type: "reproduced" } });
  });

  it("what cannot be opened is said, and what is shown stays", async () => {
    const { session } = await compared();
    const before = session.comparison.text;
    const cases: [NamedFile[], RegExp][] = [
      [[named("x.npz", new Blob(["no zip"]))], /cannot be read/],
      [[named("x.json", new Blob(["{"]))], /not JSON/],
      [[named("x.json", new Blob(["{}"]))], /no run bundle/],
      [[named("x.txt", new Blob([""]))], /do not make one comparison/],
      [
        [named("run.json", new Blob(['{"format":"rl-on-off/run","version":1,"link":"#","results":{}}']))],
        /results in this run bundle/,
      ],
    ];
    for (const [files, message] of cases) {
      await session.importing.open(files);
      expect(session.importing.failure?.message).toMatch(message);
      expect(session.importing.failure?.hint).toBeTruthy();
      expect(session.comparison.text).toBe(before);
      expect(session.source).toBe("live");
    }
  });

  it("results that a link names are fetched only when the person says so", async () => {
    const { session, saved } = await compared();
    session.exporting.saveBundle(exportedOf(session), session.link.hash, undefined);
    const address = "https://example.org/run.json";
    const other = page({
      hash: `#/compare?results=${address}`,
      addresses: { [address]: await saved.get("run.json")!.text() },
    });
    await other.session.open();
    expect(other.asked).toEqual([]);
    expect(other.session.importing.offered).toBe(address);
    expect(other.session.link.hash).toContain("results=");
    await other.session.openOffered();
    expect(other.asked).toEqual([address]);
    expect(other.session.source).toBe("imported");
    expect(other.session.link.hash).toContain("results=");
    other.session.edit("prompt", "how many are there?");
    expect(other.session.link.hash).not.toContain("results=");
  });

  it("a full disk or a cancelled file leaves nothing behind", async () => {
    const { session, saved, sink } = await compared();
    sink.room = 10;
    await session.exporting.saveArrays(exportedOf(session));
    expect(session.exporting.status).toMatchObject({ type: "failed", failure: { code: "storage-full" } });
    sink.room = Infinity;
    const writing = session.exporting.saveArrays(exportedOf(session));
    await Promise.resolve();
    await Promise.resolve();
    session.exporting.cancel();
    await writing;
    expect(session.exporting.status).toEqual({ type: "cancelled" });
    expect(sink.abandoned).toBe(2);
    expect(saved.size).toBe(0);
  });

  it("the table has a row a token and no formula", async () => {
    const { session, saved } = await compared({ hash: "#/compare?q=how&s=%3D1%2B1&chat=0" });
    session.exporting.saveTable(exportedOf(session));
    const rows = (await saved.get("comparison.csv")!.text()).trim().split("\n");
    expect(rows[0]).toMatch(/^position,id,kind,token,logprobA/);
    expect(rows).toHaveLength(1 + session.comparison.text!.count);
  });
});
