import { tree } from "@jax-js/jax";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint";
import { Decoder } from "./decoder";
import { startDevice, type TrainingDevice } from "./device";
import type { TrainingEvent } from "./events";
import { trainGrpo, type GrpoOptions, type PromptSource, type RewardSource } from "./grpo";
import type { LlamaConfig, LlamaWeights } from "./llama-config";
import { initialWeights, paramsFromWeights, weightsFromParams } from "./params";
import { rollOut, type Rollout, type RolloutOptions } from "./rollout";
import { Scorer } from "./scorer";
import type { TokenizedExample } from "./packing";
import { trainSft, type ExampleSource, type SftOptions } from "./sft";
import { disposeState, newTrainingState, type TrainingState } from "./state";

export type EventSink = (event: TrainingEvent) => void | Promise<void>;

/** One training run behind a worker's door: holds the state, runs a trainer, answers what it is asked. */
export class TrainerService {
  private state: TrainingState | undefined;
  private stopping = false;

  constructor(
    private readonly start: () => Promise<TrainingDevice> = startDevice,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Starts the device; once, before anything else. */
  open(): Promise<TrainingDevice> {
    return this.start();
  }

  /** Begins a run at freshly drawn weights. */
  initialize(config: LlamaConfig, seed: number): void {
    this.replace(newTrainingState(config, initialWeights(config, seed)));
  }

  /** Begins a run at given weights, step 0. */
  startFrom(config: LlamaConfig, weights: LlamaWeights): void {
    this.replace(newTrainingState(config, weights));
  }

  /** Goes on where a checkpoint was written. */
  resume(checkpoint: Uint8Array): void {
    this.replace(decodeCheckpoint(checkpoint));
  }

  /** The whole state as bytes; between two steps also during a run. */
  checkpoint(): Promise<Uint8Array<ArrayBuffer>> {
    return encodeCheckpoint(this.current());
  }

  weights(): Promise<LlamaWeights> {
    return weightsFromParams(this.current().params);
  }

  /** Runs supervised fine-tuning to its end or until `stop`; `onEvent` is awaited, so it may take a checkpoint. */
  async sft(options: SftOptions, examples: ExampleSource, onEvent: EventSink): Promise<void> {
    await this.run(trainSft(this.current(), options, examples, this.context()), onEvent);
  }

  /** Runs GRPO to its end or until `stop`; the KL penalty is towards `reference`. */
  async grpo(
    options: GrpoOptions,
    reference: LlamaWeights,
    prompts: PromptSource,
    rewards: RewardSource,
    onEvent: EventSink,
  ): Promise<void> {
    const params = paramsFromWeights(reference);
    try {
      await this.run(trainGrpo(this.current(), options, params, prompts, rewards, this.context()), onEvent);
    } finally {
      tree.dispose(params);
    }
  }

  /**
   * Writes an answer to each prompt with the current model, `rows` at once.
   * @param maxLength prompt and answer together, at most
   */
  async rollOut(
    prompts: readonly (readonly number[])[],
    rows: number,
    maxLength: number,
    options: RolloutOptions,
  ): Promise<Rollout[]> {
    const { config, params } = this.current();
    const decoder = new Decoder(config, rows, maxLength);
    const rollouts: Rollout[] = [];
    try {
      for (let from = 0; from < prompts.length; from += rows) {
        const firstSample = options.firstSample + from;
        const part = prompts.slice(from, from + rows);
        rollouts.push(...(await rollOut(decoder, params, part, { ...options, firstSample })));
      }
    } finally {
      decoder.dispose();
    }
    return rollouts;
  }

  /** Next-token log-probabilities at every token of each solution under the current model: (solution, V) each. */
  async score(
    examples: readonly TokenizedExample[],
    rows: number,
    rowLength: number,
  ): Promise<Float32Array[]> {
    const { config, params } = this.current();
    const scorer = new Scorer(config, rows, rowLength);
    try {
      return await scorer.score(params, examples);
    } finally {
      scorer.dispose();
    }
  }

  /** Ends the run after the step in progress. */
  stop(): void {
    this.stopping = true;
  }

  private context() {
    this.stopping = false;
    return { now: this.now, shouldStop: () => this.stopping };
  }

  private async run(events: AsyncGenerator<TrainingEvent>, onEvent: EventSink): Promise<void> {
    for await (const event of events) await onEvent(event);
  }

  private current(): TrainingState {
    if (!this.state) throw new Error("No run was begun: call initialize, startFrom or resume first.");
    return this.state;
  }

  private replace(state: TrainingState): void {
    if (this.state) disposeState(this.state);
    this.state = state;
  }
}
