import type { Announce, RewardWorkerApi, UnitEvent, UnitResults, UnitWork } from "../src/contract/reward";
import type { Outcome } from "../src/core/errors";
import type { RewardTerm, RewardTools } from "../src/core/rewards/reward";
import { rewardOf } from "../src/core/rewards/rewards";
import type { CodeProblem, Sandbox } from "../src/core/rewards/sandbox";
import { scoreTerm } from "../src/core/rewards/scoreTerm";
import { extract, formatOf } from "../src/core/tasks/formats/formats";
import { breather } from "./breather";
import { settled } from "./outcome";

export interface RewardServiceOptions {
  sandbox: Sandbox;
  /** In milliseconds. */
  clock: () => number;
}

/** Milliseconds between two tellings of results of units that are not announced. */
const TELL = 20;

/** A unit of work: whether it may take for ever, and its result. */
interface Units<T> {
  count: number;
  guarded(unit: number): boolean;
  run(unit: number): T | Promise<T>;
}

type Tell<T> = (event: UnitEvent<T>) => void | Promise<void>;

/** Scores answers and finds answers proper in texts, unit by unit; see `UnitWork`. */
export class RewardService implements RewardWorkerApi {
  constructor(private readonly options: RewardServiceOptions) {}

  async ping(): Promise<void> {}

  prepare(terms: readonly RewardTerm[]): Promise<Outcome<void>> {
    return settled(async () => {
      for (const { id } of terms) await rewardOf(id)?.prepare?.(this.options);
    });
  }

  check(code: string, milliseconds: number): Promise<Outcome<CodeProblem | undefined>> {
    return settled(() => this.options.sandbox.check(code, milliseconds));
  }

  work<Work extends UnitWork>(
    work: Work,
    from: number,
    announce: Announce,
    onEvent: Tell<UnitResults[Work["type"]]>,
  ): Promise<Outcome<void>> {
    return settled(() => {
      if (work.type === "score")
        return this.perform(this.scoring(work), from, announce, onEvent as Tell<UnitResults["score"]>);
      return this.perform(extraction(work), from, announce, onEvent as Tell<UnitResults["extract"]>);
    });
  }

  private scoring({
    terms,
    inputs,
    limit,
  }: Extract<UnitWork, { type: "score" }>): Units<UnitResults["score"]> {
    const tools: RewardTools = { sandbox: this.options.sandbox, limit };
    const termOf = (unit: number): RewardTerm => terms[unit % terms.length]!;
    return {
      count: terms.length * inputs.length,
      guarded: (unit) => rewardOf(termOf(unit).id)?.cost === "guarded",
      run: (unit) => scoreTerm(termOf(unit), inputs[Math.floor(unit / terms.length)]!, tools),
    };
  }

  private async perform<T>(units: Units<T>, from: number, announce: Announce, tell: Tell<T>): Promise<void> {
    const breathe = breather(this.options.clock);
    let [first, told] = [from, this.options.clock()];
    let results: T[] = [];
    const flush = async (): Promise<void> => {
      const telling = results.length > 0 ? tell({ type: "unit-results", first, results }) : undefined;
      first += results.length;
      results = [];
      told = this.options.clock();
      await telling;
    };
    let announced = false;
    for (let unit = from; unit < units.count; unit++) {
      const before = announced;
      announced = announce === "every" || units.guarded(unit);
      // Messages keep their order, so only the last of all is waited for.
      if (announced || before || this.options.clock() - told > TELL) void flush();
      if (announced) void tell({ type: "unit-start", unit });
      results.push(await units.run(unit));
      await breathe();
    }
    await flush();
  }
}

function extraction({
  format,
  texts,
}: Extract<UnitWork, { type: "extract" }>): Units<UnitResults["extract"]> {
  const guarded = formatOf(format).cost === "guarded";
  return { count: texts.length, guarded: () => guarded, run: (unit) => extract(format, texts[unit]!) };
}
