import { ExpectedError, type Failure } from "../../../core/errors";
import {
  baselineOf,
  readBaseline,
  writeBaseline,
  type Baseline,
  type BaselineUse,
} from "../../../core/rewards/baseline";
import type { RewardInput, RewardTerm } from "../../../core/rewards/reward";
import { needsOf } from "../../../core/rewards/rewards";
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

  /**
   * What rewards are told of question `index`, undefined for one whose number nobody knows: by the name that a term
   * gives; "" is the newest. The baselines are those that are open now, also when another is opened later.
   */
  for(
    terms: readonly RewardTerm[],
    use: BaselineUse,
  ): (index: number | undefined) => NonNullable<RewardInput["baselines"]> {
    const named = this.namesIn(terms).flatMap((name) => {
      const found = this.named(name);
      const lookUp = found && this.lookUps.get(found.name);
      return lookUp ? [[name, lookUp] as const] : [];
    });
    return (index) => Object.fromEntries(named.map(([name, lookUp]) => [name, lookUp(index, use)]));
  }

  /**
   * Which baselines these terms are held against now: another text where one of them would be another, or be gone; ""
   * where the terms need none.
   */
  fingerprint(terms: readonly RewardTerm[]): string {
    const used = this.namesIn(terms).map((name) => {
      const found = this.named(name);
      return [name, found ? [found.name, contentsOf(found)] : null];
    });
    return used.length === 0 ? "" : JSON.stringify(used);
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

  /**
   * Adds a baseline that was made here, under a name that is free: its own, or with a number after it. The same one is
   * not added twice.
   */
  make(baseline: Baseline): void {
    const contents = contentsOf(baseline);
    if (this.list.some((one) => contentsOf(one) === contents)) return;
    const taken = new Set(this.list.map(({ name }) => name));
    let { name } = baseline;
    for (let at = 2; taken.has(name); at++) name = `${baseline.name} (${at})`;
    this.add({ ...baseline, name });
  }

  remove(name: string): void {
    this.keep(this.list.filter((one) => one.name !== name));
  }

  /** Names that terms give, where they are held against a baseline. */
  private namesIn(terms: readonly RewardTerm[]): string[] {
    const names = terms
      .filter((term) => needsOf([term]).baseline)
      .map(({ options }) => (typeof options["baseline"] === "string" ? options["baseline"] : ""));
    return [...new Set(names)];
  }

  private named(name: string): Baseline | undefined {
    return name === "" ? this.list.at(-1) : this.list.find((one) => one.name === name);
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

/** Everything but the name, the questions by their number and mean. */
function contentsOf({ model, dataset, weights, created, overall, questions }: Baseline): string {
  const { word, phrase, sentence } = weights;
  return JSON.stringify([model, dataset, word, phrase, sentence, created, overall, questions.length]);
}

function readable(file: string): Baseline | undefined {
  try {
    return readBaseline(file);
  } catch {
    return undefined;
  }
}
