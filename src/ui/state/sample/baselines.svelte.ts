import { ExpectedError, type Failure } from "../../../core/errors";
import { baselineOf, readBaseline, writeBaseline, type Baseline } from "../../../core/rewards/baseline";
import type { RewardInput, RewardTerm } from "../../../core/rewards/reward";
import type { KeyValueStore } from "../draftStore";

const KEY = "rl-on-off:baselines:1";

/** Baselines that are open, the newest last, each name once; kept where the browser has room for them. */
export class BaselinesState {
  list: readonly Baseline[] = $state.raw([]);
  /** Why the last file was not opened. */
  failure: Failure | undefined = $state.raw();
  /** Whether the browser kept the list. */
  keeps = $state(true);

  /** Looking questions up, made once for each baseline. */
  private readonly lookUps = $derived(new Map(this.list.map((one) => [one.name, baselineOf(one)])));

  /** @param store gives the store; it may throw, as `localStorage` does where storage is forbidden. */
  constructor(private readonly store: () => KeyValueStore) {
    this.list = this.load();
  }

  /** What a reward's term is told of question `index`; its baseline by name, or the newest where it names none. */
  of(term: RewardTerm, index: number): RewardInput["baseline"] {
    const { baseline: named } = term.options;
    if (typeof named !== "string") return undefined;
    const name = named === "" ? this.list.at(-1)?.name : named;
    return name === undefined ? undefined : this.lookUps.get(name)?.(index);
  }

  /** Opens the text of a file. Its name; undefined where it is none, and then `failure` says why. */
  open(file: string): string | undefined {
    try {
      const baseline = readBaseline(file);
      this.add(baseline);
      return baseline.name;
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      this.failure = error.failure;
      return undefined;
    }
  }

  /** Adds a baseline, in place of the one of its name. */
  add(baseline: Baseline): void {
    this.failure = undefined;
    this.keep([...this.list.filter(({ name }) => name !== baseline.name), baseline]);
  }

  remove(name: string): void {
    this.keep(this.list.filter((one) => one.name !== name));
  }

  private keep(list: readonly Baseline[]): void {
    this.list = list;
    try {
      this.store().setItem(KEY, JSON.stringify(list.map(writeBaseline)));
      this.keeps = true;
    } catch {
      this.keeps = false;
    }
  }

  private load(): Baseline[] {
    try {
      const files: unknown = JSON.parse(this.store().getItem(KEY) ?? "[]");
      if (!Array.isArray(files)) return [];
      return files.flatMap((file) => (typeof file === "string" ? (readable(file) ?? []) : []));
    } catch {
      return [];
    }
  }
}

function readable(file: string): Baseline | undefined {
  try {
    return readBaseline(file);
  } catch {
    return undefined;
  }
}
