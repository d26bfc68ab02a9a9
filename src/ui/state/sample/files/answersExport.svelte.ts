import type {
  AnswerArraysEvent,
  AnswerArraysRequest,
  AnswersContent,
  AskedAnswers,
} from "../../../../contract/answers";
import type { ArrayPrecision } from "../../../../contract/files";
import { errorOf } from "../../../../client/outcome";
import { ExpectedError } from "../../../../core/errors";
import { answersSize } from "../../../../core/experiment/answers/answersSize";
import { AUTHORS } from "../../../../core/experiment/sample/scores";
import type { Author, QuestionResult, SampleRun } from "../../../../core/experiment/sample/sampleRun";
import type { ModelInfo } from "../../../../core/model";
import type { Side } from "../../../../core/side";
import { promptRenderer } from "../../../../core/tasks/renderPrompt";
import type { TemplateChoice } from "../../../../core/tasks/task";
import type { FileSink } from "../../../../client/fileSink";
import { strings } from "../../../strings";
import { ABOUT_NAME, ARRAYS_NAME, type ExportState, type ExportTargets } from "../../exporting.svelte";
import type { AnswerWriter, RunOf } from "../../lab";
import { JsonParts } from "./jsonParts";

export interface AnswersExportParts {
  lab: AnswerWriter;
  /** Its status says what becomes of the files. */
  exporting: Pick<ExportState, "status">;
  openSink: ExportTargets["openSink"];
  download: ExportTargets["download"];
  modelOf: (side: Side) => ModelInfo | undefined;
  /** How a question of a file, which does not say what the models read, becomes a prompt. */
  template: () => TemplateChoice;
  /** Whether that may run: it can be code of somebody else. */
  allowed: () => boolean;
  /** ISO 8601. */
  now: () => string;
}

/** A run's answers on their way into `distributions.npz` and `distributions.json`. */
export class AnswersExport {
  /** Who reads them, whoever wrote them. */
  model: Side = $state("a");
  content: AnswersContent = $state("top_k");
  precision: ArrayPrecision = $state("float32");
  k = $state(20);
  temperature = $state(1);
  /** Answers that were read, of how many. */
  progress: { done: number; total: number } | undefined = $state.raw();
  private current: RunOf<AnswerArraysEvent> | undefined;

  constructor(private readonly parts: AnswersExportParts) {}

  get options() {
    const { content, precision, k, temperature } = this;
    return { content, precision, k, temperature };
  }

  /** About how many bytes both files will have; undefined while the model is not there. */
  sizeOf(run: SampleRun): { npz: number; json: number } | undefined {
    const info = this.parts.modelOf(this.model);
    if (!info) return undefined;
    const questions = run.questions.map((question) => ({
      ...question,
      answers: answersOf(question, run, info).map((answer) => ({ ids: [], ...answer })),
    }));
    return answersSize({ ...this.options, vocabSize: info.vocabSize, questions });
  }

  /** Writes both files piece by piece; asks for the place first, while the press that asked for it still counts. */
  async save(run: SampleRun): Promise<void> {
    const { exporting, openSink, lab } = this.parts;
    const size = this.sizeOf(run);
    if (exporting.status.type === "writing" || size === undefined) return;
    let sink: FileSink | undefined;
    try {
      exporting.status = { type: "writing", name: ARRAYS_NAME, done: 0, total: undefined };
      sink = await openSink(ARRAYS_NAME, size.npz);
      if (sink === undefined) {
        exporting.status = { type: "cancelled" };
        return;
      }
      this.current = lab.writeAnswerArrays(await this.request(run));
      await this.take(this.current, sink);
    } catch (error) {
      await sink?.abandon();
      if (!(error instanceof ExpectedError)) throw error;
      const { failure } = error;
      exporting.status = failure.code === "stopped" ? { type: "cancelled" } : { type: "failed", failure };
    } finally {
      this.current = this.progress = undefined;
    }
  }

  cancel(): void {
    this.current?.stop();
  }

  private async take(run: RunOf<AnswerArraysEvent>, sink: FileSink): Promise<void> {
    const { exporting, download } = this.parts;
    const json = new JsonParts();
    let done = 0;
    let total: number | undefined;
    for await (const event of run) {
      switch (event.type) {
        case "answers-start":
          total = event.total;
          this.progress = { done: 0, total: event.answers - event.skipped };
          break;
        case "answers-bytes":
          await sink.write(event.bytes);
          done += event.bytes.length;
          break;
        case "answers-json":
          json.add(event.text);
          break;
        case "answers-progress":
          if (this.progress) this.progress = { ...this.progress, done: event.answers };
          break;
        case "answers-end": {
          await sink.finish();
          const about = json.blob();
          download(about, ABOUT_NAME);
          const files = [
            { name: ARRAYS_NAME, bytes: done },
            { name: ABOUT_NAME, bytes: about.size },
          ];
          exporting.status = { type: "saved", files };
          return;
        }
        case "answers-failed":
          throw errorOf(event.failure);
        default:
          event satisfies never;
      }
      exporting.status = { type: "writing", name: ARRAYS_NAME, done, total };
    }
    throw new ExpectedError("stopped", "Stopped before the files were complete.");
  }

  private async request(run: SampleRun): Promise<AnswerArraysRequest> {
    const { modelOf, template, allowed, now } = this.parts;
    const info = modelOf(this.model);
    const bare = run.questions.some(({ prompt }) => prompt === "");
    if (bare && !allowed()) throw new ExpectedError("bad-input", strings.sample.consentFirst);
    const render = bare ? await promptRenderer(template()) : undefined;
    const asked = new Map(run.asked?.map((one) => [one.row.index, one]));
    const questions = run.questions.flatMap((question): AskedAnswers[] => {
      const answers = answersOf(question, run, info);
      if (answers.length === 0) return [];
      const { index, reference, prompt } = question;
      const rendered = asked.get(index) ?? (prompt === "" ? render?.(question.question, {}) : undefined);
      return [
        {
          ...{ index, question: question.question, answers },
          ...(reference === undefined ? {} : { reference }),
          prompt: rendered?.prompt ?? prompt,
          chat: rendered?.chat ?? false,
          ...(rendered?.system === undefined ? {} : { system: rendered.system }),
        },
      ];
    });
    const metadata = { dataset: run.dataset.id, run: run.id, sampled: run.created, created: now() };
    return { ...this.options, model: this.model, questions, metadata };
  }
}

/** A question's answers, all authors' in order; with their ids where the reading model cuts text as their author does. */
function answersOf(
  { answers }: QuestionResult,
  run: SampleRun,
  reader: ModelInfo | undefined,
): AskedAnswers["answers"] {
  return AUTHORS.flatMap((author) => {
    const same = sameTokenizer(run, author, reader);
    return (answers[author] ?? []).map(({ text, ids }) => {
      // An answer out of results.json has a text and no ids.
      const known = same && (ids.length > 0 || text === "");
      return known ? { author, text, ids } : { author, text };
    });
  });
}

function sameTokenizer(run: SampleRun, author: Author, reader: ModelInfo | undefined): boolean {
  const writer = author === "switched" ? (run.a ?? run.b) : run[author];
  return writer !== undefined && reader !== undefined && writer.tokenizer === reader.tokenizer;
}
