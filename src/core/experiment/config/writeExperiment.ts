import type { SampleRun } from "../sample/sampleRun";
import type { AnswersOptions } from "../answers/writeAnswers";

/** The text of `experiment_config.yaml` that makes a run again: sampling, its distributions where they were, a view. */
export async function experimentYaml(run: SampleRun, distribution?: AnswersOptions): Promise<string> {
  const { stringify } = await import("yaml");
  return stringify(experimentOf(run, distribution), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** The same as JSON. */
export function experimentJson(run: SampleRun, distribution?: AnswersOptions): string {
  return `${JSON.stringify(experimentOf(run, distribution), undefined, 2)}\n`;
}

function experimentOf(
  { a, b, dataset, task, settings, total, questions }: SampleRun,
  distribution?: AnswersOptions,
): object {
  const { sampling } = settings;
  const backend = {
    backend_type: "huggingface",
    ...(a
      ? { model_a: a.id, dtype_a: a.dtype, ...(a.revision === undefined ? {} : { revision_a: a.revision }) }
      : {}),
    ...(b
      ? { model_b: b.id, dtype_b: b.dtype, ...(b.revision === undefined ? {} : { revision_b: b.revision }) }
      : {}),
  };
  return {
    "00_sample": {
      task,
      dataset: {
        name: dataset.id,
        question_column: dataset.question,
        ...(dataset.reference === undefined ? {} : { reference_column: dataset.reference }),
        ...(dataset.slices.length === 0 ? {} : { slices: dataset.slices }),
        ...(questions[0] ? { from: questions[0].index } : {}),
        num_questions: total,
      },
      backend,
      sampling: {
        do_sample: sampling.temperature > 0,
        temperature: sampling.temperature,
        top_k: sampling.topK,
        top_p: sampling.topP,
        min_p: sampling.minP,
        n: settings.samples,
        max_new_tokens: settings.maxNewTokens,
        stop: settings.stopStrings,
        seed: settings.seed,
        batch_size: settings.batch,
      },
      output: { results: "results.json", statistics: "statistics.json" },
    },
    "01_dist": {
      backend,
      distribution: {
        type: distribution?.content ?? "probabilities",
        precision: distribution?.precision ?? "float32",
        temperature: distribution?.temperature ?? 1,
        ...(distribution?.content === "top_k" ? { k: distribution.k } : {}),
      },
      input: { results: "results.json" },
      output: { json: "distributions.json", npz: "distributions.npz" },
    },
    "02_visualize": { input: { json: "distributions.json", npz: "distributions.npz" } },
  };
}
