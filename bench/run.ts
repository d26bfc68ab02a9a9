import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "../tools/build.mjs";
import { benchCompare, TOKENS } from "./compare";
import { benchDataset } from "./dataset";
import { benchLinkSize } from "./linkSize";
import { benchLoadResume } from "./loadResume";
import { benchNpz } from "./npz";
import { benchOpen } from "./open";
import { benchPosition } from "./position";
import { BENCH_MODELS } from "./models";
import { benchRewards } from "./rewards";
import { benchTokens } from "./tokens";
import type { BenchRow } from "./row";
import { benchSample } from "./sample";
import { benchSwitch } from "./switch";

/**
 * `npm run bench` measures everything; `npm run bench -- compare open` only what is named, and of a name with a dot
 * (`switch.plain`) only the rows whose ids begin with it. Prints a table and writes bench/results.json.
 */
const BENCHES: Record<string, (wanted: (id: string) => boolean) => Promise<BenchRow[]>> = {
  compare: benchCompare,
  position: async () =>
    (await Promise.all(BENCH_MODELS.map(({ vocabSize }) => benchPosition(vocabSize)))).flat(),
  open: benchOpen,
  npz: benchNpz,
  dataset: benchDataset,
  load: benchLoadResume,
  link: benchLinkSize,
  tokens: benchTokens,
  switch: benchSwitch,
  sample: benchSample,
  reward: benchRewards,
};

const named = process.argv.slice(2);
const groupOf = (name: string): string => name.split(".")[0]!;
const unknown = named.filter((name) => !(groupOf(name) in BENCHES));
if (unknown.length > 0)
  throw new Error(`No bench ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}.`);

await ensureBuilt(fileURLToPath(new URL("..", import.meta.url)));
const rows: BenchRow[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  const names = named.filter((one) => groupOf(one) === name);
  if (named.length > 0 && names.length === 0) continue;
  console.log(`${name} …`);
  const all = names.length === 0 || names.includes(name);
  const wanted = (id: string): boolean => all || names.some((one) => `${id}.`.startsWith(`${one}.`));
  rows.push(...(await bench(wanted)).filter(({ id }) => wanted(id)));
}

// One position against one token of the raw forward pass, where that was measured in this run too.
for (const { vocabSize } of BENCH_MODELS) {
  const position = rows.find(({ id }) => id === `position.${vocabSize}`);
  const compared = rows.find(({ id }) => id === `compare.${vocabSize}`);
  const tokens = TOKENS[vocabSize];
  if (!position || !compared || tokens === undefined) continue;
  position.baseline = compared.baseline / tokens;
  position.ratio = position.value / position.baseline;
}

console.log(`\n${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`);
console.table(
  rows.map(({ id, value, unit, baseline, ratio }) => ({
    id,
    value: Number(value.toPrecision(4)),
    unit,
    baseline: Number(baseline.toPrecision(4)),
    ratio: Number(ratio.toPrecision(3)),
  })),
);
writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify(rows, undefined, 2)}\n`);
