import type { MixEvent, MixRequest, Slot } from "../../contract/lab";
import type { Side, TextRequest, WriteEvent, WriteRequest } from "../../contract/lab";
import type { DistributionPage, DistributionQuery, OpenFileEvent } from "../../contract/lab";
import type {
  AnswerArraysEvent,
  AnswerArraysRequest,
  AnswerCandidates,
  AnswerPlace,
  AnswerTokens,
  OpenAnswersRequest,
  OpenedAnswersFile,
} from "../../contract/answers";
import type { ArraysEvent, ArraysRequest, OpenRequest } from "../../contract/files";
import type { LoadEvent, ModelSpec } from "../../contract/model";
import type { PositionBlock } from "../../core/compare/block";
import type { CompareEvent, CompareRequest } from "../../core/compare/events";
import type { Failure, Outcome } from "../../core/errors";
import type {
  MeasureEvent,
  MeasureRequest,
  SampleEvent,
  SampleRequest,
} from "../../core/experiment/sample/events";
import type { ReadEvent, ReadRequest } from "../../core/compare/readEvents";
import type { StudyEvent, StudyRequest } from "../../core/study/events";
import type { SwitchEvent, SwitchRequest } from "../../core/generation/switching/events";
import type { ModelInfo, Token } from "../../core/model";
import type { SelfCheckResult } from "../../core/selfCheck/selfCheck";

/*
 * What each concern of the page asks of the laboratory: no more than it uses, so that a test can stand in for it.
 * `client/laboratory.ts` answers all of them.
 */

/** The events of one run, and the way to end it. Stopping ends the stream soon, with a last event that says so. */
export type RunOf<Event> = AsyncIterable<Event> & { readonly run: number; stop(): void };

/** Loads models and tells when one is lost. */
export interface Loader {
  load(slot: Slot, spec: ModelSpec, onEvent: (event: LoadEvent) => void): Promise<Outcome<ModelInfo>>;
  cancelLoad(slot: Slot): void;
  onTrouble(listener: (trouble: { where: Slot | "lab"; failure: Failure }) => void): void;
}

/** Loads a model that is wanted for a while. */
export interface SlotLoader extends Loader {
  /** Lets go of a slot's model. */
  letGoOf(slot: Slot): void;
}

/** Compares texts and looks again at what is kept of them. */
export interface Comparer {
  compare(request: CompareRequest): RunOf<CompareEvent>;
  review(
    run: number,
    settings: { temperature: number; k: number },
  ): Promise<Outcome<{ blocks: PositionBlock[]; tokens: Token[] }>>;
  release(run: number): Promise<void> | void;
}

/** Reads one text with each model by itself. */
export interface Reader {
  read(request: ReadRequest): RunOf<ReadEvent>;
}

/** Holds a loaded model's numbers against others that are known, or made elsewhere. */
export interface Checker {
  /** Undefined where no values ship with the model. */
  selfCheck(side: Side): Promise<Outcome<SelfCheckResult> | undefined>;
  checkAgainstWasm(side: Side, onEvent: (event: LoadEvent) => void): Promise<Outcome<SelfCheckResult>>;
}

export interface Writer {
  write(request: WriteRequest): RunOf<WriteEvent>;
}

/** Lets one model write and the other take over. */
export interface Switcher {
  switch(request: SwitchRequest): RunOf<SwitchEvent>;
}

/** Answers many problems at several thresholds or budgets. */
export interface Studier {
  study(request: StudyRequest): RunOf<StudyEvent>;
}

/** Answers many prompts, several times each. */
export interface Sampler {
  sample(request: SampleRequest): RunOf<SampleEvent>;
}

/** Lets models read answers that are there. */
export interface Measurer {
  measure(request: MeasureRequest): RunOf<MeasureEvent>;
}

/** Reads comparisons from files, and writes them as arrays. */
export interface FileReadWriter {
  openFile(request: OpenRequest): RunOf<OpenFileEvent>;
  writeArrays(request: ArraysRequest): RunOf<ArraysEvent>;
}

/** Writes distributions of answers as files. */
export interface AnswerWriter {
  writeAnswerArrays(request: AnswerArraysRequest): RunOf<AnswerArraysEvent>;
}

/** Looks at answers in files. */
export interface AnswerReader {
  openAnswers(request: OpenAnswersRequest): Promise<Outcome<OpenedAnswersFile>>;
  answerTokens(run: number, place: AnswerPlace): Promise<Outcome<AnswerTokens>>;
  answerPosition(
    run: number,
    place: AnswerPlace,
    position: number,
    page: { offset: number; limit: number },
  ): Promise<Outcome<AnswerCandidates>>;
}

/** Draws answers from mixtures of the models. */
export interface Mixer {
  mix(request: MixRequest): RunOf<MixEvent>;
}

export interface Tokenizer {
  tokenize(request: TextRequest): Promise<Outcome<{ prompt: Token[]; solution: Token[]; rendered: string }>>;
}

export interface DistributionSource {
  distribution(
    run: number,
    position: number,
    temperature: number,
    query: DistributionQuery,
  ): Promise<Outcome<DistributionPage>>;
}

export type Lab = SlotLoader &
  Comparer &
  Reader &
  Checker &
  Writer &
  Switcher &
  Studier &
  Sampler &
  Measurer &
  Mixer &
  Tokenizer &
  DistributionSource &
  FileReadWriter &
  AnswerWriter &
  AnswerReader;
