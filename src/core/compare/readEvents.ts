import type { Failure } from "../errors";
import type { ModelInfo, Token } from "../model";

/** A text that both models read, each by itself: each cuts it as its own tokenizer does. */
export interface ReadRequest {
  prompt: string;
  /** Render the prompt through each model's own chat template, where it has one. */
  chat: boolean;
  solution: string;
}

/** What a text is to one model. */
export interface ReadSide {
  info: ModelInfo;
  /** The prompt as this model reads it, template and special tokens included. */
  prompt: Token[];
  /** Whether the prompt went through its chat template. */
  templated: boolean;
  solution: Token[];
}

/** Two models reading one text side by side, as it happens. Blocks of the two sides come in any order. */
export type ReadEvent =
  | { type: "read-start"; run: number; a: ReadSide; b: ReadSide }
  /** Solution tokens `from … from + logprobs.length − 1` of one side: ln p and rank of each. */
  | {
      type: "read-block";
      run: number;
      side: "a" | "b";
      from: number;
      logprobs: Float64Array;
      ranks: Uint32Array;
    }
  | { type: "read-end"; run: number; milliseconds: number }
  | { type: "read-stopped"; run: number }
  | { type: "read-failed"; run: number; failure: Failure };
