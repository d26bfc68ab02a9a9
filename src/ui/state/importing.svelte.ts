import type { BlobLike, OpenedFile } from "../../contract/files";
import type { Reproduction } from "../../core/compare/digest";
import type { OpenFileEvent } from "../../contract/lab";
import type { CompareEvent } from "../../core/compare/events";
import { ExpectedError, type Failure } from "../../core/errors";
import { isBundle, MOST_BUNDLE, parseBundle, type RunBundle } from "../../core/experiment/runBundle";
import { isRunFile, readRunFile, type OpenedRun } from "../../core/generation/switching/runFile";
import type { Study } from "../../core/study/study";
import { isStudy, readStudy } from "../../core/study/studyFile";
import { strings } from "../strings";
import type { FileRemark } from "../../core/experiment/fileRemark";
import type { Comparer, FileReadWriter, RunOf } from "./lab";

const words = strings.files;

/** A file as the browser hands it over. */
export interface NamedFile extends BlobLike {
  readonly name: string;
  text(): Promise<string>;
}

/** What is done with a file once it is known what it is. */
export interface ImportTargets {
  lab: Pick<FileReadWriter, "openFile"> & Pick<Comparer, "release">;
  /** Candidates per model, where a file brings none. */
  k: () => number;
  /** Opens files of sampling; false where none of these is one. Fails as an ExpectedError. */
  openSample: (files: readonly NamedFile[]) => Promise<boolean>;
  showRun: (run: OpenedRun, name: string) => Promise<void> | void;
  showStudy: (study: Study, name: string) => Promise<void> | void;
  showBundle: (bundle: RunBundle, name: string) => Promise<void> | void;
  /** `remarks`: what does not hold together in it, as far as it was read. */
  showDistributions: (
    file: OpenedFile,
    run: RunOf<CompareEvent>,
    name: string,
    remarks: () => readonly FileRemark[],
  ) => Promise<void>;
  /** Downloads a text of at most so many characters. Fails as an ExpectedError. */
  download: (address: string, limit: number) => Promise<string>;
}

/** Comparisons from files: dropped, picked, or at an address that a link names. */
export class ImportState {
  /** Why the last file could not be opened; what was shown before still is. */
  failure: Failure | undefined = $state.raw();
  /** A file is being opened. */
  opening: string | undefined = $state();
  /** The switched run that was opened last, and what there is to say of its file. */
  run: { name: string; remarks: readonly FileRemark[]; ownDigest?: Reproduction } | undefined = $state.raw();
  /** The address of results that the link names: nothing is fetched from it until the person says so. */
  offered: string | undefined = $state();

  constructor(private readonly targets: ImportTargets) {}

  /** One set of files that belong together: of sampling, an NPZ with or without its JSON, or a run bundle. */
  async open(files: readonly NamedFile[]): Promise<void> {
    const names = files.map(({ name }) => name).join(" + ");
    await this.attempt(names, async () => {
      if (await this.targets.openSample(files)) return;
      const npz = files.filter(({ name }) => endsWith(name, ".npz"));
      const json = files.filter(({ name }) => endsWith(name, ".json"));
      if (npz.length === 1 && json.length <= 1 && files.length === npz.length + json.length)
        return this.openDistributions(npz[0]!, json[0]);
      if (json.length === 1 && files.length === 1) return this.openJson(json[0]!);
      throw new ExpectedError("bad-input", words.notThese(names), words.theseInstead);
    });
  }

  /** The link names results at this address; empty for none. */
  offer(address: string): void {
    this.offered = address !== "" && URL.canParse(address) ? address : undefined;
    if (address !== "" && this.offered === undefined)
      this.failure = { code: "bad-input", message: words.noAddress(address), hint: words.noAddressHint };
  }

  /** Downloads and opens what the link names. */
  async openOffered(): Promise<boolean> {
    const address = this.offered;
    if (address === undefined) return false;
    this.offered = undefined;
    return this.attempt(address, async () => {
      await this.openBundle(await this.targets.download(address, MOST_BUNDLE), address);
    });
  }

  dismiss(): void {
    this.failure = undefined;
    this.offered = undefined;
  }

  private async attempt(name: string, work: () => Promise<void>): Promise<boolean> {
    this.failure = undefined;
    this.opening = name;
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      this.failure = error.failure;
      return false;
    } finally {
      this.opening = undefined;
    }
  }

  private async openJson(file: NamedFile): Promise<void> {
    if (file.size > MOST_BUNDLE)
      throw new ExpectedError("bad-input", words.tooLarge(file.name, file.size, MOST_BUNDLE));
    await this.openBundle(await file.text(), file.name);
  }

  private async openBundle(text: string, name: string): Promise<void> {
    const contents = parsed(text, name);
    if (isRunFile(contents)) return this.targets.showRun(readRunFile(contents), name);
    if (isStudy(contents)) return this.targets.showStudy(readStudy(text), name);
    if (isBundle(contents)) return this.targets.showBundle(parseBundle(contents), name);
    const message = words.noBundle(name);
    throw new ExpectedError("bad-input", message, words.noBundleHint);
  }

  /** Nothing is shown of a file before its first rows were read well: until then, what stands there stays. */
  private async openDistributions(npz: NamedFile, json: NamedFile | undefined): Promise<void> {
    const run = this.targets.lab.openFile({ npz, ...(json ? { json } : {}), k: this.targets.k() });
    const events = run[Symbol.asyncIterator]();
    const first: OpenFileEvent[] = [];
    let file: OpenedFile | undefined;
    do {
      const { done, value } = await events.next();
      if (done === true) throw new Error("openFile ended before it told anything");
      if (value.type === "compare-failed") {
        void this.targets.lab.release(run.run);
        const { code, message, hint } = value.failure;
        throw new ExpectedError(code, message, hint);
      }
      if (value.type === "file-opened") ({ file } = value);
      first.push(value);
    } while (!BEGUN.has(first.at(-1)?.type));
    if (file === undefined) throw new Error(`openFile began with ${first[0]?.type}`);
    let remarks: readonly FileRemark[] = [];
    const comparison = {
      run: run.run,
      stop: () => run.stop(),
      [Symbol.asyncIterator]: () => comparisonOf(first, events, (found) => (remarks = found)),
    };
    await this.targets.showDistributions(file, comparison, npz.name, () => remarks);
  }
}

/** What is told once the first rows were read, or there are none to come. */
const BEGUN: ReadonlySet<string | undefined> = new Set(["compare-block", "compare-stopped", "compare-end"]);

/** The comparison among the events of an opened file. */
async function* comparisonOf(
  first: readonly OpenFileEvent[],
  rest: AsyncIterator<OpenFileEvent>,
  onRemarks: (remarks: readonly FileRemark[]) => void,
): AsyncGenerator<CompareEvent> {
  async function* all(): AsyncGenerator<OpenFileEvent> {
    yield* first;
    for (;;) {
      const { done, value } = await rest.next();
      if (done === true) return;
      yield value;
    }
  }
  for await (const event of all()) {
    if (event.type === "file-remarks") onRemarks(event.remarks);
    else if (event.type !== "file-opened") yield event;
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : "";
    throw new ExpectedError("bad-input", words.noJson(name, why), words.noJsonHint);
  }
}

function endsWith(name: string, ending: string): boolean {
  return name.toLowerCase().endsWith(ending);
}
