import type { Failure } from "../errors";
import type { ModelInfo, Token, TokenId } from "../model";
import type { PositionBlock } from "./block";

/** A piece of text on its way to a comparison. Ids win over text: text becomes ids once. */
export interface TextRequest {
  prompt: string;
  /** Render the prompt through the chat template as the user's message. */
  chat: boolean;
  solution: { text: string } | { ids: readonly TokenId[] };
}

export interface CompareRequest extends TextRequest {
  /** Divides both models' logits; 1 is the models as they are. */
  temperature: number;
  /** How many candidates of each model are listed per position. */
  k: number;
}

/** One comparison as it happens; a recording replays the same events. */
export type CompareEvent =
  | {
      type: "compare-start";
      run: number;
      /** The prompt as the models read it, template included. */
      prompt: Token[];
      solution: Token[];
      /** The template's rendering when one was used, else the prompt as it is. */
      rendered: string;
      a: ModelInfo;
      b: ModelInfo;
    }
  /** `tokens`: how candidates look that were not sent before in this run. */
  | { type: "compare-block"; run: number; block: PositionBlock; tokens: Token[] }
  | { type: "compare-end"; run: number; milliseconds: number }
  | { type: "compare-stopped"; run: number; positions: number }
  | { type: "compare-failed"; run: number; failure: Failure };
