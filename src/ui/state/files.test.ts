import { describe, expect, it } from "vitest";
import type { PageFiles } from "../../client/browserFiles";
import { ExpectedError } from "../../core/errors";
import { npzBytes } from "../../core/experiment/npzBytes";
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

function fileOf(name: string, blob: Blob): NamedFile {
  return { name, size: blob.size, slice: (start, end) => blob.slice(start, end), text: () => blob.text() };
}

/** Log-probabilities of `count` tokens over a vocabulary of four; `value` damages a row of A. */
async function arrays(count: number, value: (row: number) => number | undefined): Promise<Blob> {
  const even = Math.log(0.25);
  const array = (name: string, numbers: Float32Array | Int32Array, shape: number[]) => ({
    name,
    type: numbers instanceof Int32Array ? ("int32" as const) : ("float32" as const),
    shape,
    bytes: () => [new Uint8Array(numbers.buffer)],
  });
  const rows = (damage: (row: number) => number | undefined) =>
    Float32Array.from({ length: 4 * count }, (_, at) => damage(Math.floor(at / 4)) ?? even);
  const bytes = await npzBytes([
    array("ids", new Int32Array(count), [count]),
    array("logprobs_a", rows(value), [count, 4]),
    array(
      "logprobs_b",
      rows(() => undefined),
      [count, 4],
    ),
  ]);
  return new Blob([new Uint8Array(bytes)]);
}

function exportedOf(session: Session) {
  const { exported } = session.files;
  if (exported === undefined) throw new Error("nothing to export");
  return exported;
}

describe("files of a session", () => {
  it.each(["top-k", "logprobs"] as const)(
    "arrays (%s) opened again are the same comparison",
    async (content) => {
      const { session, saved } = await compared();
      session.files.exporting.content = content;
      await session.files.exporting.saveArrays(exportedOf(session));
      const sizes = ["distributions.npz", "distributions.json"].map((name) => saved.get(name)!.size);
      expect(session.files.exporting.status).toEqual({
        type: "saved",
        files: [
          { name: "distributions.npz", bytes: sizes[0] },
          { name: "distributions.json", bytes: sizes[1] },
        ],
      });
      const named = session.files.exporting.sizeOf(exportedOf(session));
      expect(Math.abs(named.npz / sizes[0]! - 1)).toBeLessThan(0.15);
      expect(Math.abs(named.json / sizes[1]! - 1)).toBeLessThan(0.15);
      const other = page();
      await other.session.files.importing.open([
        fileOf("distributions.npz", saved.get("distributions.npz")!),
        fileOf("distributions.json", saved.get("distributions.json")!),
      ]);
      expect(other.session.files.importing.failure).toBeUndefined();
      expect(other.session.source).toBe("imported");
      expect(other.session.comparison.status).toEqual({
        type: "imported",
        name: "distributions.npz",
        whole: content === "logprobs",
        remarks: [],
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
    session.files.exporting.saveBundle(exportedOf(session), session.link.hash);
    const other = page();
    await other.session.open();
    await other.session.files.importing.open([fileOf("run.json", saved.get("run.json")!)]);
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

  it("a run bundle brings the same view back: chosen token, pins, candidates, unit, notes", async () => {
    const { session, saved } = await compared({
      hash: "#/compare?q=how+many&s=+there+are+two&chat=0&at=1&pins=2.0&k=5&unit=bits&m=klAB&th=0.5&range=0-1",
    });
    session.settings.set("k", 3);
    session.recordings.annotations = [{ position: 1, text: "Here." }];
    session.files.exporting.saveBundle(exportedOf(session), session.link.hash);
    const other = page();
    await other.session.files.importing.open([fileOf("run.json", saved.get("run.json")!)]);
    const solutionIds = session.comparison.text!.ids;
    expect(other.session.settings.all()).toEqual({ ...session.settings.all(), solutionIds });
    expect(other.session.examples.annotations).toEqual([{ position: 1, text: "Here." }]);
    expect(other.session.comparison.file).toMatchObject({
      name: "run.json",
      remarks: [],
      ownDigest: { type: "reproduced" },
    });
  });

  it("a file's models, its name and its own token count stand for it, whatever is loaded", async () => {
    const { session, saved } = await compared();
    session.files.exporting.content = "logprobs";
    await session.files.exporting.saveArrays(exportedOf(session));
    const json = JSON.parse(await saved.get("distributions.json")!.text()) as { a: object; b: object };
    const foreign = { ...json, a: { ...json.a, id: "Qwen/Qwen2.5-7B", dtype: "bf16" } };
    const other = await compared({ hash: "#/compare?q=how&s=+two&chat=0" });
    await other.session.files.importing.open([
      fileOf("d.npz", saved.get("distributions.npz")!),
      fileOf("d.json", new Blob([JSON.stringify(foreign)])),
    ]);
    const { shown } = other.session;
    expect(shown.ofFile("a")).toMatchObject({
      info: { id: "Qwen/Qwen2.5-7B", dtype: "bf16" },
      name: "d.npz",
    });
    expect(shown.tokensInFile).toEqual({ prompt: 2, solution: 3 });
    await other.session.compare();
    expect(other.session.source).toBe("live");
    expect([shown.ofFile("a"), shown.tokensInFile]).toEqual([undefined, undefined]);
  });

  const DAMAGED: [string, (row: number) => number][] = [
    ["NaN", () => NaN],
    ["infinite", () => Infinity],
    ["zero", () => 0],
    ["sign-flipped", () => 3],
  ];

  it.each(DAMAGED)("a file whose first rows are %s leaves what is shown as it was", async (_, value) => {
    const { session, lab } = await compared();
    const before = {
      text: session.comparison.text,
      status: session.comparison.status,
      settings: session.settings.all(),
      link: session.link.hash,
    };
    await session.files.importing.open([
      fileOf("bad.npz", await arrays(80, (t) => (t === 3 ? value(t) : undefined))),
    ]);
    expect(session.files.importing.failure?.message).toMatch(/Row 3 of “logprobs_a”/);
    expect({
      text: session.comparison.text,
      status: session.comparison.status,
      settings: session.settings.all(),
      link: session.link.hash,
    }).toEqual(before);
    expect(session.source).toBe("live");
    expect(lab.asked.released).toHaveLength(1);
  });

  it("a file whose later rows are bad ends with what is there, and is never live", async () => {
    const { session } = await compared();
    await session.files.importing.open([
      fileOf("late.npz", await arrays(80, (t) => (t === 70 ? NaN : undefined))),
    ]);
    expect(session.files.importing.failure).toBeUndefined();
    expect(session.comparison.text?.count).toBe(64);
    expect(session.comparison.status).toMatchObject({
      type: "imported",
      whole: false,
      cut: { message: expect.stringMatching(/up to token 64 of 80. Row 70 of “logprobs_a”/) as string },
    });
    expect(session.source).toBe("imported");
    session.comparison.fail({ code: "bad-input", message: "Something else." });
    expect(session.source).toBe("imported");
  });

  it("what cannot be opened is said, and what is shown stays", async () => {
    const { session } = await compared();
    const before = session.comparison.text;
    const cases: [NamedFile[], RegExp][] = [
      [[fileOf("x.npz", new Blob(["no zip"]))], /cannot be read/],
      [[fileOf("x.json", new Blob(["{"]))], /not JSON/],
      [[fileOf("x.json", new Blob(["{}"]))], /no run bundle/],
      [[fileOf("x.txt", new Blob([""]))], /do not make one comparison/],
      [
        [fileOf("run.json", new Blob(['{"format":"rl-on-off/run","version":1,"link":"#","results":{}}']))],
        /results in this run bundle/,
      ],
    ];
    for (const [files, message] of cases) {
      await session.files.importing.open(files);
      expect(session.files.importing.failure?.message).toMatch(message);
      expect(session.files.importing.failure?.hint).toBeTruthy();
      expect(session.comparison.text).toBe(before);
      expect(session.source).toBe("live");
    }
  });

  it("results that a link names are fetched only when the person says so", async () => {
    const { session, saved } = await compared();
    session.files.exporting.saveBundle(exportedOf(session), session.link.hash);
    const address = "https://example.org/run.json";
    const other = page({
      hash: `#/compare?results=${address}`,
      addresses: { [address]: await saved.get("run.json")!.text() },
    });
    await other.session.open();
    expect(other.asked).toEqual([]);
    expect(other.session.files.importing.offered).toBe(address);
    expect(other.session.link.hash).toContain("results=");
    await other.session.files.openOffered();
    expect(other.asked).toEqual([address]);
    expect(other.session.source).toBe("imported");
    expect(other.session.link.hash).toContain("results=");
    other.session.texts.edit("prompt", "how many are there?");
    expect(other.session.link.hash).not.toContain("results=");
  });

  it("a full disk or a cancelled file leaves nothing behind", async () => {
    const { session, saved, sink } = await compared();
    sink.room = 10;
    await session.files.exporting.saveArrays(exportedOf(session));
    expect(session.files.exporting.status).toMatchObject({
      type: "failed",
      failure: { code: "storage-full" },
    });
    sink.room = Infinity;
    const writing = session.files.exporting.saveArrays(exportedOf(session));
    await Promise.resolve();
    await Promise.resolve();
    session.files.exporting.cancel();
    await writing;
    expect(session.files.exporting.status).toEqual({ type: "cancelled" });
    expect(sink.abandoned).toBe(2);
    expect(saved.size).toBe(0);
  });

  it("the table has a row a token and no formula", async () => {
    const { session, saved } = await compared({ hash: "#/compare?q=how&s=%3D1%2B1&chat=0" });
    session.files.exporting.saveTable(exportedOf(session));
    const rows = (await saved.get("comparison.csv")!.text()).trim().split("\n");
    expect(rows[0]).toMatch(/^position,id,kind,token,logprobA/);
    expect(rows).toHaveLength(1 + session.comparison.text!.count);
  });
});
