import type { PositionBlock } from "../../compare/block";
import type { Failure } from "../../errors";
import type { ModelInfo, Token, TokenId } from "../../model";
import type { SamplingSettings } from "../../sampling/settings";
import type { Side } from "../../side";
import type { SwitchChoice } from "./choice";
import type { Forced, SwitchPoint } from "./decisions";
import type { SwitchEndReason } from "./endings";
import type { Effort } from "./follower";
import type { Measured } from "./pace";
import type { DecidedPosition } from "./replay";

/** A switched answer, or the rest of one. */
export interface SwitchRequest {
  prompt: string;
  chat: boolean;
  choice: SwitchChoice;
  forced: readonly Forced[];
  sampling: SamplingSettings;
  seed: number;
  sample: number;
  /** Solution tokens in all, the kept ones included. */
  maxTokens: number;
  stopStrings: readonly string[];
  endRepetition: boolean;
  /** Tokens drafted before the other model judges them; 1 is the plain loop. */
  pace: "auto" | number;
  /** Positions that stand already and whose author the policy decides again; writing goes on after them. */
  kept: readonly DecidedPosition[];
  /** Candidates listed per model and position. */
  k: number;
}

/** What a comparison's columns do not say of a switched answer's positions; (count) each. */
export interface SwitchColumns {
  authors: readonly Side[];
  forced: readonly ("token" | "side" | undefined)[];
  luck: readonly number[];
  drawsA: readonly TokenId[];
  drawsB: readonly TokenId[];
}

export interface SwitchEnd {
  reason: SwitchEndReason;
  milliseconds: number;
  /** Tokens written in this run. */
  written: number;
  effort: Record<Side, Effort>;
  /** What an automatic pace measured; empty for a chosen one. */
  measured: readonly Measured[];
  /** Tokens that the last draft had. */
  draft: number;
}

export type SwitchEvent =
  | { type: "switch-start"; run: number; prompt: Token[]; rendered: string; a: ModelInfo; b: ModelInfo }
  /** Positions that stand, in order. `tokens`: looks of the ids that were not seen in this run before. */
  | {
      type: "switch-positions";
      run: number;
      block: PositionBlock;
      columns: SwitchColumns;
      switches: readonly SwitchPoint[];
      tokens: Token[];
    }
  | ({ type: "switch-end"; run: number } & SwitchEnd)
  | { type: "switch-failed"; run: number; failure: Failure };
