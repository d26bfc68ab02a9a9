import type { Extraction } from "../../../client/rewardRunner";
import { valueOf } from "../../../client/outcome";
import type { MeasuredAnswer, MeasureItem, WrittenAnswer } from "../../../core/experiment/sample/events";
import type { Answer, Asked, Author, QuestionResult } from "../../../core/experiment/sample/sampleRun";
import type {
  AnswerLikelihood,
  RewardInput,
  RewardOutcome,
  ScoringModel,
} from "../../../core/rewards/reward";
import { needsOf } from "../../../core/rewards/rewards";
import type { Task } from "../../../core/tasks/task";
import type { Measurer } from "../lab";
import type { AnsweredQuestion } from "./gathering";
import type { Scorer } from "./ports";

export interface ScoringParts {
  lab: Measurer;
  scorer: Scorer;
  task: Task;
  /** Whether A and B read every answer, for its divergence. */
  readAnswers: boolean;
  /** Whether all models that are there cut text alike: then the answers' own tokens are read. */
  sameTokenizer: boolean;
  /** Models that are there. */
  present: readonly ScoringModel[];
  /** Columns whose values make slices, and how a column's value reads. */
  slices: readonly string[];
  textAt: (asked: Asked, column: string) => string;
  /** What the rewards of question `index` are held against. */
  baselinesOf: (index: number) => RewardInput["baselines"];
}

/** What models make of an answer. */
interface Reading {
  likelihoods: Partial<Record<ScoringModel, AnswerLikelihood>>;
  meanJs?: number;
}

/** An answer on its way to its rewards. */
type Plain = Omit<Answer, "extracted" | "extractionFailed" | "rewards">;

/** A question with its answers' rewards: extraction, reading by models where it is asked for, then the rewards. */
export async function scoreQuestion(
  answered: AnsweredQuestion,
  parts: ScoringParts,
): Promise<QuestionResult> {
  const { asked, prompt, answers } = answered;
  const plain = mapAuthors(answers, (written) => written.map(plainAnswer));
  return scored(asked, prompt, plain, parts);
}

/** A question that has been scored before, under another task. */
export async function scoreAgain(
  question: QuestionResult,
  asked: Asked,
  parts: ScoringParts,
): Promise<QuestionResult> {
  if (question.skipped !== undefined) return question;
  const plain = mapAuthors(question.answers, (list) =>
    list.map(({ extracted: _, extractionFailed: __, rewards: ___, ...answer }): Plain => answer),
  );
  return { ...(await scored(asked, question.prompt, plain, parts)), slices: question.slices };
}

/** A question that could not be asked. */
export function skippedQuestion(
  asked: Asked,
  why: string,
  parts: Pick<ScoringParts, "slices" | "textAt">,
): QuestionResult {
  return { ...frame(asked, asked.prompt, parts), answers: {}, skipped: why };
}

async function scored(
  asked: Asked,
  prompt: string,
  answers: Partial<Record<Author, readonly Plain[]>>,
  parts: ScoringParts,
): Promise<QuestionResult> {
  const { task, scorer } = parts;
  const flat = Object.values(answers).flat();
  const found = valueOf(
    await scorer.extract(
      task.format,
      flat.map(({ text }) => text),
    ),
  );
  const readings = await readAnswers(asked, flat, parts);
  const inputs = flat.map((answer, index): RewardInput => ({
    question: asked.question,
    prompt,
    answer: answer.text,
    extracted: found[index]?.ok ? found[index].value : undefined,
    reference: asked.reference,
    tokens: answer.ids.length,
    row: asked.row.fields,
    likelihoods: readings[index]?.likelihoods ?? {},
    index: asked.row.index,
  }));
  const baselines = parts.baselinesOf(asked.row.index);
  const outcomes = valueOf(
    await scorer.score(
      task.rewards,
      baselines === undefined ? inputs : inputs.map((input) => ({ ...input, baselines })),
    ),
  );
  const results = new Map<Plain, Answer>(
    flat.map((answer, index) => {
      const { meanJs = answer.meanJs } = readings[index] ?? {};
      const extraction = found[index];
      const whole: Answer = {
        ...answer,
        extracted: extraction?.ok ? (extraction.value ?? null) : null,
        rewards:
          extraction?.ok === false ? task.rewards.map(() => lost(extraction)) : (outcomes[index] ?? []),
        ...(meanJs === undefined ? {} : { meanJs }),
        ...(extraction?.ok === false ? { extractionFailed: extraction.why } : {}),
      };
      return [answer, whole];
    }),
  );
  return {
    ...frame(asked, prompt, parts),
    answers: mapAuthors(answers, (list) => list.map((answer) => results.get(answer) as Answer)),
  };
}

function frame(
  { row, question, reference }: Asked,
  prompt: string,
  { slices, textAt }: Pick<ScoringParts, "slices" | "textAt">,
): Omit<QuestionResult, "answers"> {
  const asked = { row, question, prompt, chat: false };
  return {
    index: row.index,
    question,
    prompt,
    ...(reference === undefined ? {} : { reference }),
    slices: Object.fromEntries(slices.map((column) => [column, textAt(asked, column)])),
  };
}

/** Readings in the order of the answers; empty ones where no model is asked. */
async function readAnswers(asked: Asked, answers: readonly Plain[], parts: ScoringParts): Promise<Reading[]> {
  const { present, task, sameTokenizer } = parts;
  const wanted = new Set<ScoringModel>(needsOf(task.rewards).likelihoods ?? []);
  const js = parts.readAnswers && present.includes("a") && present.includes("b");
  if (js && answers.some(({ meanJs }) => meanJs === undefined)) wanted.add("a").add("b");
  const models = present.filter((model) => wanted.has(model));
  const readings: Reading[] = answers.map(() => ({ likelihoods: {} }));
  if (models.length === 0) return readings;
  const { prompt, chat, system } = asked;
  const items = answers.map(({ ids, text }): MeasureItem => ({
    prompt,
    chat,
    ids,
    text,
    ...(system === undefined ? {} : { system }),
  }));
  for await (const event of parts.lab.measure({ items, models })) {
    if (event.type !== "measure-item") continue;
    const ended = sameTokenizer && answers[event.item]?.end === "end-of-text";
    const likelihoods = Object.fromEntries(
      Object.entries(event.readings).map(([model, reading]) => [model, likelihoodOf(reading, ended)]),
    ) as Reading["likelihoods"];
    readings[event.item] = event.js ? { likelihoods, meanJs: mean(event.js) } : { likelihoods };
  }
  return readings;
}

/** No reward is known of an answer in which nobody could look for the answer proper. */
function lost({ why, detail }: Extract<Extraction, { ok: false }>): RewardOutcome {
  return { ok: false, why, ...(detail === undefined ? {} : { detail }) };
}

/** Of the answer's text: the token that ended it is not part of it. */
function likelihoodOf({ tokens, nll }: MeasuredAnswer, ended: boolean): AnswerLikelihood {
  const count = tokens.length - (ended ? 1 : 0);
  return { tokens: tokens.slice(0, count), nll: [...nll.subarray(0, count)] };
}

function plainAnswer(written: WrittenAnswer): Plain {
  const { ids, text, end, meanLogprob, meanEntropy, fromB } = written;
  return { ids, text, end, meanLogprob, meanEntropy, ...(fromB === undefined ? {} : { fromB }) };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function mapAuthors<From, To>(
  answers: Partial<Record<Author, From>>,
  map: (list: From) => To,
): Partial<Record<Author, To>> {
  return Object.fromEntries(Object.entries(answers).map(([author, list]) => [author, map(list as From)]));
}
