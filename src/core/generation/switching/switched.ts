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
  const start = (): Drafting => {
    const began = clock();
    const left = Math.min(endings.maxTokens, endings.room) - solution.length;
    const length = Math.min(pace.next(), left);
    const judged = judge(followers, prompt, solution, length, standing.active, options);
    judged.catch(() => undefined); // told to the one who awaits it; nobody may be waiting yet
    return { began, judged };
  };
  if (stop()) return yield end("stopped");
  let drafting = start();
  try {
    while (true) {
      const judged = await drafting.judged;
      if (judged === undefined) return yield end("stopped");
      const decided: DecidedDraft[] = [];
      let reason: SwitchEndReason | undefined;
      let agreed = 0;
      for (const [index, drafted] of judged.draft.entries()) {
        const { token, next, position } = decideAt(solution.length, judged, index, standing, options);
        decided.push(position);
        solution.push(token);
        standing = next;
        reason = await ending(solution, endings);
        if (token === drafted) agreed++;
        if (reason || token !== drafted) break;
      }
      const [drafted, stood] = [judged.draft.length, decided.length];
      pace.took({ drafted, stood, agreed, milliseconds: clock() - drafting.began });
      if (!reason && stop()) reason = "stopped";
      // What is not needed to go on is computed while the models read on.
      if (!reason) drafting = start();
      yield { type: "positions", positions: decided.map((position) => position()) };
      if (reason) return yield end(reason);
    }
  } finally {
    // Whoever leaves early may use the followers again.
    await drafting.judged.catch(() => undefined);
  }
}

/** A draft under way. */
interface Drafting {
  /** By the clock. */
  began: number;
  judged: Promise<Judged | undefined>;
}

/** A position whose token stands, with what remains to be computed of it. */
type DecidedDraft = () => SwitchedPosition;

interface Judged {
  /** The model that drafted. */
  by: Side;
  draft: TokenId[];
  /** What that model draws by itself; another token than the drafted one where that was forced. */
  drawn: TokenId[];
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
  const drawn: TokenId[] = [];
  const draftNext = (row: Float32Array): TokenId => {
    const position = ids.length - prompt.length;
    const token = draw(process(row, options.sampling), luckAt(position, options));
    drawn.push(token);
    return forcedAt(options.forced, position)?.token ?? token;
  };
  const judged = (own: Float32Array[], others: Float32Array[], draft: TokenId[]): Judged => {
    const [a, b] = active === "a" ? [own, others] : [others, own];
    return { by: active, draft, drawn, a, b };
  };
  if (length === 1) {
    const drafted = followers[active]
      .rows(ids, from, from)
      .then((own) => ({ own, token: draftNext(own[0]!) }));
    const [{ own, token }, others] = await Promise.all([drafted, followers[silent].rows(ids, from, from)]);
    return judged(own, others, [token]);
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
  return judged(own, others, ids.slice(from));
}

/** Who writes a position and which token; the draw of the model that does not write it is left for later. */
function decideAt(
  at: number,
  judged: Judged,
  index: number,
  standing: Standing,
  options: SwitchedOptions,
): { token: TokenId; next: Standing; position: DecidedDraft } {
  const [a, b] = [judged.a[index]!, judged.b[index]!];
  const statistics = pairStatisticsFast(a, b);
  const forced = forcedAt(options.forced, at);
  const decided = decide(standing, at, statistics, options.kind, forced);
  const luck = luckAt(at, options);
  const drawn: Partial<Record<Side, TokenId>> = { [judged.by]: judged.drawn[index]! };
  const drawOf = (side: Side): TokenId =>
    (drawn[side] ??= draw(process(side === "a" ? a : b, options.sampling), luck));
  const { author, next } = decided;
  const token = forced?.token ?? drawOf(author);
  const position = (): SwitchedPosition => ({
    position: at,
    token,
    author,
    ...forcedBy(forced),
    ...(decided.switch ? { switch: decided.switch } : {}),
    statistics,
    luck,
    drawA: drawOf("a"),
    drawB: drawOf("b"),
    a,
    b,
  });
  return { token, next, position };
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
