import type { Extraction, RewardRunner } from "../../../client/rewardRunner";
import { ExpectedError, type Failure } from "../../../core/errors";
import type { MeasuredAnswer } from "../../../core/experiment/sample/events";
import type { BaselineUse } from "../../../core/rewards/baseline";
import type {
  AnswerLikelihood,
  RewardInput,
  RewardOutcome,
  ScoringModel,
} from "../../../core/rewards/reward";
import { valueOf } from "../../../client/outcome";
import { needsOf, totalReward } from "../../../core/rewards/rewards";
import { renderPrompt, type RenderedPrompt } from "../../../core/tasks/renderPrompt";
import type { Task } from "../../../core/tasks/task";
import type { Measurer, Tokenizer } from "../lab";

/** A question to try a task on. */
export interface TaskExample {
  question: string;
  reference?: string;
  row: Readonly<Record<string, unknown>>;
  /** Number of the row in its dataset; undefined where it is of none. */
  index?: number;
}

/** Finds answers proper and rewards them where neither can hold up the page; `check` reads a person's code. */
export type AnswerScorer = Pick<RewardRunner, "extract" | "score" | "check">;

export interface TryOutParts {
  scorer: AnswerScorer;
  lab: Tokenizer & Measurer;
  /** Models that are there. */
  present: () => readonly ScoringModel[];
  baselinesFor: (
    terms: Task["rewards"],
    use: BaselineUse,
  ) => (index: number | undefined) => NonNullable<RewardInput["baselines"]>;
}

/** What a task makes of an answer. */
export interface Tried {
  answer: string;
  extraction: Extraction;
  /** Of each reward, in the order of the task. */
  terms: readonly { id: string; weight: number; outcome: RewardOutcome }[];
  total: number | undefined;
  likelihoods: RewardInput["likelihoods"];
}

/** How long typing must pause before an answer is scored. */
const PAUSE_MILLISECONDS = 200;

/** Tries a task on an answer that a person types: what is found in it and what it earns. The last wish counts. */
export class TryOutState {
  /** The answer as it is typed. */
  answer = $state("");
  tried: Tried | undefined = $state.raw();
  /** Whether `tried` is about what was asked for last. */
  fresh = $state(true);
  failure: Failure | undefined = $state.raw();
  private ticket = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: TryOutParts) {}

  /**
   * Scores soon.
   * @param use what a baseline must fit
   */
  request(task: Task, example: TaskExample, answer: string, use: BaselineUse = {}): void {
    const ticket = ++this.ticket;
    this.fresh = false;
    clearTimeout(this.timer);
    const told = this.parts.baselinesFor(task.rewards, use)(example.index);
    this.timer = setTimeout(() => void this.attempt(ticket, task, example, answer, told), PAUSE_MILLISECONDS);
  }

  forget(): void {
    this.ticket++;
    clearTimeout(this.timer);
    this.tried = this.failure = undefined;
    this.fresh = true;
  }

  private async attempt(
    ticket: number,
    task: Task,
    example: TaskExample,
    answer: string,
    baselines: RewardInput["baselines"],
  ): Promise<void> {
    try {
      const tried = await this.score(task, example, answer, baselines, () => ticket !== this.ticket);
      if (ticket !== this.ticket || tried === undefined) return;
      this.tried = tried;
      this.failure = undefined;
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      if (ticket !== this.ticket) return;
      this.tried = undefined;
      this.failure = error.failure;
    }
    this.fresh = true;
  }

  /** Undefined where it is no longer wanted. */
  private async score(
    task: Task,
    example: TaskExample,
    answer: string,
    baselines: RewardInput["baselines"],
    over: () => boolean,
  ): Promise<Tried | undefined> {
    const { scorer } = this.parts;
    const { question, reference, row, index = 0 } = example;
    const prompt = await renderPrompt(task.template, question, row);
    const [extraction] = valueOf(await scorer.extract(task.format, [answer]));
    if (over() || extraction === undefined) return undefined;
    const { likelihoods, tokens } = await this.read(task, prompt, answer);
    if (over()) return undefined;
    const input: RewardInput = {
      ...{ question, answer, reference, row, likelihoods, tokens, index },
      prompt: prompt.prompt,
      extracted: extraction.ok ? extraction.value : undefined,
      ...(baselines ? { baselines } : {}),
    };
    const [outcomes = []] = valueOf(await scorer.score(task.rewards, [input]));
    const terms = task.rewards.flatMap(({ id, weight }, index) => {
      const outcome = outcomes[index];
      return outcome ? [{ id, weight, outcome }] : [];
    });
    return { answer, extraction, terms, total: totalReward(task.rewards, outcomes), likelihoods };
  }

  /** The answer as tokens, and what the models that the rewards ask for make of it; NaN tokens without a model. */
  private async read(
    { rewards }: Task,
    { prompt, chat, system }: RenderedPrompt,
    answer: string,
  ): Promise<{ likelihoods: RewardInput["likelihoods"]; tokens: number }> {
    const present = this.parts.present();
    if (answer === "" || present.length === 0) return { likelihoods: {}, tokens: answer === "" ? 0 : NaN };
    const models = present.filter((model) => needsOf(rewards).likelihoods?.includes(model));
    if (models.length === 0) {
      const cut = await this.parts.lab.tokenize({ prompt: "", solution: { text: answer }, chat: false });
      return { likelihoods: {}, tokens: cut.ok ? cut.value.solution.length : NaN };
    }
    const item = { prompt, chat, text: answer, ...(system === undefined ? {} : { system }) };
    for await (const event of this.parts.lab.measure({ items: [item], models })) {
      if (event.type === "measure-failed" || event.type === "measure-skipped") {
        valueOf({ ok: false, failure: event.failure });
      }
      if (event.type === "measure-item") return likelihoodsOf(event.readings);
    }
    return { likelihoods: {}, tokens: NaN };
  }
}

function likelihoodsOf(readings: Partial<Record<ScoringModel, MeasuredAnswer>>): {
  likelihoods: Partial<Record<ScoringModel, AnswerLikelihood>>;
  tokens: number;
} {
  const entries = Object.entries(readings).map(([model, { tokens, nll }]) => [
    model,
    { tokens, nll: [...nll] },
  ]);
  return {
    likelihoods: Object.fromEntries(entries),
    tokens: Object.values(readings)[0]?.tokens.length ?? NaN,
  };
}
