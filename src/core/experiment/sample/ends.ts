import type { EndReason } from "../../generation/generate";

/** How an answer ends that its author had not brought to an end. */
export const CUT_SHORT: readonly EndReason[] = ["max-tokens", "context-full", "repetition", "stopped"];
