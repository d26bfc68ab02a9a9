import { median } from "d3-array";
import { launchChromium } from "../tools/browser";
import { BENCH_MODELS, benchModelName, makeBenchModels } from "./models";
import type { BenchRow } from "./row";
import { openBenchServer } from "./server";

/** Solution tokens per vocabulary size: enough for a steady time, not for a long wait. */
export const TOKENS: Record<number, number> = { 1024: 256, 50_257: 96, 151_936: 48 };
const REPETITIONS = 5;

/**
 * `compare.<V>`: milliseconds to compare a text of random ids with two random-weight models through the real workers
 * on WASM, against the slower model's own forward pass over the same ids in the same page.
 * `forwards.<V>`: both forward passes at once and nothing else, against the same.
 */
export async function benchCompare(): Promise<BenchRow[]> {
  makeBenchModels(BENCH_MODELS);
  const server = await openBenchServer();
  const browser = await launchChromium("none");
  const rows: BenchRow[] = [];
  try {
    for (const model of BENCH_MODELS) {
      const { vocabSize } = model;
      const names = { a: benchModelName(model, "a"), b: benchModelName(model, "b") };
      const page = await browser.newPage();
      page.on("pageerror", (error) => console.error(error.message));
      await page.goto(`${server.origin}/bench/page/index.html`);
      await page.waitForFunction(() => "benchCompare" in window);
      const times = await page.evaluate(
        ([names, tokens, repetitions]) => window.benchCompare(names, tokens, repetitions),
        [names, TOKENS[vocabSize] ?? 64, REPETITIONS] as const,
      );
      const value = median(times.compare) ?? NaN;
      const baseline = Math.max(median(times.forwardA) ?? NaN, median(times.forwardB) ?? NaN);
      const both = median(times.forwardBoth) ?? NaN;
      rows.push(
        { id: `compare.${vocabSize}`, value, unit: "ms", baseline, ratio: value / baseline },
        { id: `forwards.${vocabSize}`, value: both, unit: "ms", baseline, ratio: both / baseline },
      );
      await page.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return rows;
}
