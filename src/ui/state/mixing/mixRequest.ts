import type { MixRequest } from "../../../contract/lab";
import type { Settings } from "../../../core/config/settings";
import { drawingOf } from "../drawing";

/** The mixed answer that the settings ask for. */
export function mixRequestOf(settings: Settings, against: MixRequest["against"]): MixRequest {
  const { prompt, chat, mixture: type, alpha, sample, stopStrings, endRepetition } = settings;
  const { sampling, seed, maxNewTokens: maxTokens } = drawingOf(settings);
  return {
    prompt,
    chat,
    mixture: { type, alpha },
    against,
    sampling,
    seed,
    sample,
    maxTokens,
    stopStrings: stopStrings.split("\n").filter((text) => text !== ""),
    endRepetition,
    // What is shown of a position is its token.
    k: 1,
  };
}

/** Whether two requests ask the same of the same text, and differ at most in how the models are mixed. */
export function sameQuestion(x: MixRequest, y: MixRequest): boolean {
  const question = ({ mixture: _mixture, against: _against, ...rest }: MixRequest) => JSON.stringify(rest);
  return question(x) === question(y);
}

export function sameMixture(x: MixRequest, y: MixRequest): boolean {
  const { type, alpha } = x.mixture;
  return type === y.mixture.type && alpha === y.mixture.alpha && x.against === y.against;
}
