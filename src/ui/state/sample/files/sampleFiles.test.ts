import { describe, expect, it, vi } from "vitest";
import type { PageFiles } from "../../../../client/browserFiles";
import { sampleRunJson } from "../../../../core/experiment/sample/sampleRunFile";
import { resultsJson } from "../../../../core/experiment/sample/resultsFile";
import { authorStatistics } from "../../../../core/experiment/sample/statistics";
import { statisticsJson } from "../../../../core/experiment/sample/statisticsFile";
import { ExpectedError } from "../../../../core/errors";
import { FakeLab, fakeModels } from "../../../testing/fakeLab";
import { fakeHub } from "../../../testing/fakeHub";
import { fakePlaces, MemoryRuns } from "../../../testing/fakePlaces";
import { fakeSampleRun } from "../../../testing/fakeSampleRun";
import { DraftStore } from "../../draftStore";
import type { NamedFile } from "../../importing.svelte";
import { Session } from "../../session.svelte";

const PIECES = ["\\boxed{", "}", ..."0123456789", " so", " and", "How", " many"];

/** A page on its Sample view; what is saved is kept by name. */
async function page({ hash = "#/sample?nq=2&ns=2&n=6", room = Infinity } = {}) {
  const saved = new Map<string, Blob>();
  const sink = { room, abandoned: 0 };
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
    downloadText: async () => "",
  };
  const values = new Map<string, string>();
  const store = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
  const lab = new FakeLab({ pieces: PIECES, contextLength: 400 });
  const session = new Session({
    ...{ lab, files },
    samples: fakePlaces(store, new MemoryRuns()),
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
  await session.open();
  const open = (...opened: NamedFile[]) => session.files.importing.open(opened);
  return { session, saved, lab, sink, open, runs: session.sampling.runs, files: session.sampleFiles };
}

async function answered(options: Parameters<typeof page>[0] = {}) {
  const opened = await page(options);
  const { session, runs } = opened;
  session.sampling.dataset.follow();
  await vi.waitUntil(() => session.sampling.dataset.phase.type === "open");
  runs.start();
  await vi.waitUntil(() => !runs.busy && runs.run?.questions.length === 2);
  return { ...opened, run: runs.run! };
}

function fileOf(name: string, content: Blob | string): NamedFile {
  const blob = new Blob([content]);
  return { name, size: blob.size, slice: (start, end) => blob.slice(start, end), text: () => blob.text() };
}

describe("a run's files", () => {
  it("are one pair an author, and open again with the same numbers", async () => {
    const { files, saved, run, open, runs, session } = await answered();
    for (const author of ["a", "b"] as const) {
      files.saveResults(run, author);
      files.saveStatistics(run, author);
    }
    expect([...saved.keys()]).toEqual([
      "results_a.json",
      "statistics_a.json",
      "results_b.json",
      "statistics_b.json",
    ]);
    session.link.view = "compare";
    await open(...[...saved].map(([name, blob]) => fileOf(name, blob)));
    expect(session.files.importing.failure).toBeUndefined();
    expect(session.link.view).toBe("sample");
    expect(runs.source).toEqual({ type: "imported", name: "results_a.json, results_b.json" });
    for (const author of ["a", "b"] as const) {
      const [before, now] = [run, runs.run!].map((one) => authorStatistics(one, author));
      expect(now?.accuracy).toEqual(before?.accuracy);
      expect(now?.reward).toEqual(before?.reward);
    }
    expect(files.notes?.remarks).toEqual([]);
  });

  it("of the whole run bring everything back, beside the kept run of its name", async () => {
    const { files, saved, run, open, runs } = await answered();
    files.saveRun(run);
    await open(fileOf("sample_run.json", saved.get("sample_run.json")!));
    expect(runs.run?.questions).toEqual(JSON.parse(JSON.stringify(run.questions)));
    expect(runs.run?.id).not.toBe(run.id);
    expect(runs.kept).toHaveLength(2);
    // What came out of results.json goes into a run's file and back as well.
    await open(fileOf("results.json", resultsJson(run, "a")));
    const again = sampleRunJson(runs.run!);
    await open(fileOf("again.json", again));
    expect(authorStatistics(runs.run!, "a").reward).toEqual(authorStatistics(run, "a").reward);
  });

  it("say where the statistics do not fit the answers", async () => {
    const { files, open } = await page();
    const run = fakeSampleRun({ questions: 5, authors: ["a"] });
    const wrong = JSON.stringify({ ...JSON.parse(statisticsJson(run, "a")), accuracy: 0.999 });
    await open(fileOf("results.json", resultsJson(run, "a")), fileOf("statistics.json", wrong));
    expect(files.notes?.remarks).toEqual([expect.stringContaining("0.999")]);
  });
});

describe("distributions of a run's answers", () => {
  it.each(["top_k", "probabilities"] as const)(
    "as %s are about as large as was said, and are looked at without a model",
    async (content) => {
      const { files, saved, run, open, session } = await answered();
      files.arrays.content = content;
      files.arrays.k = 5;
      const size = files.arrays.sizeOf(run)!;
      await files.arrays.save(run);
      expect(session.files.exporting.status).toMatchObject({ type: "saved" });
      const [npz, json] = ["distributions.npz", "distributions.json"].map((name) => saved.get(name)!);
      expect(npz!.size / size.npz).toBeCloseTo(1, 0);
      expect(json!.size / size.json).toBeCloseTo(1, 0);
      session.link.view = "compare";
      await open(fileOf("distributions.npz", npz!), fileOf("distributions.json", json!));
      expect(session.files.importing.failure).toBeUndefined();
      expect(session.link.view).toBe("sample");
      const { answers } = files;
      expect(answers.list).toHaveLength(8);
      const ids = answers.tokens?.tokens.map(({ id }) => id);
      expect(ids).toEqual(run.questions[0]?.answers.a?.[0]?.ids);
      await answers.look(1);
      const [first, second] = answers.candidates!.candidates;
      expect(first!.logprob).toBeGreaterThanOrEqual(second!.logprob);
      expect(answers.tokens?.entropies[1]).toBeGreaterThan(0);
      await answers.more();
      if (content === "probabilities") {
        const mass = answers.candidates!.candidates.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
        expect(answers.candidates!.candidates).toHaveLength(100);
        expect(mass).toBeLessThan(1.001);
      } else expect(answers.candidates!.candidates).toHaveLength(5);
      answers.step(1);
      await vi.waitUntil(() => answers.tokens !== undefined);
      expect(answers.place).toEqual({ result: 0, sample: 1 });
      answers.close();
      expect(answers.file).toBeUndefined();
    },
  );

  it("end with what failed, or with a press on Cancel, and leave no file", async () => {
    const full = await answered({ room: 200 });
    await full.files.arrays.save(full.run);
    expect(full.session.files.exporting.status).toMatchObject({
      type: "failed",
      failure: { code: "storage-full" },
    });
    const { files, run, session, saved, sink, lab } = await answered();
    lab.options.pause = async () => files.arrays.cancel();
    await files.arrays.save(run);
    expect(session.files.exporting.status).toEqual({ type: "cancelled" });
    expect([saved.size, sink.abandoned]).toEqual([0, 1]);
  });

  it("are made of answers out of results.json too, with the task's own template", async () => {
    const { files, run, open, runs, session, saved } = await answered();
    await open(fileOf("results.json", resultsJson(run, "a")));
    await files.arrays.save(runs.run!);
    expect(session.files.exporting.status).toMatchObject({ type: "saved" });
    const { results } = JSON.parse(await saved.get("distributions.json")!.text());
    expect(results).toHaveLength(2);
    expect(results[0].samples[0].entropies.length).toBeGreaterThan(0);
  });
});

const EXPERIMENT = `00_sample:
  task_config: task.yaml
  dataset: { path: data/mine.csv, question_column: q, reference_column: a, num_questions: 3 }
  backend: { backend_type: vllm, model: some/model }
  sampling: { n: 5, temperature: 0.5, seed: 9, stop: ["END", "\\n\\n"] }
  colour: red
01_dist:
  distribution: { type: top_k, k: 7, temperature: 0.8 }
`;

describe("an experiment", () => {
  it("sets the page, and names what it could not take", async () => {
    const { files, open, session } = await page();
    const { settings, sampling } = session;
    const { dataset } = sampling;
    const choose = vi.spyOn(dataset, "choose").mockImplementation(() => undefined);
    const config = fileOf("experiment_config.yaml", EXPERIMENT);
    const task = fileOf("task.yaml", "template: plain\nformat: last-number\n");
    await open(config, task, fileOf("mine.csv", "q,a\nHow many?,2\n"));
    expect(choose).toHaveBeenCalledWith({ kind: "file", name: "mine.csv" }, expect.any(Blob));
    choose.mockClear();
    await open(config, task);
    expect(choose).not.toHaveBeenCalled();
    expect(files.notes?.remarks.join()).toContain("mine.csv, which the questions come from");
    expect(dataset.phase).toEqual({ type: "absent", name: "mine.csv" });
    expect(settings.all()).toMatchObject({
      dataset: "file:mine.csv",
      questionColumn: "q",
      referenceColumn: "a",
      questions: 3,
      samples: 5,
      samplingTemperature: 0.5,
      seed: 9,
      stopStrings: "END",
    });
    expect(sampling.task.task).toMatchObject({ template: { id: "plain" }, format: { id: "last-number" } });
    expect(files.arrays.options).toMatchObject({ content: "top_k", k: 7, temperature: 0.8 });
    const remarks = files.notes?.remarks.join("\n");
    expect(remarks).toContain("line 6: 00_sample.colour is not known");
    expect(remarks).toContain("needs a server");
    expect(remarks).toContain("line break");
  });

  it("written of a run sets another page as that run", async () => {
    const { files, run, saved } = await answered({ hash: "#/sample?nq=2&ns=2&n=6&st=0.6&seed=4" });
    await files.saveExperiment(run);
    const other = await page();
    await other.open(fileOf("experiment_config.yaml", saved.get("experiment_config.yaml")!));
    expect(other.files.notes?.remarks).toEqual([]);
    const { task, settings, dataset } = other.runs.wanted;
    expect({ task, settings, dataset: dataset.id }).toEqual({
      task: run.task,
      settings: run.settings,
      dataset: run.dataset.id,
    });
  });
});

describe("files that do not fit", () => {
  const run = fakeSampleRun({ questions: 2, authors: ["a"] });

  it.each([
    ["statistics without answers", [fileOf("statistics.json", statisticsJson(run, "a"))], /no answers/],
    ["YAML of nothing", [fileOf("task.yaml", "template: plain\n")], /no section/],
    ["broken YAML", [fileOf("x.yaml", "00_sample: [")], /cannot be read/],
    [
      "two runs",
      [fileOf("r.json", sampleRunJson(run)), fileOf("s.json", sampleRunJson(run))],
      /several runs/,
    ],
    [
      "a run with something else",
      [fileOf("r.json", sampleRunJson(run)), fileOf("x.png", "")],
      /x\.png does not belong/,
    ],
    ["results of nothing", [fileOf("results.json", '[{"samples": 3}]')], /not the form/],
    ["a cut run", [fileOf("r.json", sampleRunJson(run).slice(0, -40))], /no JSON/],
    [
      "distributions that are none",
      [fileOf("d.npz", "PK"), fileOf("d.json", '{"metadata": {}, "results": [{"samples": [{}]}]}')],
      /cannot be read/,
    ],
    ["nothing of ours", [fileOf("x.png", "")], /comparison/],
  ])("are refused by name: %s", async (_, files, message) => {
    const { open, session } = await page();
    await open(...files);
    expect(session.files.importing.failure?.message).toMatch(message);
    expect(session.sampling.runs.run).toBeUndefined();
  });
});
