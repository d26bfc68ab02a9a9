import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runOf } from "../../../../tests/support/sampleRuns";
import { ExpectedError } from "../../errors";
import { readTask } from "../../tasks/taskShape";
import { readExperiment } from "./experimentConfig";
import { experimentJson, experimentYaml } from "./writeExperiment";

const NAME = "experiment_config.yaml";

const PIPELINE = `# three steps
00_sample:
  task_config: configs/math.yaml
  sampling_config: sampling.yaml
  dataset:
    name: openai/gsm8k
    config: main
    split: test
    question_key: question
    solution_key: answer
    max_samples: 50
  backend:
    backend_type: huggingface
    model: some/model
    torch_dtype: q4
  sampling:
    n: 8
    top_k: -1
  output: { results: results.json, statistics: statistics.json }
01_dist:
  distribution: { type: logits, temperature: 0.7 }
  input: { results: results.json }
02_visualize:
  input: { json: distributions.json }
`;

const FILES = {
  "math.yaml": "template: chatml\nformat: boxed\nrewards: [exact-match]\n",
  "sampling.yaml": 'sampling:\n  temperature: 0.7\n  top_p: 0.9\n  n: 2\n  stop: ["\\n\\n"]\n',
};

describe("experiment_config.yaml", () => {
  test("is read with the files it refers to; what stands in the section comes first", async () => {
    const { config, problems } = await readExperiment(NAME, PIPELINE, FILES);
    expect(problems).toEqual([]);
    expect(config.sample).toEqual({
      task: readTask({
        template: { id: "chatml" },
        format: { id: "boxed" },
        rewards: [{ id: "exact-match" }],
      }).task,
      dataset: { id: "hub:openai/gsm8k/main/test", question: "question", reference: "answer", questions: 50 },
      backend: { type: "huggingface", a: { id: "some/model", dtype: "q4" } },
      sampling: { temperature: 0.7, topP: 0.9, samples: 8, topK: 0, stopStrings: ["\n\n"] },
      output: { results: "results.json", statistics: "statistics.json" },
    });
    expect(config.dist).toMatchObject({
      distribution: { content: "logprobs", temperature: 0.7 },
      input: { results: "results.json" },
    });
    expect(config.visualize).toEqual({ input: { json: "distributions.json" }, output: {} });
  });

  test("names unknown keys, wrong values, missing files and servers, with their lines", async () => {
    const text = `00_sample:
  task_config: nowhere.yaml
  dataset: { name: no such set, colour: red }
  backend:
    backend_type: vllm
    base_url: http://localhost:8000
  sampling:
    temperature: 99
    top_p: many
    batch_size: 8
  typo: 1
03_more: {}
`;
    const { config, problems } = await readExperiment(NAME, text, FILES);
    expect(problems.map(({ path, why, line }) => [path, why, line]).toSorted()).toEqual(
      [
        ["00_sample.task_config", "missing", 2],
        ["00_sample.dataset.colour", "unknown", 3],
        ["00_sample.dataset.name", "refused", 3],
        ["00_sample.backend.backend_type", "needs-server", 5],
        ["00_sample.sampling.temperature", "clamped", 8],
        ["00_sample.sampling.top_p", "refused", 9],
        ["00_sample.typo", "unknown", 11],
        ["03_more", "unknown", 12],
      ].toSorted(),
    );
    expect(config.sample?.backend).toEqual({ type: "vllm", server: "http://localhost:8000" });
    expect(config.sample?.sampling).toEqual({ temperature: 5, batch: 8 });
    expect(config.dist).toBeUndefined();
  });

  test("written of a run is read as that run, as YAML and as JSON", async () => {
    const made = runOf([]);
    const run = {
      ...made,
      task: readTask({ template: { id: "plain", instruction: "Box: it\n# no comment" } }).task,
      settings: { ...made.settings, stopStrings: ["\n", "yes", "1"] },
      total: 20,
    };
    for (const text of [await experimentYaml(run), experimentJson(run)]) {
      const { config, problems } = await readExperiment(NAME, text);
      expect(problems).toEqual([]);
      expect(config.sample?.task).toEqual(run.task);
      expect(config.sample?.dataset).toEqual({
        id: "letters",
        question: "question",
        reference: "answer",
        questions: 20,
      });
      expect(config.sample?.sampling).toEqual({
        ...run.settings.sampling,
        samples: 4,
        seed: 7,
        maxNewTokens: 96,
        stopStrings: ["\n", "yes", "1"],
        batch: 8,
      });
      expect(config.sample?.backend).toMatchObject({ a: { id: "base", dtype: "fp32" }, b: { id: "rl" } });
      expect(config.dist?.distribution).toEqual({
        content: "probabilities",
        precision: "float32",
        temperature: 1,
      });
    }
  });

  test("takes greedy from do_sample, and do_sample from nothing else", async () => {
    const read = async (sampling: string) =>
      (await readExperiment(NAME, `00_sample: {sampling: {${sampling}}}`)).config.sample?.sampling;
    expect(await read("do_sample: false, temperature: 0.7")).toEqual({ temperature: 0 });
    expect(await read("do_sample: true, temperature: 0.7")).toEqual({ temperature: 0.7 });
    expect(await read("")).toEqual({});
  });
});

describe("a hostile configuration", () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
00_sample: [*c, *c, *c, *c, *c, *c, *c, *c, *c]
`;

  test.each([
    ["aliases that unfold", bomb, /alias .* on line 2/],
    ["a merge", "a: &a {x: 1}\n00_sample:\n  <<: *a\n", /alias/],
    ["a tag", "00_sample: !!js/function 'function(){}'", /cannot be read/],
    ["a broken line", "00_sample:\n  a: [1, 2\n", /cannot be read/],
    ["a key twice", "00_sample: {}\n00_sample: {}\n", /cannot be read/],
    ["too deep", "00_sample: " + "[".repeat(40) + "]".repeat(40), /20 levels/],
    ["far too deep", "[".repeat(20_000), /cannot be read|levels/],
    ["too many values", `00_sample: [${"1,".repeat(30_000)}]`, /20000 values/],
    ["too long", " ".repeat(1_000_001), /1000001 characters/],
    ["two documents", "a: 1\n---\nb: 2\n", /cannot be read/],
    ["a map as a key", "{a: 1}: 2\n", /no name/],
  ])("is refused by name: %s", async (_, text, message) => {
    const reading = readExperiment(NAME, text);
    await expect(reading).rejects.toBeInstanceOf(ExpectedError);
    await expect(reading).rejects.toThrow(message);
  });

  test("of any JSON, and of ours with a character changed, is read or refused", async () => {
    const text = PIPELINE;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc
            .tuple(fc.nat(text.length), fc.string({ maxLength: 3 }))
            .map(([at, put]) => text.slice(0, at) + put + text.slice(at + 1)),
        ),
        async (changed) => {
          await readExperiment(NAME, changed, FILES).catch((error: unknown) =>
            expect(error).toBeInstanceOf(ExpectedError),
          );
        },
      ),
      { numRuns: 300 },
    );
    const { config } = await readExperiment(NAME, '{"__proto__": {"x": 1}, "00_sample": {"constructor": 1}}');
    expect(config.sample?.sampling).toEqual({});
  });
});
