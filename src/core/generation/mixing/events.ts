import type { PositionBlock } from "../../compare/block";
import type { Failure } from "../../errors";
import type { ModelInfo, Token, TokenId } from "../../model";
import type { SamplingSettings } from "../../sampling/settings";
import type { SwitchEndReason } from "../switching/endings";
import type { Mixture } from "./mixture";

/** An answer drawn from a mixture of A, B and, for proxy-tuning, C. */
export interface MixRequest {
  prompt: string;
  chat: boolean;
  mixture: Mixture;
  /** The model that B is held against in proxy-tuning: one that is loaded as C, or A itself. */
  against: "a" | "c";
  sampling: SamplingSettings;
  seed: number;
  sample: number;
  maxTokens: number;
  stopStrings: readonly string[];
  endRepetition: boolean;
  /** Candidates listed per model and position. */
  k: number;
}

/** What a comparison's columns do not say of a mixed answer's positions; (count) each. */
export interface MixColumns {
  luck: readonly number[];
  drawsA: readonly TokenId[];
  drawsB: readonly TokenId[];
  /** Of the position's token, in the mixture. */
  logprobs: readonly number[];
}

export type MixEvent =
  | {
      type: "mix-start";
      run: number;
      prompt: Token[];
      rendered: string;
      a: ModelInfo;
      b: ModelInfo;
      c?: ModelInfo;
    }
  /** Positions in order. `tokens`: looks of the ids that were not seen in this run before. */
  | { type: "mix-positions"; run: number; block: PositionBlock; columns: MixColumns; tokens: Token[] }
  | {
      type: "mix-end";
      run: number;
      reason: SwitchEndReason;
      milliseconds: number;
      written: number;
      /** Positions that needed forward passes; the others were kept from the run before. */
      passed: number;
    }
  | { type: "mix-failed"; run: number; failure: Failure };
