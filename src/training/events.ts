/** What a training run reports, in order: one `train-step-end` a step, then one `train-end`. */
export type TrainingEvent =
  | {
      type: "train-step-end";
      /** Steps done, this one included. */
      step: number;
      steps: number;
      loss: number;
      learningRate: number;
      /** Norm of all gradients together, before clipping. */
      gradientNorm: number;
      /** Tokens computed in this step, padding included. */
      tokens: number;
      milliseconds: number;
      /** What only some trainers have (reward, kl, …), by name. */
      metrics: Record<string, number>;
    }
  | { type: "train-end"; step: number; reason: "finished" | "stopped" };

export type TrainStepEnd = Extract<TrainingEvent, { type: "train-step-end" }>;

/** What a run needs from the world around it. */
export interface RunContext {
  /** Milliseconds since any fixed time. */
  now(): number;
  /** Asked before every step; true ends the run. */
  shouldStop(): boolean;
}
