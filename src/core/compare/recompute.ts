import { withTemperature } from "../distribution/temperature";
import { ExpectedError } from "../errors";
import type { StopCheck, TokenId } from "../model";
import { comparedPosition } from "./comparedPosition";
import type { ComparedPosition } from "./comparedPosition";
import type { KeptDistributions } from "./kept";

export interface RecomputeOptions {
  /** Divides both models' logits, above 0. */
  temperature: number;
  /** Candidates listed per model and position. */
  k: number;
  /** Position under which the first token's distributions were kept (default 0). */
  from?: number;
  /** Asked before each position; "stopped" is thrown when it says true. */
  stop?: StopCheck;
  /** Awaited after each position: the way to let other work of the thread through. */
  pause?: () => Promise<void>;
}

/**
 * The comparison of `tokens` at another temperature or k, from what is kept alone; no model runs.
 * Fails with "not-kept", naming the first position that is gone.
 */
export async function recompute(
  kept: Pick<KeptDistributions, "get">,
  tokens: readonly TokenId[],
  options: RecomputeOptions,
): Promise<ComparedPosition[]> {
  const { temperature, k, from = 0, stop, pause } = options;
  const positions: ComparedPosition[] = [];
  for (const [index, token] of tokens.entries()) {
    if (stop?.()) throw new ExpectedError("stopped", `Stopped after ${index} of ${tokens.length} positions.`);
    const pair = await kept.get(from + index);
    if (pair === undefined)
      throw new ExpectedError(
        "not-kept",
        `The distributions from token ${index + 1} of ${tokens.length} on are no longer kept.`,
        "Compare again, or allow more memory for kept distributions.",
      );
    const a = withTemperature(pair.a, temperature);
    const b = withTemperature(pair.b, temperature);
    positions.push(comparedPosition(a, b, token, k));
    await pause?.();
  }
  return positions;
}
