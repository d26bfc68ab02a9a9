import type { CompareEvent } from "../../../core/compare/events";
import type { Failure } from "../../../core/errors";
import type { SwitchEnd, SwitchEvent } from "../../../core/generation/switching/events";
import type { AnswerPosition } from "../../../core/generation/switching/run";
import type { ModelInfo, Token } from "../../../core/model";
import type { Side } from "../../../core/side";
import type { WriteEvent } from "../../../contract/lab";
import type { RunOf } from "../lab";
import { aloneEnd, alonePosition, judgedBy, positionsOf } from "./grow";

/** What the lab says before the first token. */
export interface Begun {
  prompt: readonly Token[];
  rendered: string;
  a: ModelInfo;
  b: ModelInfo;
}

/** What is told while an answer is written. */
export interface AnswerListener {
  begun?: (begun: Begun) => void;
  learn: (tokens: readonly Token[]) => void;
  /** All positions so far, the ones it went on from included. */
  grown: (positions: readonly AnswerPosition[]) => void;
}

/** How far an answer came; `end.reason` is "stopped" where it did not come to its end. */
export interface AnswerWritten {
  positions: readonly AnswerPosition[];
  end?: SwitchEnd;
  failure?: Failure;
}

/** Follows a switched answer that goes on from `kept`. */
export async function followSwitched(
  run: RunOf<SwitchEvent>,
  kept: readonly AnswerPosition[],
  listener: AnswerListener,
): Promise<AnswerWritten> {
  let positions = kept;
  for await (const event of run) {
    switch (event.type) {
      case "switch-start":
        listener.learn(event.prompt);
        listener.begun?.(event);
        break;
      case "switch-positions":
        listener.learn(event.tokens);
        positions = [...positions, ...positionsOf(event)];
        listener.grown(positions);
        break;
      case "switch-end": {
        const { type: _type, run: _run, ...end } = event;
        return { positions, end };
      }
      case "switch-failed":
        return { positions, failure: event.failure };
      default:
        event satisfies never;
    }
  }
  return { positions };
}

/** Follows what one model writes alone after `kept`. */
export async function followAlone(
  run: RunOf<WriteEvent>,
  author: Side,
  kept: readonly AnswerPosition[],
  luck: { seed: number; sample: number },
  listener: AnswerListener,
): Promise<AnswerWritten> {
  let positions = kept;
  let read = kept.length;
  for await (const event of run) {
    switch (event.type) {
      case "write-start":
        read += event.prompt.length;
        break;
      case "write-token":
        listener.learn([event.token]);
        positions = [...positions, alonePosition(author, event.token.id, positions.length, luck)];
        listener.grown(positions);
        break;
      case "write-end":
        return { positions, end: aloneEnd(author, event, positions.length - kept.length, read) };
      case "write-failed":
        return { positions, failure: event.failure };
      default:
        event satisfies never;
    }
  }
  return { positions };
}

/** Follows the reading of a whole answer by both models. */
export async function followJudged(
  run: RunOf<CompareEvent>,
  written: readonly AnswerPosition[],
  listener: AnswerListener,
): Promise<AnswerWritten> {
  let positions = written;
  for await (const event of run) {
    switch (event.type) {
      case "compare-start":
      case "compare-end":
      case "compare-stopped":
        break;
      case "compare-block":
        listener.learn(event.tokens);
        positions = judgedBy(positions, event.block);
        listener.grown(positions);
        break;
      case "compare-failed":
        return { positions, failure: event.failure };
      default:
        event satisfies never;
    }
  }
  return { positions };
}
