import type { SampleEvent, WrittenAnswer } from "../../../core/experiment/sample/events";
import type { Asked, Author, SampleSettings } from "../../../core/experiment/sample/sampleRun";

/** A question whose answers are all there. */
export interface AnsweredQuestion {
  asked: Asked;
  /** As the models read it. */
  prompt: string;
  answers: Partial<Record<Author, WrittenAnswer[]>>;
}

interface Waiting {
  asked: Asked;
  prompt: string;
  answers: Partial<Record<Author, WrittenAnswer[]>>;
  missing: number;
}

/** Answers as they come in, in any order, until a question has all of its own. */
export class Gathering {
  private readonly waiting: Map<number, Waiting>;

  constructor(
    asked: readonly Asked[],
    private readonly settings: Pick<SampleSettings, "authors" | "samples">,
  ) {
    const missing = settings.authors.length * settings.samples;
    this.waiting = new Map(
      asked.map((one) => [one.row.index, { asked: one, prompt: one.prompt, answers: {}, missing }]),
    );
  }

  /** Answers of questions that are not whole yet. */
  get unfinished(): number {
    const { authors, samples } = this.settings;
    return [...this.waiting.values()].reduce(
      (sum, { missing }) => sum + authors.length * samples - missing,
      0,
    );
  }

  /** The question that this event makes whole, if any. */
  take(event: SampleEvent): AnsweredQuestion | undefined {
    if (event.type === "sample-prompt") {
      const waiting = this.waiting.get(event.index);
      if (waiting) waiting.prompt = event.rendered;
    }
    if (event.type === "sample-answer") return this.add(event.answer);
    return undefined;
  }

  /** The question cannot be asked: none of its answers will come. */
  skip(index: number): Asked | undefined {
    const waiting = this.waiting.get(index);
    this.waiting.delete(index);
    return waiting?.asked;
  }

  private add(answer: WrittenAnswer): AnsweredQuestion | undefined {
    const waiting = this.waiting.get(answer.index);
    if (!waiting) return undefined;
    const answers = (waiting.answers[answer.author] ??= []);
    if (answers[answer.sample] !== undefined) return undefined;
    answers[answer.sample] = answer;
    waiting.missing--;
    if (waiting.missing > 0) return undefined;
    this.waiting.delete(answer.index);
    const { asked, prompt } = waiting;
    return { asked, prompt, answers: waiting.answers };
  }
}
