import { browserRewardWorker } from "../../src/client/browserWorkers";
import { RewardRunner, type Extraction } from "../../src/client/rewardRunner";
import type { Outcome } from "../../src/core/errors";
import type { RewardInput, RewardOutcome, RewardTerm } from "../../src/core/rewards/reward";
import type { CodeProblem } from "../../src/core/rewards/sandbox";
import type { FormatChoice } from "../../src/core/tasks/task";

/** What a test asks of this page: the real worker of rewards, its limit shortened. */
export interface ScoringPage {
  score(terms: readonly RewardTerm[], inputs: readonly RewardInput[]): Promise<Outcome<RewardOutcome[][]>>;
  extract(format: FormatChoice, texts: readonly string[]): Promise<Outcome<Extraction[]>>;
  check(code: string): Promise<Outcome<CodeProblem | undefined>>;
  /** How often a timer of the page's own went off while `work` went on. */
  ticksDuring(work: () => Promise<unknown>): Promise<number>;
}

declare global {
  interface Window {
    scoring: ScoringPage;
  }
}

const runner = new RewardRunner({ ...browserRewardWorker, limit: 1500 });

window.scoring = {
  score: (terms, inputs) => runner.score(terms, inputs),
  extract: (format, texts) => runner.extract(format, texts),
  check: (code) => runner.check(code),
  async ticksDuring(work) {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    await work();
    clearInterval(timer);
    return ticks;
  },
};
