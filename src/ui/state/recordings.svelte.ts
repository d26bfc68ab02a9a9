import type { CompareEvent } from "../../core/compare/events";
import { recordingEvents, type Recording } from "../../core/compare/recording";
import type { Failure, Outcome } from "../../core/errors";
import { ComparedText } from "./comparedText";

/** A recorded comparison as it is offered. */
export interface RecordingTitle {
  id: string;
  title: string;
  description: string;
  /** What it asks and the right answer, where there is one. */
  problem?: Problem | undefined;
}

/** A prompt whose right answer is known. */
export interface Problem {
  prompt: string;
  answer: string;
}

/** A remark on one token of a recorded comparison. */
export interface Annotation {
  position: number;
  text: string;
}

/** A recorded comparison, opened: its request and everything the models answered. */
export interface OpenedRecording {
  prompt: string;
  chat: boolean;
  temperature: number;
  k: number;
  /** The right answer to the prompt, where it has one. */
  answer?: string | undefined;
  annotations: readonly Annotation[];
  events: readonly CompareEvent[];
}

/** Where the recordings lie. */
export interface RecordingShelf {
  titles(): Promise<Outcome<RecordingTitle[]>>;
  open(id: string): Promise<Outcome<OpenedRecording>>;
}

/** A shelf of recordings as files hold them. */
export function shelfOf(files: {
  list: () => Promise<Outcome<RecordingTitle[]>>;
  open: (id: string) => Promise<Outcome<Recording>>;
}): RecordingShelf {
  return {
    titles: files.list,
    open: async (id) => {
      const outcome = await files.open(id);
      if (!outcome.ok) return outcome;
      const { request, answer, annotations } = outcome.value;
      return { ok: true, value: { ...request, answer, annotations, events: recordingEvents(outcome.value) } };
    },
  };
}

/** The text of a recording with all its numbers. Throws where the events are not a finished comparison. */
export function textOf(recording: Pick<OpenedRecording, "events">): ComparedText {
  let text: ComparedText | undefined;
  for (const event of recording.events) {
    if (event.type === "compare-start") text = ComparedText.begin(event);
    else if (event.type === "compare-block") text = text?.with(event.block, event.tokens);
  }
  if (text === undefined || !text.complete) throw new Error("The recording is not a finished comparison");
  return text;
}

/** The examples to choose from. */
export class RecordingsState {
  titles: readonly RecordingTitle[] = $state.raw([]);
  failure: Failure | undefined = $state.raw();
  /** Remarks on the example that is open. */
  annotations: readonly Annotation[] = $state.raw([]);
  /** Right answers by prompt, of the examples that were listed or opened. */
  private answers: ReadonlyMap<string, string> = $state.raw(new Map());
  private readonly opened = new Map<string, Promise<Outcome<OpenedRecording>>>();

  constructor(private readonly shelf: RecordingShelf) {}

  async list(): Promise<void> {
    const outcome = await this.shelf.titles();
    if (!outcome.ok) {
      this.failure = outcome.failure;
      return;
    }
    this.titles = outcome.value;
    for (const { problem } of outcome.value) if (problem) this.learn(problem);
  }

  /** The right answer to a prompt, if it is that of an example. */
  answerTo(prompt: string): string | undefined {
    return this.answers.get(prompt);
  }

  /** A prompt's right answer is known from now on. */
  learn({ prompt, answer }: Problem): void {
    this.answers = new Map(this.answers).set(prompt, answer);
  }

  /** Each is fetched once; one that failed is tried again when asked for again. */
  async open(id: string): Promise<OpenedRecording | undefined> {
    const opening = this.opened.get(id) ?? this.shelf.open(id);
    this.opened.set(id, opening);
    const outcome = await opening;
    if (outcome.ok) {
      this.failure = undefined;
      const { prompt, answer } = outcome.value;
      if (answer !== undefined) this.learn({ prompt, answer });
      return outcome.value;
    }
    this.opened.delete(id);
    this.failure = outcome.failure;
    return undefined;
  }
}
