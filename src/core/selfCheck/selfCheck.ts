import { ExpectedError } from "../errors";
import type { Distribution, LanguageModel } from "../model";
import { differences } from "./differences";
import type { ReferenceText, SelfCheckReference } from "./reference";
import { DIFFERENCES, excess, toleranceOf, type Differences } from "./tolerance";

/** What the check of a loaded model came to. */
export interface SelfCheckResult {
  passed: boolean;
  /** How the reference values were computed, in words. */
  made: string;
  texts: number;
  /** Distributions that were compared: each position twice, see `selfCheck`. */
  distributions: number;
  dtype: string;
  tolerance: Differences;
  /** The largest of each kind over all distributions. */
  largest: Differences;
  /** Where the difference that exceeds its tolerance most, or comes nearest to it, was found. */
  at: { text: string; position: number; way: Way };
  milliseconds: number;
}

/** Whole text in one pass, or token by token with a key/value cache. Devices have a kernel for each. */
export type Way = "whole" | "step";

const NOTHING_RIGHT: Differences = { probability: 1, logprob: Infinity, js: Math.LN2 };

/**
 * Compares what a loaded model computes with reference values, position by position, in both ways in which it is used:
 * over a text in one pass, and token by token. A model whose numbers are none at all fails like one whose numbers are
 * wrong.
 *
 * @throws ExpectedError "vocabulary-mismatch" where the reference is another model's, and whatever the model throws
 *   besides bad numbers
 */
export async function selfCheck(
  model: LanguageModel,
  reference: SelfCheckReference,
  clock: () => number,
): Promise<SelfCheckResult> {
  const { vocabSize, dtype } = model.info;
  if (
    reference.vocabSize !== vocabSize ||
    reference.texts.some(({ ids }) => ids.some((id) => id >= vocabSize))
  )
    throw new ExpectedError(
      "vocabulary-mismatch",
      `The reference values are for ${reference.vocabSize} tokens, ${model.info.id} has ${vocabSize}.`,
      "They belong to another model: build the page again, or tell whoever put it here.",
    );
  const began = clock();
  const tolerance = toleranceOf(dtype);
  const largest: Differences = { probability: 0, logprob: 0, js: 0 };
  let worst = -1;
  let at: SelfCheckResult["at"] = { text: "", position: 0, way: "whole" };
  let distributions = 0;
  for (const text of reference.texts) {
    for (const way of ["whole", "step"] as const) {
      const found = await differencesOf(model, text, way);
      distributions += found.length;
      found.forEach((found, index) => {
        for (const name of DIFFERENCES) largest[name] = Math.max(largest[name], found[name]);
        const size = excess(found, tolerance);
        if (size <= worst) return;
        worst = size;
        at = { text: text.text, position: text.from + index, way };
      });
    }
  }
  return {
    passed: worst <= 1,
    made: reference.made,
    texts: reference.texts.length,
    distributions,
    dtype,
    tolerance,
    largest,
    at,
    milliseconds: clock() - began,
  };
}

/** One entry per row of the text. */
async function differencesOf(model: LanguageModel, text: ReferenceText, way: Way): Promise<Differences[]> {
  try {
    const given = way === "whole" ? await inOnePass(model, text) : await stepByStep(model, text);
    return text.rows.map((row, index) => differences(whole(given[index], model.info.id), row));
  } catch (error) {
    if (error instanceof ExpectedError && error.code === "model-corrupt")
      return text.rows.map(() => NOTHING_RIGHT);
    throw error;
  }
}

async function inOnePass(model: LanguageModel, { ids, from }: ReferenceText): Promise<Distribution[]> {
  const all: Distribution[] = [];
  for await (const chunk of model.score(ids, from)) all.push(...chunk);
  return all;
}

async function stepByStep(model: LanguageModel, { ids, from }: ReferenceText): Promise<Distribution[]> {
  const session = await model.open(ids.slice(0, from));
  try {
    const all = [await session.next()];
    for (const id of ids.slice(from, -1)) all.push(...(await session.append([id])));
    return all;
  } finally {
    await session.close();
  }
}

function whole(distribution: Distribution | undefined, id: string): Float32Array {
  if (distribution?.kind === "full") return distribution.logprobs;
  throw new ExpectedError("bad-input", `${id} lists its most probable tokens only, so it cannot be checked.`);
}
