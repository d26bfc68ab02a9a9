import type { EmbeddedModel } from "../../client/embedded";
import type {
  CompareEvent,
  CompareRequest,
  DistributionPage,
  DistributionQuery,
  MixEvent,
  MixRequest,
  OpenFileEvent,
  ReadEvent,
  ReadRequest,
  Side,
  StudyEvent,
  StudyRequest,
  SwitchEvent,
  SwitchRequest,
  Slot,
  TextRequest,
  WriteEvent,
  WriteRequest,
} from "../../contract/lab";
import type {
  AnswerArraysEvent,
  AnswerArraysRequest,
  AnswerPlace,
  OpenAnswersRequest,
} from "../../contract/answers";
import type { ArraysEvent, ArraysRequest, BlobLike, OpenRequest } from "../../contract/files";
import type { LoadEvent, ModelSpec } from "../../contract/model";
import { packBlock } from "../../core/compare/block";
import { findTokens, readTokenSearch } from "../../core/compare/tokenSearch";
import { comparedPosition } from "../../core/compare/comparedPosition";
import { logSoftmax } from "../../core/distribution/logSoftmax";
import { withTemperature } from "../../core/distribution/temperature";
import { rank } from "../../core/distribution/rank";
import { ExpectedError, type Failure, type Outcome } from "../../core/errors";
import type { ModelInfo, Token, TokenId } from "../../core/model";
import { openNpz } from "../../core/experiment/npzFile";
import { looksOf, openDistributions } from "../../core/experiment/openDistributions";
import { bytesSource } from "../../core/experiment/source";
import { distributionArrays, distributionsJson } from "../../core/experiment/writeDistributions";
import { arrayBytes, writeNpz } from "../../core/experiment/writeNpz";
import { uniform } from "../../core/random";
import { process } from "../../core/sampling/chain";
import { draw } from "../../core/sampling/draw";
import type { SelfCheckResult } from "../../core/selfCheck/selfCheck";
import type { Lab, RunOf } from "../state/lab";
import type {
  MeasureEvent,
  MeasureRequest,
  SampleEvent,
  SampleRequest,
} from "../../core/experiment/sample/events";
import { fakeAnswerArrays, FakeAnswerFiles } from "./fakeAnswers";
import { fakeMixEvents } from "./fakeMix";
import { fakeMeasureEvents, fakeSampleEvents, type FakeSampleParts } from "./fakeSample";
import { fakeStudyEvents } from "./fakeStudy";
import { fakeSwitchEvents } from "./fakeSwitch";

const SPECIAL = ["<|user|>", "<|assistant|>", "<|end|>"];
const END = 2;
const BYTES = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
);
const FIRST_PIECE = SPECIAL.length + BYTES.length;

export interface FakeLabOptions {
  /** Pieces of the vocabulary besides special tokens and bytes; the longest that fits is taken. */
  pieces: readonly string[];
  contextLength?: number;
  /** Logits of a model after a prefix. */
  logits?: (side: Side, prefix: readonly TokenId[], size: number) => Float32Array;
  /** Awaited between events. */
  pause?: () => Promise<void>;
  /** B cuts text another way than A. */
  otherTokenizer?: boolean;
  /** What the self-check of a side comes to; of a model without reference values it is left out. */
  selfCheck?: (side: Side) => Outcome<SelfCheckResult>;
  againstWasm?: (side: Side) => Outcome<SelfCheckResult>;
  /** Loading a side ends with this failure. */
  failing?: Partial<Record<Side, Failure>>;
}

/**
 * A laboratory without workers and models: its logits are drawn at a hash of the prefix, everything after them is the
 * real core. It keeps what it compared, counts what it was asked, and can be made to fail.
 */
export class FakeLab implements Lab {
  readonly vocabulary: readonly Token[];
  /** What was asked, in order. */
  readonly asked: {
    load: ModelSpec[];
    compare: CompareRequest[];
    read: ReadRequest[];
    write: WriteRequest[];
    mix: MixRequest[];
    switch: SwitchRequest[];
    study: StudyRequest[];
    sample: SampleRequest[];
    measure: MeasureRequest[];
    letGo: Slot[];
    selfCheck: Side[];
    againstWasm: Side[];
    reviews: number;
    released: number[];
  } = {
    load: [],
    compare: [],
    read: [],
    write: [],
    mix: [],
    switch: [],
    study: [],
    sample: [],
    measure: [],
    letGo: [],
    selfCheck: [],
    againstWasm: [],
    reviews: 0,
    released: [],
  };
  private readonly kept = new Map<number, { prompt: TokenId[]; solution: TokenId[] }>();
  private readonly listeners: ((trouble: { where: Slot | "lab"; failure: Failure }) => void)[] = [];
  /** Switched answers end with it at their next token. */
  lost: Failure | undefined;
  private lastRun = 0;
  private readonly answers = new FakeAnswerFiles();
  private readonly cancelled = new Set<Slot>();

  constructor(readonly options: FakeLabOptions) {
    const texts = [...SPECIAL, ...BYTES, ...options.pieces];
    this.vocabulary = texts.map((text, id) => ({
      id,
      text,
      kind: id < SPECIAL.length ? "special" : id < FIRST_PIECE ? "bytes" : "text",
    }));
  }

  info(side: Slot): ModelInfo {
    return {
      id: side === "a" ? "base" : "rl",
      dtype: "fp32",
      device: "table",
      vocabSize: this.vocabulary.length,
      logitsWidth: this.vocabulary.length,
      contextLength: this.options.contextLength ?? 512,
      tokenizer: this.options.otherTokenizer && side === "b" ? "other" : "fake",
      chat: true,
      endOfText: [END],
    };
  }

  async load(side: Slot, spec: ModelSpec, onEvent: (event: LoadEvent) => void): Promise<Outcome<ModelInfo>> {
    this.asked.load.push(spec);
    this.cancelled.delete(side);
    const file = "onnx/model.onnx";
    for (const loaded of [0, 500_000, 1_000_000]) {
      onEvent({ type: "load-download", file, loaded, total: 1_000_000, fromCache: false });
      await this.options.pause?.();
      if (this.cancelled.has(side)) return { ok: false, failure: { code: "stopped", message: "Cancelled." } };
    }
    onEvent({ type: "load-start-runtime", device: "wasm" });
    onEvent({ type: "load-warm-up" });
    const failure = side === "c" ? undefined : this.options.failing?.[side];
    return failure ? { ok: false, failure } : { ok: true, value: this.info(side) };
  }

  cancelLoad(side: Slot): void {
    this.cancelled.add(side);
  }

  letGoOf(side: Slot): void {
    this.asked.letGo.push(side);
  }

  onTrouble(listener: (trouble: { where: Slot | "lab"; failure: Failure }) => void): void {
    this.listeners.push(listener);
  }

  /** A worker of the laboratory dies. */
  crash(where: Slot | "lab", failure: Failure): void {
    for (const listener of this.listeners) listener({ where, failure });
  }

  encode(text: string): TokenId[] {
    const ids: TokenId[] = [];
    for (let rest = text; rest !== "";) {
      const piece = longestPiece(this.vocabulary, rest);
      const taken = piece?.text ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
      if (piece) ids.push(piece.id);
      else ids.push(...[...new TextEncoder().encode(taken)].map((byte) => SPECIAL.length + byte));
      rest = rest.slice(taken.length);
    }
    return ids;
  }

  async tokenize(
    request: TextRequest,
  ): Promise<Outcome<{ prompt: Token[]; solution: Token[]; rendered: string }>> {
    const { prompt, solution } = this.textsOf(request);
    const failure = this.unknown(solution);
    if (failure) return { ok: false, failure };
    return {
      ok: true,
      value: { prompt: this.looks(prompt), solution: this.looks(solution), rendered: this.render(request) },
    };
  }

  compare(request: CompareRequest): RunOf<CompareEvent> {
    this.asked.compare.push(request);
    return this.stream((run, stopped) => this.compareEvents(run, request, stopped));
  }

  private async *compareEvents(
    run: number,
    request: CompareRequest,
    stopped: () => boolean,
  ): AsyncGenerator<CompareEvent, void, void> {
    const { prompt, solution } = this.textsOf(request);
    const failure = this.unknown(solution);
    if (failure) return yield { type: "compare-failed" as const, run, failure };
    this.kept.set(run, { prompt, solution });
    yield {
      type: "compare-start" as const,
      run,
      prompt: this.looks(prompt),
      solution: this.looks(solution),
      rendered: this.render(request),
      a: this.info("a"),
      b: this.info("b"),
    };
    for (let from = 0; from < solution.length; from += 8) {
      await this.options.pause?.();
      if (stopped()) return yield { type: "compare-stopped" as const, run, positions: from };
      const block = this.block(run, from, Math.min(from + 8, solution.length), request);
      yield { type: "compare-block" as const, run, block, tokens: this.looks([...block.candidateIds]) };
    }
    yield { type: "compare-end" as const, run, milliseconds: 12 };
  }

  private block(
    run: number,
    from: number,
    to: number,
    { temperature, k }: { temperature: number; k: number },
  ) {
    const { prompt, solution } = this.kept.get(run) ?? { prompt: [], solution: [] };
    const positions = solution.slice(from, to).map((token, offset) => {
      const prefix = [...prompt, ...solution.slice(0, from + offset)];
      const [a, b] = (["a", "b"] as const).map((side) =>
        withTemperature(this.logprobs(side, prefix), temperature),
      ) as [Float32Array, Float32Array];
      return comparedPosition(a, b, token, k);
    });
    return packBlock(from, positions);
  }

  read(request: ReadRequest): RunOf<ReadEvent> {
    this.asked.read.push(request);
    return this.stream((run, stopped) => this.readEvents(run, request, stopped));
  }

  /** A reads in pieces; B byte by byte where it is to have another tokenizer. */
  private async *readEvents(
    run: number,
    request: ReadRequest,
    stopped: () => boolean,
  ): AsyncGenerator<ReadEvent, void, void> {
    const { prompt } = this.textsOf({ ...request, solution: { text: "" } });
    const solutions = {
      a: this.encode(request.solution),
      b: this.options.otherTokenizer
        ? [...new TextEncoder().encode(request.solution)].map((byte) => SPECIAL.length + byte)
        : this.encode(request.solution),
    };
    const shown = (side: Side) => ({
      info: this.info(side),
      prompt: this.looks(prompt),
      templated: request.chat,
      solution: this.looks(solutions[side]),
    });
    yield { type: "read-start" as const, run, a: shown("a"), b: shown("b") };
    for (const side of ["a", "b"] as const) {
      await this.options.pause?.();
      if (stopped()) return yield { type: "read-stopped" as const, run };
      const rows = solutions[side].map((id, at) => {
        const logprobs = this.logprobs(side, [...prompt, ...solutions[side].slice(0, at)]);
        return { logprob: logprobs[id] ?? 0, rank: rank(logprobs, id) };
      });
      const logprobs = Float64Array.from(rows, (row) => row.logprob);
      const ranks = Uint32Array.from(rows, (row) => row.rank);
      yield { type: "read-block" as const, run, side, from: 0, logprobs, ranks };
    }
    yield { type: "read-end" as const, run, milliseconds: 9 };
  }

  async selfCheck(side: Side): Promise<Outcome<SelfCheckResult> | undefined> {
    this.asked.selfCheck.push(side);
    return this.options.selfCheck?.(side);
  }

  async checkAgainstWasm(side: Side): Promise<Outcome<SelfCheckResult>> {
    this.asked.againstWasm.push(side);
    const failure: Failure = { code: "out-of-memory", message: "The copy did not fit." };
    return this.options.againstWasm?.(side) ?? { ok: false, failure };
  }

  mix(request: MixRequest): RunOf<MixEvent> {
    this.asked.mix.push(request);
    const { prompt } = this.textsOf({ ...request, solution: { ids: [] } });
    return this.stream((run, stopped) =>
      fakeMixEvents(run, request, {
        info: (slot) => this.info(slot),
        prompt,
        rendered: this.render({ ...request, solution: { ids: [] } }),
        logprobs: (slot, prefix) => this.logprobs(slot === "a" ? "a" : "b", prefix),
        looks: (ids) => this.looks(ids),
        pause: async () => this.options.pause?.(),
        stopped,
      }),
    );
  }

  study(request: StudyRequest): RunOf<StudyEvent> {
    this.asked.study.push(request);
    return this.stream((run, stopped) =>
      fakeStudyEvents(run, request, {
        stopped,
        prompt: (prompt) => this.textsOf({ prompt, chat: request.chat, solution: { ids: [] } }).prompt,
        info: (side) => this.info(side),
        logprobs: (side, prefix) => this.logprobs(side, prefix),
        looks: (ids) => this.looks(ids),
        pause: async () => this.options.pause?.(),
        lost: () => this.lost,
      }),
    );
  }

  sample(request: SampleRequest): RunOf<SampleEvent> {
    this.asked.sample.push(request);
    return this.stream((run, stopped) => fakeSampleEvents(run, request, this.sampleParts(stopped)));
  }

  measure(request: MeasureRequest): RunOf<MeasureEvent> {
    this.asked.measure.push(request);
    return this.stream((run, stopped) => fakeMeasureEvents(run, request, this.sampleParts(stopped)));
  }

  private sampleParts(stopped: () => boolean): FakeSampleParts {
    return {
      stopped,
      read: ({ prompt, chat }) => {
        const request = { prompt, chat, solution: { ids: [] } };
        return { prompt: this.textsOf(request).prompt, rendered: this.render(request) };
      },
      encode: (text) => this.encode(text),
      info: (side) => this.info(side),
      logprobs: (side, prefix) => this.logprobs(side, prefix),
      looks: (ids) => this.looks(ids),
      pause: async () => this.options.pause?.(),
      lost: () => this.lost,
    };
  }

  switch(request: SwitchRequest): RunOf<SwitchEvent> {
    this.asked.switch.push(request);
    const { prompt } = this.textsOf({ ...request, solution: { ids: [] } });
    return this.stream((run, stopped) =>
      fakeSwitchEvents(run, request, {
        prompt,
        stopped,
        info: (side) => this.info(side),
        rendered: this.render({ ...request, solution: { ids: [] } }),
        logprobs: (side, prefix) => this.logprobs(side, prefix),
        looks: (ids) => this.looks(ids),
        pause: async () => this.options.pause?.(),
        lost: () => this.lost,
      }),
    );
  }

  write(request: WriteRequest): RunOf<WriteEvent> {
    this.asked.write.push(request);
    return this.stream((run, stopped) => this.writeEvents(run, request, stopped));
  }

  private async *writeEvents(
    run: number,
    request: WriteRequest,
    stopped: () => boolean,
  ): AsyncGenerator<WriteEvent, void, void> {
    const { prompt } = this.textsOf({ ...request, solution: { ids: request.kept } });
    yield {
      type: "write-start" as const,
      run,
      prompt: this.looks(prompt),
      kept: this.looks(request.kept),
    };
    const solution = [...request.kept];
    const end = (reason: "end-of-text" | "max-tokens" | "stopped") => ({
      type: "write-end" as const,
      run,
      reason,
      milliseconds: 5,
    });
    while (solution.length < request.kept.length + request.maxNewTokens) {
      await this.options.pause?.();
      if (stopped()) return yield end("stopped");
      const logprobs = this.logprobs(request.writer, [...prompt, ...solution]);
      const { endings, sampling, seed, sample = 0 } = request;
      const luck = uniform(seed, "token", sample, solution.length);
      const id = endings ? draw(process(logprobs, sampling), luck) : logprobs.indexOf(Math.max(...logprobs));
      solution.push(id);
      const [token] = this.looks([id]) as [Token];
      yield { type: "write-token" as const, run, token, logprob: logprobs[id] ?? 0 };
      if (id === END) return yield end("end-of-text");
    }
    yield end("max-tokens");
  }

  async review(run: number, settings: { temperature: number; k: number }) {
    this.asked.reviews++;
    const kept = this.kept.get(run);
    if (kept === undefined) {
      const failure: Failure = { code: "not-kept", message: `Run ${run} is no longer kept.` };
      return { ok: false as const, failure };
    }
    const block = this.block(run, 0, kept.solution.length, settings);
    return { ok: true as const, value: { blocks: [block], tokens: this.looks([...block.candidateIds]) } };
  }

  async distribution(
    run: number,
    position: number,
    temperature: number,
    query: DistributionQuery,
  ): Promise<Outcome<DistributionPage>> {
    const { prompt, solution } = this.kept.get(run) ?? { prompt: [], solution: [] };
    const prefix = [...prompt, ...solution.slice(0, position)];
    const a = withTemperature(this.logprobs("a", prefix), temperature);
    const b = withTemperature(this.logprobs("b", prefix), temperature);
    const { named, others } = findTokens(this.vocabulary, readTokenSearch(query.search));
    const rows = this.looks([...named, ...others])
      .map((token) => ({
        token,
        logprobA: a[token.id] as number,
        logprobB: b[token.id] as number,
        rankA: rank(a, token.id),
        rankB: rank(b, token.id),
      }))
      .sort((x, y) =>
        query.sort === "a"
          ? x.rankA - y.rankA
          : query.sort === "b"
            ? x.rankB - y.rankB
            : query.sort === "id"
              ? x.token.id - y.token.id
              : Math.abs(Math.exp(y.logprobA) - Math.exp(y.logprobB)) -
                Math.abs(Math.exp(x.logprobA) - Math.exp(x.logprobB)),
      );
    return {
      ok: true,
      value: {
        rows: rows.slice(query.offset, query.offset + query.limit),
        total: rows.length,
        precision: "float32",
      },
    };
  }

  /** The real reading of files, without a worker. Rows are not kept. */
  openFile(request: OpenRequest): RunOf<OpenFileEvent> {
    return this.stream((run) => this.fileEvents(run, request));
  }

  private async *fileEvents(
    run: number,
    { npz, json, k }: OpenRequest,
  ): AsyncGenerator<OpenFileEvent, void, void> {
    const bytes = async (blob: BlobLike) => new Uint8Array(await blob.slice(0, blob.size).arrayBuffer());
    try {
      const text = json && new TextDecoder().decode(await bytes(json));
      const file = await openDistributions(await openNpz(bytesSource(await bytes(npz))), text, k);
      const { about, a, b, whole } = file;
      const { prompt, chat, temperature } = about;
      yield { type: "file-opened", run, file: { prompt, chat, temperature, k: file.k, whole } };
      const [promptTokens, solution] = [looksOf(file, file.prompt), looksOf(file, file.ids)];
      yield { type: "compare-start", run, prompt: promptTokens, solution, rendered: prompt, a, b };
      for await (const block of file.blocks())
        yield { type: "compare-block", run, block, tokens: looksOf(file, block.candidateIds) };
      yield { type: "file-remarks", run, remarks: await file.remarks() };
      yield { type: "compare-end", run, milliseconds: 1 };
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      yield { type: "compare-failed", run, failure: error.failure };
    }
  }

  /** The real writing of arrays, without a worker. */
  writeArrays(request: ArraysRequest): RunOf<ArraysEvent> {
    return this.stream((run, stopped) => this.arrayEvents(run, request, stopped));
  }

  private async *arrayEvents(
    run: number,
    request: ArraysRequest,
    stopped: () => boolean,
  ): AsyncGenerator<ArraysEvent, void, void> {
    const { prompt, solution } = this.kept.get(request.run) ?? { prompt: [], solution: [] };
    const logprobs = (side: Side, prefix: readonly TokenId[]) => this.logprobs(side, prefix);
    const rows = async function* (side: Side) {
      for (const [t] of solution.entries()) yield logprobs(side, [...prompt, ...solution.slice(0, t)]);
    };
    const tokens = request.content === "top-k" ? request.tokens : this.vocabulary;
    const written = { ...request, tokens, rows };
    const json = distributionsJson(written);
    const arrays = distributionArrays(written, json);
    yield { type: "arrays-start", run, total: arrayBytes(arrays), json };
    await this.options.pause?.();
    if (stopped())
      return yield { type: "arrays-failed", run, failure: { code: "stopped", message: "Stopped." } };
    const blocks: Uint8Array<ArrayBuffer>[] = [];
    await writeNpz(arrays, (bytes) => void blocks.push(bytes));
    for (const bytes of blocks) yield { type: "arrays-bytes", run, bytes };
    yield { type: "arrays-end", run };
  }

  writeAnswerArrays(request: AnswerArraysRequest): RunOf<AnswerArraysEvent> {
    const side = request.model;
    return this.stream((run, stopped) =>
      fakeAnswerArrays(run, request, {
        ...this.sampleParts(stopped),
        info: this.info(side),
        logprobs: (prefix) => this.logprobs(side, prefix),
      }),
    );
  }

  openAnswers(request: OpenAnswersRequest) {
    return this.answers.open(++this.lastRun, request);
  }

  answerTokens(run: number, place: AnswerPlace) {
    return this.answers.tokens(run, place);
  }

  answerPosition(run: number, place: AnswerPlace, at: number, page: { offset: number; limit: number }) {
    return this.answers.position(run, place, at, page);
  }

  release(run: number): void {
    this.answers.opened.delete(run);
    this.asked.released.push(run);
    this.kept.delete(run);
  }

  private logprobs(side: Side, prefix: readonly TokenId[]): Float32Array {
    const logits = this.options.logits ?? hashedLogits;
    return logSoftmax(logits(side, prefix, this.vocabulary.length));
  }

  private textsOf(request: TextRequest): { prompt: TokenId[]; solution: TokenId[] } {
    const prompt = this.encode(request.prompt);
    return {
      prompt: request.chat ? [0, ...prompt, END, 1] : prompt,
      solution: "ids" in request.solution ? [...request.solution.ids] : this.encode(request.solution.text),
    };
  }

  /** The refusal of ids that are no tokens. */
  private unknown(ids: readonly TokenId[]): Failure | undefined {
    const wrong = ids.find((id) => id >= this.vocabulary.length);
    if (wrong === undefined) return undefined;
    return { code: "bad-input", message: `Token id ${wrong} is not in the vocabulary.` };
  }

  private render({ prompt, chat }: TextRequest): string {
    return chat ? `<|user|>${prompt}<|end|><|assistant|>` : prompt;
  }

  private looks(ids: readonly TokenId[]): Token[] {
    return ids.map((id) => this.vocabulary[id] as Token);
  }

  private stream<Event>(
    events: (run: number, stopped: () => boolean) => AsyncGenerator<Event>,
  ): RunOf<Event> {
    const run = ++this.lastRun;
    let stopped = false;
    const stream = events(run, () => stopped);
    return { run, stop: () => (stopped = true), [Symbol.asyncIterator]: () => stream };
  }
}

function longestPiece(vocabulary: readonly Token[], text: string): Token | undefined {
  let best: Token | undefined;
  for (let id = FIRST_PIECE; id < vocabulary.length; id++) {
    const piece = vocabulary[id] as Token;
    if (text.startsWith(piece.text) && piece.text.length > (best?.text.length ?? 0)) best = piece;
  }
  return best;
}

/** Uniform logits drawn at a hash of the prefix; B's differ from A's by a little. */
function hashedLogits(side: Side, prefix: readonly TokenId[], size: number): Float32Array {
  let hash = 0x811c9dc5;
  for (const id of prefix) hash = Math.imul(hash ^ (id + 1), 0x01000193) >>> 0;
  return Float32Array.from({ length: size }, (_, id) => {
    const shared = 8 * uniform(1, "test", hash, id);
    return side === "a" ? shared : shared + 2 * uniform(2, "test", hash, id);
  });
}

/** The embedded models of a fake laboratory. */
export function fakeModels(): EmbeddedModel[] {
  return ["base", "rl"].map((id) => ({
    id,
    label: id,
    description: "",
    bytes: 1_000_000,
    parameters: 350_000,
    spec: { id, folder: `https://example.org/${id}/`, dtype: "fp32", device: "auto" },
  }));
}
