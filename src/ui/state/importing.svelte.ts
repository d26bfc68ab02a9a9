import type { BlobLike, OpenedFile } from "../../contract/files";
import type { OpenFileEvent } from "../../contract/lab";
import type { CompareEvent } from "../../core/compare/events";
import { ExpectedError, type Failure } from "../../core/errors";
import { isBundle, MOST_BUNDLE, parseBundle, type RunBundle } from "../../core/experiment/runBundle";
import { strings } from "../strings";
import type { FileReadWriter, RunOf } from "./lab";

const words = strings.files;

/** A file as the browser hands it over. */
export interface NamedFile extends BlobLike {
  readonly name: string;
  text(): Promise<string>;
}

/** What is done with a file once it is known what it is. */
export interface ImportTargets {
  lab: Pick<FileReadWriter, "openFile">;
  /** Candidates per model, where a file brings none. */
  k: () => number;
  showBundle: (bundle: RunBundle, name: string) => Promise<void> | void;
  showDistributions: (file: OpenedFile, run: RunOf<CompareEvent>, name: string) => Promise<void>;
  /** Downloads a text of at most so many characters. Fails as an ExpectedError. */
  download: (address: string, limit: number) => Promise<string>;
}

/** Comparisons from files: dropped, picked, or at an address that a link names. */
export class ImportState {
  /** Why the last file could not be opened; what was shown before still is. */
  failure: Failure | undefined = $state.raw();
  /** A file is being opened. */
  opening: string | undefined = $state();
  /** The address of results that the link names: nothing is fetched from it until the person says so. */
  offered: string | undefined = $state();

  constructor(private readonly targets: ImportTargets) {}

  /** One set of files that belong together: an NPZ with or without its JSON, or a run bundle. */
  async open(files: readonly NamedFile[]): Promise<void> {
    const names = files.map(({ name }) => name).join(" + ");
    await this.attempt(names, async () => {
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
    if (isBundle(contents)) return this.targets.showBundle(parseBundle(contents), name);
    const message = words.noBundle(name);
    throw new ExpectedError("bad-input", message, words.noBundleHint);
  }

  private async openDistributions(npz: NamedFile, json: NamedFile | undefined): Promise<void> {
    const run = this.targets.lab.openFile({ npz, ...(json ? { json } : {}), k: this.targets.k() });
    const events = run[Symbol.asyncIterator]();
    const first = await events.next();
    if (first.done === true) throw new Error("openFile told nothing");
    if (first.value.type === "compare-failed") {
      const { code, message, hint } = first.value.failure;
      throw new ExpectedError(code, message, hint);
    }
    if (first.value.type !== "file-opened") throw new Error(`openFile began with ${first.value.type}`);
    const comparison = { run: run.run, stop: () => run.stop(), [Symbol.asyncIterator]: () => rest(events) };
    await this.targets.showDistributions(first.value.file, comparison, npz.name);
  }
}

/** What follows the first event: a comparison. */
async function* rest(events: AsyncIterator<OpenFileEvent>): AsyncGenerator<CompareEvent> {
  for (;;) {
    const { done, value } = await events.next();
    if (done === true) return;
    if (value.type !== "file-opened") yield value;
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
