import type { TruncatedDistribution } from "../model";
import type { ReferenceRow } from "./parseReference";

export type { ReferenceRow, ReferenceText, SelfCheckReference } from "./parseReference";

/** The name a file of reference values goes by in its `format` field. */
export const REFERENCE_FORMAT = "rl-on-off/self-check";

/** A row as the truncated distribution that it is. */
export function distributionOf({ ids, logprobs, rest }: ReferenceRow): TruncatedDistribution {
  return {
    kind: "truncated",
    ids: Uint32Array.from(ids),
    logprobs: Float32Array.from(logprobs),
    rest: rest ?? -Infinity,
  };
}
