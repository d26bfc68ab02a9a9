import { transfer, type Endpoint } from "comlink";
import type {
  CompareEvent,
  CompareRequest,
  DistributionPage,
  DistributionQuery,
  LabWorkerApi,
  MeasureEvent,
  MeasureRequest,
  MixEvent,
  MixRequest,
  OpenFileEvent,
  PositionBlock,
  ReadEvent,
  ReadRequest,
  SampleEvent,
  SampleRequest,
  Side,
  Slot,
  StudyEvent,
  StudyRequest,
  SwitchEvent,
  SwitchRequest,
  TextRequest,
  WriteEvent,
  WriteRequest,
} from "../src/contract/lab";
import type {
  AnswerArraysEvent,
  AnswerArraysRequest,
  AnswerCandidates,
  AnswerPlace,
  AnswersSummary,
  AnswerTokens,
  OpenAnswersRequest,
} from "../src/contract/answers";
import type { ArraysEvent, ArraysRequest, OpenRequest } from "../src/contract/files";
import type { MessagePortLike } from "../src/contract/model";
import { blockBuffers, packBlock } from "../src/core/compare/block";
import { compare, requireComparable } from "../src/core/compare/comparison";
import { KeptDistributions, type ByteStore, type KeptPair } from "../src/core/compare/kept";
import { recompute } from "../src/core/compare/recompute";
import { withTemperature } from "../src/core/distribution/temperature";
import { ExpectedError, type Failure, type Outcome } from "../src/core/errors";
import { generate } from "../src/core/generation/generate";
import { endingsOf, type EndingOptions } from "../src/core/generation/switching/endings";
import type { Distribution, LanguageModel, ModelInfo, Token, TokenId } from "../src/core/model";
import type { AnswerFiles } from "./answerFiles";
import { breather } from "./breather";
import { distributionPage, rankedPair, type RankedPair } from "./distributionPage";
import { settled } from "./outcome";
import { readBoth } from "./readBoth";
import { readPrompt, readSolution } from "./readText";
import { runStudy } from "./runStudy";
import { runMeasure } from "./sample/runMeasure";
import { runSample } from "./sample/runSample";
import { RemoteModel } from "./remoteModel";
import { Vocabularies } from "./vocabularies";
import { MixedRuns } from "./writeMixed";
import { SwitchedRuns } from "./writeSwitched";

/**
 * Positions per chunk: small enough that models and lab work at the same time from early on, large enough that neither
 * messages nor short forward passes weigh (measured in docs/decisions/0011).
 */
const BLOCK = { most: 64, least: 16, bytes: 8 * 1024 ** 2 };

function blockFor(vocabSize: number): number {
  return Math.max(BLOCK.least, Math.min(BLOCK.most, Math.floor(BLOCK.bytes / 4 / vocabSize)));
}

/** A place for rows that memory has no room for. `write` fails with a StoreError when the disk does. */
export interface RunStore extends ByteStore {
  /** Deletes what was written. */
  discard(): void | Promise<void>;
}

/** The disk is full or refused: rows are no longer kept, and nothing else is wrong. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

export interface LabOptions {
  /** Milliseconds from any fixed moment on. */
  clock: () => number;
  /** Bytes of whole distributions kept per run: float32 in memory, then float16 in the store. */
  memoryBytes: number;
  storeBytes: number;
  /** A store for one run, or undefined where the browser has none. */
  createStore: () => RunStore | undefined;
  /** Runs whose distributions are kept at the same time; the oldest is forgotten first. */
  keptRuns: number;
}

/** What is left of a comparison for looking at it again. */
interface ComparedRun {
  prompt: readonly TokenId[];
  solution: readonly TokenId[];
  a: ModelInfo;
  b: ModelInfo;
  kept: Pick<KeptDistributions, "get">;
  /** Of a file: one side's row alone, to read no more than is asked for. */
  keptSide?: (position: number, side: Side) => Promise<Float32Array | undefined>;
  /** Of a file: how a token looks, and all of them where it holds whole distributions. No model made it. */
  look?: (id: TokenId) => Token;
  vocabulary?: readonly Token[];
  store: RunStore | undefined;
  /** Tokens whose looks the page has. */
  shown: Set<TokenId>;
  /** The position last looked at as a whole. */
  whole?: { position: number; temperature: number; pair: RankedPair };
}

/** Runs the core over both models and tells the page what it draws. */
export class LabService implements LabWorkerApi {
  private readonly models: Partial<Record<Slot, RemoteModel>> = {};
  private readonly runs = new Map<number, ComparedRun>();
  private readonly stopped = new Set<number>();
  private readonly vocabularies = new Vocabularies();
  private readonly switched = new SwitchedRuns();
  private readonly mixed = new MixedRuns();
  private answerFiles: AnswerFiles | undefined;

  constructor(private readonly options: LabOptions) {}

  async ping(): Promise<void> {}

  attach(slot: Slot, port: MessagePortLike): Promise<Outcome<ModelInfo>> {
    return settled(async () => {
      await this.detach(slot);
      const model = await RemoteModel.attach(port as MessagePortLike & Endpoint);
      this.models[slot] = model;
      this.vocabularies.keepOnly([...this.runs.values(), ...Object.values(this.models)].map(tokenizerOf));
      this.vocabularies.of(model).catch(() => undefined); // asked for again when it is needed
      return model.info;
    });
  }

  async detach(slot: Slot, failure?: Failure): Promise<void> {
    const model = this.models[slot];
    delete this.models[slot];
    model?.abandon(failure ?? { code: "closed", message: `${model.info.id} was closed.` });
  }

  tokenize(request: TextRequest): Promise<Outcome<{ prompt: Token[]; solution: Token[]; rendered: string }>> {
    return settled(async () => {
      const model = this.models.a ?? this.models.b ?? this.model("a");
      const { prompt, rendered } = await readPrompt(model, request);
      const solution = await readSolution(model, request.solution);
      return {
        prompt: await this.vocabularies.look(model, prompt),
        solution: await this.vocabularies.look(model, solution),
        rendered,
      };
    });
  }

  async compare(
    run: number,
    request: CompareRequest,
    onEvent: (event: CompareEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(() => this.runCompare(run, request, onEvent));
    if (!outcome.ok) await onEvent({ type: "compare-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  private async runCompare(
    run: number,
    request: CompareRequest,
    onEvent: (event: CompareEvent) => void | Promise<void>,
  ): Promise<void> {
    const [a, b] = [this.model("a"), this.model("b")];
    const { prompt, rendered } = await readPrompt(a, request);
    const solution = await readSolution(a, request.solution);
    checkTexts(prompt, solution);
    requireComparable(a.info, b.info, prompt.length + solution.length);
    const compared = await this.keep(run, { prompt, solution, a: a.info, b: b.info });
    const [promptTokens, solutionTokens] = [
      await this.vocabularies.look(a, prompt),
      await this.vocabularies.look(a, solution),
    ];
    const start = { prompt: promptTokens, solution: solutionTokens, rendered, a: a.info, b: b.info };
    await onEvent({ type: "compare-start", run, ...start });
    const began = this.options.clock();
    let positions = 0;
    const chunks = compare(a, b, [...prompt, ...solution], prompt.length, {
      k: request.k,
      temperature: request.temperature,
      chunk: blockFor(a.info.vocabSize),
      stop: () => this.stopped.has(run),
      keep: (position, rowA, rowB) => compared.kept.keep(position, rowA, rowB).catch(ignoreStoreError),
    });
    // The page takes in one block while the next is computed.
    let taken = Promise.resolve();
    for await (const chunk of chunks) {
      const block = packBlock(chunk.from - prompt.length, chunk.positions);
      const tokens = await this.unseen(compared, block.candidateIds);
      positions += block.count;
      await taken;
      taken = Promise.resolve(
        onEvent(transfer({ type: "compare-block", run, block, tokens }, blockBuffers(block))),
      );
      taken.catch(() => undefined); // reported by the `await` that follows
    }
    await taken;
    if (positions < solution.length) await onEvent({ type: "compare-stopped", run, positions });
    else await onEvent({ type: "compare-end", run, milliseconds: this.options.clock() - began });
  }

  async read(
    run: number,
    request: ReadRequest,
    onEvent: (event: ReadEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(() =>
      readBoth({ a: this.model("a"), b: this.model("b") }, request, (event) => onEvent({ ...event, run }), {
        look: (model, ids) => this.vocabularies.look(model, ids),
        stop: () => this.stopped.has(run),
        clock: this.options.clock,
      }),
    );
    if (!outcome.ok) await onEvent({ type: "read-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  async write(
    run: number,
    request: WriteRequest,
    onEvent: (event: WriteEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(() => this.runWrite(run, request, onEvent));
    if (!outcome.ok) await onEvent({ type: "write-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  private async runWrite(
    run: number,
    request: WriteRequest,
    onEvent: (event: WriteEvent) => void | Promise<void>,
  ): Promise<void> {
    const model = this.model(request.writer);
    const { prompt } = await readPrompt(model, request);
    const kept = [...request.kept];
    const began = this.options.clock();
    await onEvent({
      type: "write-start",
      run,
      prompt: await this.vocabularies.look(model, prompt),
      kept: await this.vocabularies.look(model, kept),
    });
    const events = generate(model, [...prompt, ...kept], {
      sampling: request.sampling,
      seed: request.seed,
      sample: request.sample ?? 0,
      maxNewTokens: request.maxNewTokens,
      position: kept.length,
      ...(request.endings ? { endings: this.endings(prompt, request, request.endings) } : {}),
      stop: () => this.stopped.has(run),
    });
    for await (const event of events) {
      if (event.type === "end") {
        const milliseconds = this.options.clock() - began;
        await onEvent({ type: "write-end", run, reason: event.reason, milliseconds });
      } else {
        const [token] = await this.vocabularies.look(model, [event.id]);
        await onEvent({ type: "write-token", run, token: token as Token, logprob: event.logprob });
      }
    }
  }

  /** How a switched answer ends, for one that a model writes alone. */
  private endings(
    prompt: readonly TokenId[],
    { kept, maxNewTokens }: WriteRequest,
    settings: NonNullable<WriteRequest["endings"]>,
  ): EndingOptions {
    const models = { a: this.model("a"), b: this.model("b") };
    requireComparable(models.a.info, models.b.info, prompt.length);
    return endingsOf(models, prompt.length, { ...settings, maxTokens: kept.length + maxNewTokens });
  }

  async switch(
    run: number,
    request: SwitchRequest,
    onEvent: (event: SwitchEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(() => {
      const models = { a: this.model("a"), b: this.model("b") };
      return this.switched.run(run, models, request, onEvent, {
        look: (model, ids) => this.vocabularies.look(model, ids),
        stop: () => this.stopped.has(run),
        clock: this.options.clock,
      });
    });
    if (!outcome.ok) await onEvent({ type: "switch-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  async study(
    run: number,
    request: StudyRequest,
    onEvent: (event: StudyEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(() =>
      runStudy(run, { a: this.model("a"), b: this.model("b") }, request, onEvent, {
        stop: () => this.stopped.has(run),
        clock: this.options.clock,
      }),
    );
    if (!outcome.ok) await onEvent({ type: "study-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  async sample(
    run: number,
    request: SampleRequest,
    onEvent: (event: SampleEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(() => {
      const used = (side: Side): boolean =>
        request.authors.some((author) => author === side || author === "switched");
      const models = { ...this.taken("a", used("a")), ...this.taken("b", used("b")) };
      return runSample(run, models, request, onEvent, {
        vocabulary: (model) => this.vocabularies.of(model),
        stop: () => this.stopped.has(run),
        clock: this.options.clock,
      });
    });
    if (!outcome.ok) await onEvent({ type: "sample-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  async measure(
    run: number,
    request: MeasureRequest,
    onEvent: (event: MeasureEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(() => {
      const models = Object.assign({}, ...request.models.map((slot) => this.taken(slot, true))) as Partial<
        Record<Slot, RemoteModel>
      >;
      return runMeasure(run, models, request, onEvent, {
        look: (model, ids) => this.vocabularies.look(model, ids),
        chunkFor: blockFor,
        stop: () => this.stopped.has(run),
        clock: this.options.clock,
      });
    });
    if (!outcome.ok) await onEvent({ type: "measure-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  async mix(
    run: number,
    request: MixRequest,
    onEvent: (event: MixEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(() => {
      const third = request.mixture.type === "proxy" && request.against === "c" ? { c: this.model("c") } : {};
      const models = { a: this.model("a"), b: this.model("b"), ...third };
      return this.mixed.run(run, models, request, onEvent, {
        look: (model, ids) => this.vocabularies.look(model, ids),
        stop: () => this.stopped.has(run),
        clock: this.options.clock,
      });
    });
    if (!outcome.ok) await onEvent({ type: "mix-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  review(
    run: number,
    settings: { temperature: number; k: number },
  ): Promise<Outcome<{ blocks: PositionBlock[]; tokens: Token[] }>> {
    return settled(async () => {
      const compared = this.compared(run);
      const positions = await recompute(compared.kept, compared.solution, {
        ...settings,
        from: compared.prompt.length,
        pause: breather(this.options.clock),
      });
      const blocks = [packBlock(0, positions)];
      const ids = blocks.flatMap((block) => [...block.candidateIds]);
      const tokens = await this.unseen(compared, ids);
      return transfer({ blocks, tokens }, blocks.flatMap(blockBuffers));
    });
  }

  distribution(
    run: number,
    position: number,
    temperature: number,
    query: DistributionQuery,
  ): Promise<Outcome<DistributionPage>> {
    return settled(async () => {
      const compared = this.compared(run);
      if (!(position >= 0 && position < compared.solution.length)) {
        throw new RangeError(`Position ${position} is not within 0 … ${compared.solution.length - 1}`);
      }
      if (compared.whole?.position !== position || compared.whole.temperature !== temperature) {
        const { a, b, precision } = await this.rows(compared, position);
        const pair = rankedPair(withTemperature(a, temperature), withTemperature(b, temperature), precision);
        compared.whole = { position, temperature, pair };
      }
      const vocabulary = await this.vocabularyOf(compared);
      return distributionPage(compared.whole.pair, vocabulary, query);
    });
  }

  async openFile(
    run: number,
    request: OpenRequest,
    onEvent: (event: OpenFileEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(() => this.runOpenFile(run, request, onEvent));
    if (!outcome.ok) await onEvent({ type: "compare-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  private async runOpenFile(
    run: number,
    request: OpenRequest,
    onEvent: (event: OpenFileEvent) => void | Promise<void>,
  ): Promise<void> {
    const began = this.options.clock();
    const { openedFile } = await import("./openedFile");
    const file = await openedFile(request);
    const { about, a, b, looks, k, whole } = file;
    const [prompt, ids] = [[...file.prompt], [...file.ids]];
    await this.makeRoom();
    const compared: ComparedRun = {
      prompt,
      solution: ids,
      a,
      b,
      kept: { get: (position) => file.rows(position - prompt.length) },
      keptSide: (position, side) => file.row(position - prompt.length, side),
      look: (id) => looks.of(id),
      vocabulary: whole ? Array.from({ length: a.vocabSize }, (_, id) => looks.of(id)) : [],
      store: undefined,
      shown: new Set([...prompt, ...ids]),
    };
    this.runs.set(run, compared);
    const { chat, temperature } = about;
    await onEvent({
      type: "file-opened",
      run,
      file: { prompt: about.prompt, chat, temperature, k, whole },
    });
    const tokens = { prompt: prompt.map((id) => looks.of(id)), solution: ids.map((id) => looks.of(id)) };
    await onEvent({ type: "compare-start", run, ...tokens, rendered: about.rendered ?? about.prompt, a, b });
    let positions = 0;
    for await (const block of file.blocks(() => this.stopped.has(run))) {
      positions += block.count;
      const unseen = await this.unseen(compared, block.candidateIds);
      await onEvent(transfer({ type: "compare-block", run, block, tokens: unseen }, blockBuffers(block)));
    }
    await onEvent({ type: "file-remarks", run, remarks: await file.remarks() });
    if (positions < ids.length) await onEvent({ type: "compare-stopped", run, positions });
    else await onEvent({ type: "compare-end", run, milliseconds: this.options.clock() - began });
  }

  async writeArrays(
    run: number,
    request: ArraysRequest,
    onEvent: (event: ArraysEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(() => this.runWriteArrays(run, request, onEvent));
    if (!outcome.ok) await onEvent({ type: "arrays-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  private async runWriteArrays(
    run: number,
    request: ArraysRequest,
    onEvent: (event: ArraysEvent) => void | Promise<void>,
  ): Promise<void> {
    const compared = request.content === "top-k" ? undefined : this.compared(request.run);
    const { arrayBytes, writeNpz } = await import("../src/core/experiment/writeNpz");
    const { distributionArrays, distributionsJson } =
      await import("../src/core/experiment/writeDistributions");
    const written = {
      ...request,
      tokens: compared ? await this.vocabularyOf(compared) : request.tokens,
      rows: (side: Side) => this.rowsInOrder(compared ?? this.compared(request.run), side, run),
    };
    const json = distributionsJson(written);
    const arrays = distributionArrays(written, json);
    await onEvent({ type: "arrays-start", run, total: arrayBytes(arrays), json });
    await writeNpz(arrays, async (bytes) => {
      this.requireGoing(run);
      await onEvent(transfer({ type: "arrays-bytes", run, bytes }, [bytes.buffer]));
    });
    await onEvent({ type: "arrays-end", run });
  }

  /** One side's rows from the first position to the last: kept ones, from the first that is gone on computed anew. */
  private async *rowsInOrder(compared: ComparedRun, side: Side, run: number): AsyncGenerator<Float32Array> {
    const ids = [...compared.prompt, ...compared.solution];
    for (let at = compared.prompt.length; at < ids.length; at++) {
      this.requireGoing(run);
      const kept = compared.keptSide
        ? await compared.keptSide(at, side)
        : (await compared.kept.get(at))?.[side];
      if (kept) {
        yield kept;
        continue;
      }
      const model = this.modelThatMade(compared, side, at - compared.prompt.length);
      const options = { chunk: blockFor(model.info.vocabSize), stop: () => this.stopped.has(run) };
      for await (const rows of model.score(ids, at, options)) yield* rows.map(whole);
      this.requireGoing(run);
      return;
    }
  }

  private requireGoing(run: number): void {
    if (this.stopped.has(run)) throw new ExpectedError("stopped", "Stopped before the file was complete.");
  }

  async writeAnswerArrays(
    run: number,
    request: AnswerArraysRequest,
    onEvent: (event: AnswerArraysEvent) => void | Promise<void>,
  ): Promise<void> {
    const outcome = await settled(async () => {
      const { writeAnswers } = await import("./writeAnswers");
      await writeAnswers(run, this.model(request.model), request, onEvent, {
        look: (model, ids) => this.vocabularies.look(model, ids),
        chunkFor: blockFor,
        stop: () => this.stopped.has(run),
        clock: this.options.clock,
      });
    });
    if (!outcome.ok) await onEvent({ type: "answers-failed", run, failure: outcome.failure });
    this.stopped.delete(run);
  }

  openAnswers(run: number, request: OpenAnswersRequest): Promise<Outcome<AnswersSummary>> {
    return settled(async () => {
      if (!this.answerFiles) {
        const { AnswerFiles } = await import("./answerFiles");
        this.answerFiles ??= new AnswerFiles();
      }
      return this.answerFiles.open(run, request);
    });
  }

  answerTokens(run: number, place: AnswerPlace): Promise<Outcome<AnswerTokens>> {
    return settled(() => this.openedAnswers().tokens(run, place));
  }

  answerPosition(
    run: number,
    place: AnswerPlace,
    position: number,
    page: { offset: number; limit: number },
  ): Promise<Outcome<AnswerCandidates>> {
    return settled(() => this.openedAnswers().position(run, place, position, page));
  }

  private openedAnswers(): AnswerFiles {
    if (this.answerFiles) return this.answerFiles;
    throw new ExpectedError("not-kept", "These files are no longer open.", "Open them again.");
  }

  async stop(run: number): Promise<void> {
    this.stopped.add(run);
  }

  async release(run: number): Promise<void> {
    const store = this.runs.get(run)?.store;
    this.runs.delete(run);
    this.answerFiles?.release(run);
    await store?.discard();
  }

  /** The slot's model by its name, where it is used. */
  private taken(slot: Slot, used: boolean): Partial<Record<Slot, RemoteModel>> {
    return used ? { [slot]: this.model(slot) } : {};
  }

  private model(side: Slot): RemoteModel {
    const model = this.models[side];
    if (model) return model;
    throw new ExpectedError(
      "closed",
      `Model ${side.toUpperCase()} is not loaded.`,
      "Load it, or wait until it is ready.",
    );
  }

  private compared(run: number): ComparedRun {
    const compared = this.runs.get(run);
    if (compared) return compared;
    throw new ExpectedError("not-kept", "This comparison is no longer kept.", "Compare again.");
  }

  /** A model with the run's tokenizer, whichever is there. */
  private anyModel({ a }: ComparedRun): RemoteModel {
    const model = [this.models.a, this.models.b].find((model) => model?.info.tokenizer === a.tokenizer);
    if (model) return model;
    throw new ExpectedError(
      "closed",
      `No model with the tokenizer of ${a.id} is loaded.`,
      `Load ${a.id} again.`,
    );
  }

  /** Lets go of the oldest runs, so that one more can be kept. */
  private async makeRoom(): Promise<void> {
    const oldest = [...this.runs.keys()].slice(0, Math.max(0, this.runs.size + 1 - this.options.keptRuns));
    for (const run of oldest) await this.release(run);
  }

  private async keep(
    run: number,
    about: Pick<ComparedRun, "prompt" | "solution" | "a" | "b">,
  ): Promise<ComparedRun & { kept: KeptDistributions }> {
    await this.makeRoom();
    const store = this.options.createStore();
    const { memoryBytes, storeBytes } = this.options;
    const kept = new KeptDistributions(
      store ? { memoryBytes, storeBytes, store } : { memoryBytes, storeBytes: 0 },
    );
    const compared = {
      ...about,
      kept,
      store,
      shown: new Set([...about.prompt, ...about.solution]),
    };
    this.runs.set(run, compared);
    return compared;
  }

  /** The rows of one position at temperature 1: kept, or computed anew by the models that made them. */
  private async rows(compared: ComparedRun, position: number): Promise<KeptPair> {
    const at = compared.prompt.length + position;
    const kept = await compared.kept.get(at);
    if (kept) return kept;
    const ids = [...compared.prompt, ...compared.solution].slice(0, at + 1);
    const [a, b] = await Promise.all(
      (["a", "b"] as const).map((side) => scoreOne(this.modelThatMade(compared, side, position), ids)),
    );
    return { a: a as Float32Array, b: b as Float32Array, precision: "float32" };
  }

  /** The model that computed a side of a run, to compute it anew. */
  private modelThatMade(compared: ComparedRun, side: Side, position: number): RemoteModel {
    if (compared.vocabulary) {
      const message = "This file holds the most probable tokens of each model only, not whole distributions.";
      throw new ExpectedError("not-kept", message, "Compare the text with models to see all of them.");
    }
    const model = this.model(side);
    if (model.info.id === compared[side].id && model.info.dtype === compared[side].dtype) return model;
    throw new ExpectedError(
      "not-kept",
      `Position ${position + 1} is not kept, and ${compared[side].id} is no longer loaded to compute it anew.`,
      "Compare again.",
    );
  }

  /** How those ids look that the page has not seen in this run; from now on it has. */
  private async unseen(compared: ComparedRun, ids: Iterable<TokenId>): Promise<Token[]> {
    const fresh = [...new Set(ids)].filter((id) => !compared.shown.has(id));
    for (const id of fresh) compared.shown.add(id);
    if (compared.look) return fresh.map(compared.look);
    const vocabulary = await this.vocabularyOf(compared);
    return fresh.map((id) => vocabulary[id] as Token);
  }

  private async vocabularyOf(compared: ComparedRun): Promise<readonly Token[]> {
    return compared.vocabulary ?? this.vocabularyOfModel(compared);
  }

  private vocabularyOfModel(compared: ComparedRun): Promise<Token[]> {
    return this.vocabularies.get(compared.a.tokenizer) ?? this.vocabularies.of(this.anyModel(compared));
  }
}

function tokenizerOf(holder: ComparedRun | RemoteModel): string {
  return "info" in holder ? holder.info.tokenizer : holder.a.tokenizer;
}

/** A full disk ends the keeping, not the comparison. */
function ignoreStoreError(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}

/** The distribution of the last of `ids`. */
async function scoreOne(model: LanguageModel, ids: readonly TokenId[]): Promise<Float32Array> {
  for await (const [distribution] of model.score(ids, ids.length - 1)) return whole(distribution);
  throw new Error(`score gave nothing for position ${ids.length - 1}`);
}

function whole(distribution: Distribution | undefined): Float32Array {
  if (distribution?.kind === "full") return distribution.logprobs;
  throw new ExpectedError("bad-input", "This model lists its most probable tokens only.");
}

/** Refuses a comparison with nothing to compare or nothing to start from. */
function checkTexts(prompt: readonly TokenId[], solution: readonly TokenId[]): void {
  if (prompt.length === 0) {
    throw new ExpectedError(
      "bad-input",
      "The prompt is empty: the first token would have nothing to follow.",
      "Type a prompt, or turn the chat template on.",
    );
  }
  if (solution.length === 0) {
    throw new ExpectedError(
      "bad-input",
      "The solution is empty: there is no token to compare.",
      "Type a solution, or let a model write one.",
    );
  }
}
