import { exactMatch } from "../../src/core/rewards/exactMatch";
import { Draws } from "../../src/core/random";
import { FAMILIES, problemAt } from "../../src/core/tasks/problems/families";
import { corpusExample } from "./corpus";
import { makeTokenizer } from "./tokenizer/make";
import { loadTransformers } from "./tokenizer/transformers";

/** Prints how often each style is right, and how long prompts and solutions are: `npx tsx tools/models/corpusReport.ts`. */
const SEED = 1;
const PROBLEMS = 2000;
const EXAMPLES = 4000;

for (const family of FAMILIES) {
  for (const style of family.styles) {
    let right = 0;
    for (let index = 0; index < PROBLEMS; index++) {
      const problem = problemAt(family.id, "train", SEED, index);
      right += exactMatch(style.write(problem, new Draws(SEED, "test", index)), problem.answer);
    }
    console.log(`${family.id} ${style.id}: ${((100 * right) / PROBLEMS).toFixed(1)} % right`);
  }
}

const { PreTrainedTokenizer } = await loadTransformers();
const files = makeTokenizer(SEED);
const tokenizer = new PreTrainedTokenizer(files.tokenizerJson, files.tokenizerConfig);
const lengths: Record<"prompt" | "solution" | "both", number[]> = { prompt: [], solution: [], both: [] };
for (let index = 0; index < EXAMPLES; index++) {
  const { problem, solution } = corpusExample(SEED, index);
  const prompt = tokenizer.encode(`<|user|>${problem.question}<|end|><|assistant|>`).length;
  const written = tokenizer.encode(`${solution}<|end|>`).length;
  lengths.prompt.push(prompt);
  lengths.solution.push(written);
  lengths.both.push(prompt + written);
}
for (const [what, list] of Object.entries(lengths)) {
  const sorted = list.toSorted((a, b) => a - b);
  const mean = list.reduce((sum, length) => sum + length, 0) / list.length;
  const at = (share: number): number | undefined => sorted[Math.floor(share * (sorted.length - 1))];
  console.log(
    `${what} tokens: mean ${mean.toFixed(1)}, median ${at(0.5)}, 90 % ${at(0.9)}, 99 % ${at(0.99)}, 99.5 % ${at(0.995)}, longest ${at(1)}`,
  );
}
