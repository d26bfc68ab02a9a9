import { median } from "d3-array";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../tools/browser";
import { benchModelName, makeBenchModels, WRITING_MODEL } from "./models";
import type { Dragged, SwitchCase, Timed, Way } from "./page/switch";
import { PAGE_HELPERS } from "./pageScript";
import type { BenchRow } from "./row";
import { openBenchServer } from "./server";

interface Case extends SwitchCase {
  /** Last part of the rows' ids. */
  name: string;
  rounds: number;
}

const SAMPLING = { temperature: 1, topK: 50, topP: 1, minP: 0 };

/** The page's own rule and thresholds. With this prompt and seed each way of writing writes more than 100 tokens. */
const EMBEDDED = {
  folders: { a: "/models/base/", b: "/models/rl/" },
  prompt: "How many s in possessivenesslesspossessionsassessedbyprocessessuccessfullyassessed?",
  chat: true,
  sampling: SAMPLING,
  seed: 52,
  choice: { policy: "hysteresis", kind: "js", threshold: -1, switchBack: -1, start: "a", own: {} },
} as const;

const folderOf = (side: "a" | "b"): string => `/bench/models/${benchModelName(WRITING_MODEL, side)}/`;

const CASES: readonly Case[] = [
  { ...EMBEDDED, name: "wasm", device: "wasm", tokens: 100, rounds: 15 },
  // A software adapter takes 0.1 s for a forward pass, so here are few tokens.
  { ...EMBEDDED, name: "webgpu", device: "webgpu", tokens: 48, rounds: 3 },
  {
    name: String(WRITING_MODEL.vocabSize),
    folders: { a: folderOf("a"), b: folderOf("b") },
    device: "wasm",
    prompt: "a",
    chat: false,
    sampling: SAMPLING,
    seed: 1,
    tokens: 96,
    // These two diverge by 0.07 to 0.12 nats everywhere, and more at a few positions.
    choice: { ...EMBEDDED.choice, threshold: 0.122, switchBack: 0.122 },
    rounds: 7,
  },
];

/** Whether a row was asked for, by its id. */
type Wanted = (id: string) => boolean;

/** From handing over at nearly every position to never. */
const THRESHOLDS = [0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.15, 0.2, 0.25, 0.3, 0.4, 0.6];

/** How often each is set. */
const DRAGS = 5;

const TARGET = { drag: 300, share: 5 };

/** Bare forward passes, which the bench page has for WASM only. */
const BARE: readonly Way[] = ["steps-a", "steps-b", "steps-both"];

interface Rate {
  /** Second part of the row's id. */
  id: string;
  way: Way;
  against: readonly Way[];
  /** Which of several it is held against: the slowest or the fastest. */
  pick: (...values: number[]) => number;
}

const { min, max } = Math;

const RATES: readonly Rate[] = [
  { id: "steps", way: "steps-both", against: ["steps-a", "steps-b"], pick: min },
  { id: "generate", way: "generate", against: ["steps-a"], pick: max },
  { id: "alone", way: "alone-a", against: ["generate"], pick: max },
  { id: "plain", way: "plain", against: ["alone-a", "alone-b"], pick: min },
  { id: "block", way: "block", against: ["plain"], pick: max },
  { id: "auto", way: "auto", against: ["plain", "block"], pick: max },
];

/**
 * Switched generation through the real workers, in one page for each pair of models. All ways of writing take turns
 * within a round, prompt and seed being the same; a value is the median over the rounds, in tokens per second, the
 * prompt's reading included, and a ratio the median of the rounds' ratios.
 *
 * - `switch.steps`: bare forward passes of both models at once, against the slower of them by itself (WASM only). What
 *   this machine allows two models that write at the same time.
 * - `switch.generate`: A through transformers.js' `generate()`, against A's bare forward passes (where they are measured).
 * - `switch.alone`: A through `Laboratory.write`, against `generate()`.
 * - `switch.plain`: both, judged token by token, against the slower of A and B through `Laboratory.write`.
 * - `switch.block`: in blocks of 8, against token by token.
 * - `switch.auto`: paced by what it measured, against the better of the two.
 * - `switch.share`: per cent of the positions where another model took over, against 5.
 * - `switch.drag`: milliseconds from another threshold over a finished answer of 100 tokens to the new text's end,
 *   where it changes the text, against the target. The baseline is that target.
 */
export async function benchSwitch(wanted: Wanted): Promise<BenchRow[]> {
  makeBenchModels([WRITING_MODEL]);
  const server = await openBenchServer();
  const browser = await launchChromium("software");
  const rows: BenchRow[] = [];
  try {
    for (const one of CASES) rows.push(...(await benchCase(browser, server.origin, one, wanted)));
  } finally {
    await browser.close();
    await server.close();
  }
  return rows;
}

async function benchCase(browser: Browser, origin: string, of: Case, wanted: Wanted): Promise<BenchRow[]> {
  const rates = RATES.filter(({ id }) => wanted(`switch.${id}.${of.name}`));
  const share = wanted(`switch.share.${of.name}`);
  const drag = of.name === "wasm" && wanted("switch.drag");
  if (rates.length === 0 && !share && !drag) return [];
  const page = await openSwitchPage(browser, origin, of);
  try {
    const ways = rates.flatMap(({ way, against }) => [way, ...against]);
    const possible = new Set(share ? [...ways, "plain" as const] : ways);
    if (of.device !== "wasm") for (const way of BARE) possible.delete(way);
    const rounds: Map<Way, Timed>[] = [];
    for (let round = 0; round <= of.rounds; round++)
      rounds.push(await runRound(page, of, [...possible], round));
    const measured = rounds.slice(1); // the first warms up
    const rows = rates.flatMap((rate) => rateRow(rate, of.name, measured, possible));
    if (share) rows.push(shareRow(of.name, measured[0]!.get("plain")!));
    if (drag) {
      const dragged: Dragged[][] = [];
      for (let round = 0; round <= DRAGS; round++)
        dragged.push(await page.evaluate((at) => window.switchBench.drag(at), THRESHOLDS));
      rows.push(dragRow(dragged.slice(1).flat()));
    }
    return rows;
  } finally {
    await page.close();
  }
}

/** A page with both models loaded, ready to write. */
async function openSwitchPage(browser: Browser, origin: string, of: SwitchCase): Promise<Page> {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error.message));
  await page.addInitScript(PAGE_HELPERS);
  await page.goto(`${origin}/bench/page/switch.html`);
  await page.waitForFunction(() => "switchBench" in window);
  await page.evaluate((given) => window.switchBench.load(given), of);
  return page;
}

/** Each way once, beginning with another one in each round. */
async function runRound(
  page: Page,
  { tokens }: SwitchCase,
  ways: readonly Way[],
  round: number,
): Promise<Map<Way, Timed>> {
  const times = new Map<Way, Timed>();
  for (let turn = 0; turn < ways.length; turn++) {
    const way = ways[(turn + round) % ways.length]!;
    const timed = await page.evaluate((one) => window.switchBench.run(one), way);
    if (timed.tokens !== tokens) throw new Error(`${way} ended after ${timed.tokens} of ${tokens} tokens.`);
    times.set(way, timed);
  }
  return times;
}

/** None where the device allows no such measurement. */
function rateRow(
  { id, way, against, pick }: Rate,
  name: string,
  rounds: readonly ReadonlyMap<Way, Timed>[],
  measured: ReadonlySet<Way>,
): BenchRow[] {
  if (!measured.has(way)) return [];
  const values = rounds.map((times) => tokensPerSecond(times, way));
  const others = against.filter((other) => measured.has(other));
  const baselines = rounds.map((times) =>
    pick(...(others.length > 0 ? others : [way]).map((other) => tokensPerSecond(times, other))),
  );
  return [
    {
      id: `switch.${id}.${name}`,
      value: median(values) ?? NaN,
      unit: "tokens/s",
      baseline: median(baselines) ?? NaN,
      ratio: median(values, (value, round) => value / baselines[round]!) ?? NaN,
    },
  ];
}

function tokensPerSecond(times: ReadonlyMap<Way, Timed>, way: Way): number {
  const { tokens, milliseconds } = times.get(way)!;
  return (1000 * tokens) / milliseconds;
}

function shareRow(name: string, { tokens, switches = NaN }: Timed): BenchRow {
  const value = (100 * switches) / tokens;
  console.log(`  ${name}: ${switches} switches in ${tokens} tokens`);
  return {
    id: `switch.share.${name}`,
    value,
    unit: "%",
    baseline: TARGET.share,
    ratio: value / TARGET.share,
  };
}

function dragRow(all: readonly Dragged[]): BenchRow {
  const times = all.flatMap(({ firstDifference, milliseconds }) =>
    firstDifference === undefined ? [] : milliseconds,
  );
  const slowest = Math.max(...times).toFixed(0);
  console.log(`  ${times.length} of ${all.length} drags change the text; the slowest takes ${slowest} ms`);
  const value = median(times) ?? NaN;
  return { id: "switch.drag", value, unit: "ms", baseline: TARGET.drag, ratio: value / TARGET.drag };
}
