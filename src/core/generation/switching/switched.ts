import type { PairStatistics } from "../../compare/position";
import { pairStatisticsFast } from "../../compare/positionFast";
import type { StopCheck, TokenId } from "../../model";
import { uniform } from "../../random";
import { process } from "../../sampling/chain";
import { draw } from "../../sampling/draw";
import type { SamplingSettings } from "../../sampling/settings";
import { otherSide, type Side } from "../../side";
import { decide, type Forced, type Standing, type SwitchPoint } from "./decisions";
import type { DivergenceKind } from "./divergenceKind";
import { ending, type EndingOptions, type SwitchEndReason } from "./endings";
import type { Effort, Follower } from "./follower";
import type { Pace } from "./pace";

export interface SwitchedOptions {
  kind: DivergenceKind;
  sampling: SamplingSettings;
  seed: number;
  /** Index of the sample: samples of one seed have independent luck. */
  sample: number;
  /** Where the policy stands after the `kept` tokens. */
  standing: Standing;
  forced: readonly Forced[];
  endings: EndingOptions;
  /** How many tokens are drafted before the other model judges them. */
  pace: Pace;
  /** Milliseconds from any fixed moment on. */
  clock: () => number;
  /** Asked before each forward pass; what was judged by then stays. */
  stop?: StopCheck;
}

/** A position of a switched answer. Drawn from its author's distribution with the position's own luck. */
export interface SwitchedPosition {
  /** Index within the solution. */
  position: number;
  token: TokenId;
  /** The active model. */
  author: Side;
  /** What the person decided here. */
  forced?: "token" | "side";
  switch?: SwitchPoint;
  statistics: PairStatistics;
  /** The number in [0, 1) that both draws were made with. */
  luck: number;
  /** What each model's draw is with this luck; one of them stands there unless a token was forced. */
  drawA: TokenId;
  drawB: TokenId;
  /** (V) log-probabilities of both models. */
  a: Float32Array;
  b: Float32Array;
}

export type SwitchedEvent =
  /** Positions that stand, in order. */
  | { type: "positions"; positions: SwitchedPosition[] }
  /** `effort`: what this cost each model. */
  | { type: "end"; reason: SwitchEndReason; effort: Record<Side, Effort> };

/**
 * One model writes, the other takes over where the policy says so, from `kept` on (solution tokens that stand
 * already) until the text ends.
 *
 * The active model drafts a few tokens while the other is silent; the other then reads them in one forward pass, and
 * the policy walks over them with both distributions before it. A draft stands as long as the token that the policy's
 * author draws is the drafted one; from the first that is not, both models take the draft back. So the text depends on
 * models, policy, seed and sampling, and not on how many tokens are drafted: a draft of one is the plain loop.
 */
export async function* switched(
  followers: Record<Side, Follower>,
  prompt: readonly TokenId[],
  kept: readonly TokenId[],
  options: SwitchedOptions,
): AsyncGenerator<SwitchedEvent, void, void> {
  const { pace, endings, clock, stop = () => false } = options;
  const before = { a: { ...followers.a.effort }, b: { ...followers.b.effort } };
  const end = (reason: SwitchEndReason): SwitchedEvent => ({
    type: "end",
    reason,
    effort: { a: since(followers.a.effort, before.a), b: since(followers.b.effort, before.b) },
  });
  const solution = [...kept];
  let standing = options.standing;
  const ended = await ending(solution, endings);
  if (ended) return yield end(ended);
  while (true) {
    if (stop()) return yield end("stopped");
    const began = clock();
    const left = Math.min(endings.maxTokens, endings.room) - solution.length;
    const length = Math.min(pace.next(), left);
    const judged = await judge(followers, prompt, solution, length, standing.active, options);
    if (judged === undefined) return yield end("stopped");
    const positions: SwitchedPosition[] = [];
    let reason: SwitchEndReason | undefined;
    for (const [index, drafted] of judged.draft.entries()) {
      const at = positionAt(solution.length, judged.a[index]!, judged.b[index]!, standing, options);
      positions.push(at.position);
      solution.push(at.position.token);
      standing = at.next;
      reason = await ending(solution, endings);
      if (reason || at.position.token !== drafted) break;
    }
    pace.took({ drafted: judged.draft.length, stood: positions.length, milliseconds: clock() - began });
    yield { type: "positions", positions };
    if (reason) return yield end(reason);
  }
}

interface Judged {
  draft: TokenId[];
  /** Rows of both models at every drafted position. */
  a: Float32Array[];
  b: Float32Array[];
}

/** Drafts up to `length` tokens with the active model and lets the other read them; undefined when stopped. */
async function judge(
  followers: Record<Side, Follower>,
  prompt: readonly TokenId[],
  solution: readonly TokenId[],
  length: number,
  active: Side,
  options: SwitchedOptions,
): Promise<Judged | undefined> {
  const ids = [...prompt, ...solution];
  const from = ids.length;
  const silent = otherSide(active);
  const draftNext = (row: Float32Array): TokenId => draftToken(ids.length - prompt.length, row, options);
  if (length === 1) {
    const [a, b] = await Promise.all([followers.a.rows(ids, from, from), followers.b.rows(ids, from, from)]);
    return { a, b, draft: [draftNext((active === "a" ? a : b)[0]!)] };
  }
  const own: Float32Array[] = [];
  while (own.length < length) {
    if (own.length > 0 && options.stop?.()) return undefined;
    own.push(...(await followers[active].rows(ids, ids.length, ids.length)));
    const token = draftNext(own.at(-1)!);
    ids.push(token);
    if (options.endings.endOfText.has(token)) break;
  }
  if (options.stop?.()) return undefined;
  const others = await followers[silent].rows(ids, from, ids.length - 1);
  const draft = ids.slice(from);
  return active === "a" ? { a: own, b: others, draft } : { a: others, b: own, draft };
}

/** What the active model would put at a position if it stays active. */
function draftToken(position: number, row: Float32Array, options: SwitchedOptions): TokenId {
  const token = forcedAt(options.forced, position)?.token;
  return token ?? draw(process(row, options.sampling), luckAt(position, options));
}

function positionAt(
  position: number,
  a: Float32Array,
  b: Float32Array,
  standing: Standing,
  options: SwitchedOptions,
): { position: SwitchedPosition; next: Standing } {
  const statistics = pairStatisticsFast(a, b);
  const forced = forcedAt(options.forced, position);
  const decided = decide(standing, position, statistics, options.kind, forced);
  const luck = luckAt(position, options);
  const drawA = draw(process(a, options.sampling), luck);
  const drawB = draw(process(b, options.sampling), luck);
  const { author, next } = decided;
  return {
    position: {
      position,
      token: forced?.token ?? (author === "a" ? drawA : drawB),
      author,
      ...forcedBy(forced),
      ...(decided.switch ? { switch: decided.switch } : {}),
      statistics,
      luck,
      drawA,
      drawB,
      a,
      b,
    },
    next,
  };
}

/** How a position was forced, if it was. */
export function forcedBy(forced: Forced | undefined): { forced?: "token" | "side" } {
  if (forced?.token !== undefined) return { forced: "token" };
  return forced?.side === undefined ? {} : { forced: "side" };
}

export function forcedAt(forced: readonly Forced[], position: number): Forced | undefined {
  return forced.find((one) => one.position === position);
}

function luckAt(position: number, { seed, sample }: Pick<SwitchedOptions, "seed" | "sample">): number {
  return uniform(seed, "token", sample, position);
}

function since(now: Effort, before: Effort): Effort {
  return { passes: now.passes - before.passes, tokens: now.tokens - before.tokens };
}
