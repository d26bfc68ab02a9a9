import { median } from "d3-array";
import type { Page } from "playwright-core";
import type { SampleRequest } from "../src/core/experiment/sample/events";
import { studyProblems } from "../src/core/study/studyProblems";
import { launchChromium } from "../tools/browser";
import type { Sampled } from "./page/sample";
import { PAGE_HELPERS } from "./pageScript";
import type { BenchRow } from "./row";
import { openBenchServer } from "./server";

const BATCHES = [1, 8, 32];
const ROUNDS = 3;
/** Tokens that `generate()` writes after one prompt: about an answer's length. */
const GENERATED = 60;

const QUESTIONS = 64;

/** Prompts of unequal length, answered to their own ends. */
const REQUEST: SampleRequest = {
  authors: ["a"],
  prompts: studyProblems("letters", 1, QUESTIONS).map(({ question }, index) => ({
    index,
    prompt: question,
    chat: true,
  })),
  sampling: { temperature: 1, topK: 50, topP: 1, minP: 0 },
  samples: 2,
  seed: 1,
  maxNewTokens: 100,
  stopStrings: [],
  endRepetition: true,
  batch: 1,
  choice: { policy: "hysteresis", kind: "js", threshold: -1, switchBack: -1, start: "a", own: {} },
};

/**
 * `sample.batch.<n>`: tokens per second of the embedded RL model on WASM, n answers at once, from the request to the
 * last answer through the real workers; 64 prompts, 2 answers each. Held against one at a time; one at a time against
 * transformers.js' `generate()`. A value is the median over the rounds, a ratio the median of the rounds' ratios.
 */
export async function benchSample(wanted: (id: string) => boolean): Promise<BenchRow[]> {
  const idOf = (batch: number): string => `sample.batch.${batch}`;
  const batches = BATCHES.filter((batch) => batch === 1 || wanted(idOf(batch)));
  const server = await openBenchServer();
  const browser = await launchChromium("none");
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error.message));
    await page.addInitScript(PAGE_HELPERS);
    await page.goto(`${server.origin}/bench/page/sample.html`);
    await page.waitForFunction(() => "sampleBench" in window);
    await page.evaluate(() => window.sampleBench.load("/models/rl/"));
    const rounds: { generated: number; sampled: number[] }[] = [];
    for (let round = 0; round <= ROUNDS; round++) rounds.push(await runRound(page, batches));
    const measured = rounds.slice(1); // the first warms up
    return batches.map((batch, at) => {
      const baseline = ({ generated, sampled }: (typeof rounds)[number]): number =>
        batch === 1 ? generated : sampled[0]!;
      return {
        id: idOf(batch),
        value: median(measured, ({ sampled }) => sampled[at]!) ?? NaN,
        unit: "tokens/s",
        baseline: median(measured, baseline) ?? NaN,
        ratio: median(measured, (round) => round.sampled[at]! / baseline(round)) ?? NaN,
      };
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

async function runRound(
  page: Page,
  batches: readonly number[],
): Promise<{ generated: number; sampled: number[] }> {
  const { sampling, prompts } = REQUEST;
  const generated = await page.evaluate(
    ({ prompt, tokens, sampling }) => window.sampleBench.generate(prompt, tokens, sampling),
    { prompt: prompts[0]!.prompt, tokens: GENERATED, sampling },
  );
  const sampled: number[] = [];
  for (const batch of batches) {
    const run = await page.evaluate((request) => window.sampleBench.sample(request), { ...REQUEST, batch });
    if (run.answers !== prompts.length * REQUEST.samples) throw new Error(`${run.answers} answers came.`);
    sampled.push(tokensPerSecond(run));
  }
  return { generated: tokensPerSecond(generated), sampled };
}

function tokensPerSecond({ tokens, milliseconds }: Sampled): number {
  return (1000 * tokens) / milliseconds;
}
