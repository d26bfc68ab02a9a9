import type { TextRequest } from "../../core/compare/events";
import type { TokenId } from "../../core/model";

/** Whether two requests are about the same texts, given in the same way. */
export function sameTexts(x: TextRequest, y: TextRequest): boolean {
  return x.prompt === y.prompt && x.chat === y.chat && sameSolutions(x.solution, y.solution);
}

function sameSolutions(x: TextRequest["solution"], y: TextRequest["solution"]): boolean {
  if ("ids" in x && "ids" in y) return sameIds(x.ids, y.ids);
  return "text" in x && "text" in y && x.text === y.text;
}

/** Whether two lists hold the same tokens in the same order. */
export function sameIds(x: readonly TokenId[], y: readonly TokenId[]): boolean {
  return x === y || (x.length === y.length && x.every((id, at) => id === y[at]));
}
