import type { MixRequest } from "../../../contract/lab";
import type { MixedAnswer } from "./mixedAnswer";
import { sameMixture, sameQuestion } from "./mixRequest";

/** The weights that a sweep writes answers at, in order. */
export const SWEPT_ALPHAS: readonly number[] = Array.from({ length: 11 }, (_, tenth) => tenth / 10);

/** Answers to one question at several weights. */
export class SweepState {
  /** Those that are written, in the order of `SWEPT_ALPHAS`. */
  answers: readonly MixedAnswer[] = $state.raw([]);
  running = $state(false);
  private request: MixRequest | undefined = $state.raw();

  /** Begins anew, or goes on where the last sweep of this question was stopped. */
  begin(request: MixRequest): void {
    if (!this.isOf(request) || this.answers.length === SWEPT_ALPHAS.length) this.answers = [];
    this.request = request;
    this.running = true;
  }

  /** What is to be written next; undefined where nothing is. */
  get next(): MixRequest | undefined {
    const alpha = SWEPT_ALPHAS[this.answers.length];
    if (!this.running || !this.request || alpha === undefined) return undefined;
    return at(this.request, alpha);
  }

  add(answer: MixedAnswer): void {
    this.answers = [...this.answers, answer];
    if (this.answers.length === SWEPT_ALPHAS.length) this.running = false;
  }

  stop(): void {
    this.running = false;
  }

  /** Whether the answers are those of this question, mixed in this way. */
  isOf(request: MixRequest | undefined): boolean {
    const { request: own } = this;
    return (
      own !== undefined &&
      request !== undefined &&
      sameQuestion(own, request) &&
      sameMixture(at(own, 0), at(request, 0))
    );
  }
}

function at(request: MixRequest, alpha: number): MixRequest {
  return { ...request, mixture: { ...request.mixture, alpha } };
}
