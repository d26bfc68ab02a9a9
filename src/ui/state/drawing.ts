import type { WriteRequest } from "../../contract/lab";
import type { Settings } from "../../core/config/settings";

/** How a model is to write, as the settings have it. */
export function drawingOf({
  samplingTemperature: temperature,
  topK,
  topP,
  minP,
  seed,
  maxNewTokens,
}: Settings): Pick<WriteRequest, "sampling" | "seed" | "maxNewTokens"> {
  return { sampling: { temperature, topK, topP, minP }, seed, maxNewTokens };
}
