import { multiLevelLayers, type MultiLevelLayers } from "../../../../core/rewards/multiLevel/layers";
import type { AnswerLikelihood } from "../../../../core/rewards/reward";
import type { SequentialScale } from "../../../charts/scales";

export type Layer = "token" | "phrase" | "sentence";

/** A stretch of an answer with one value. */
export interface LevelUnit {
  text: string;
  perplexity: number;
}

/** Tokens that are drawn. */
export const MOST_DRAWN = 4000;

/** The stretches that a layer colours, in order; together they are the text of the first `MOST_DRAWN` tokens. */
export function levelUnits(layer: Layer, { tokens, nll }: AnswerLikelihood): LevelUnit[] {
  const drawn = { tokens: tokens.slice(0, MOST_DRAWN), nll: nll.slice(0, MOST_DRAWN) };
  const layers = multiLevelLayers(drawn);
  if (layer === "sentence") return sentences(drawn.tokens, layers);
  const values = layer === "token" ? layers.tokens : layers.phrases;
  return drawn.tokens.map((text, at) => ({ text, perplexity: values[at] ?? NaN }));
}

/** One scale for all layers, so that they can be compared: from certain to the least expected token, at most 1 in 1000. */
export function levelScale({ nll }: AnswerLikelihood): SequentialScale {
  const largest = nll.reduce((most, value) => Math.max(most, value), 0);
  return { kind: "sequential", domain: [1, Math.min(1000, Math.max(10, Math.exp(largest)))], curve: "log" };
}

/** Sentences begin where a token begins; what stands before the first has its colour too. */
function sentences(tokens: readonly string[], { sentences: spans }: MultiLevelLayers): LevelUnit[] {
  return spans.map(({ from, to, perplexity }) => ({ text: tokens.slice(from, to).join(""), perplexity }));
}
