import { standingOf, type SwitchChoice } from "../generation/switching/choice";
import type { EndingOptions } from "../generation/switching/endings";
import type { Follower } from "../generation/switching/follower";
import { steady } from "../generation/switching/pace";
import { replay, type DecidedPosition } from "../generation/switching/replay";
import { switched } from "../generation/switching/switched";
import type { StopCheck, TokenId } from "../model";
import type { SamplingSettings } from "../sampling/settings";
import type { Side } from "../side";
import { stableHash } from "../tasks/problems/stableHash";
import { choiceOf, type Arm, type Sweep } from "./arms";

/** What came of one arm at one problem. */
export interface Outcome {
  arm: Arm;
  reward: number;
  /** Tokens of the answer. */
  tokens: number;
  /** Those that B wrote. */
  fromB: number;
  /** Hash of the answer's tokens (textHash). */
  text: number;
}

/** 32-bit hash of an answer, by which it is known again. */
export function textHash(solution: readonly TokenId[]): number {
  return stableHash(solution.join(" "));
}

export interface StudyProblemOptions {
  choice: SwitchChoice;
  sweep: Sweep;
  /** Whether each switched answer gets a random control. */
  control: boolean;
  sampling: SamplingSettings;
  seed: number;
  sample: number;
  endings: EndingOptions;
  /** The answer's reward, from its text. */
  reward: (solution: readonly TokenId[]) => number | Promise<number>;
  clock: () => number;
  stop: StopCheck;
}

interface Answer {
  positions: readonly DecidedPosition[];
  fromB: number;
}

/**
 * All arms at one problem; undefined when stopped. All share their luck, so one answer goes over into the next without
 * a model as far as they are the same text: A alone first, then one value of the sweep after another, each with its
 * control, B alone last.
 */
export async function studyProblem(
  followers: Record<Side, Follower>,
  prompt: readonly TokenId[],
  options: StudyProblemOptions,
): Promise<Outcome[] | undefined> {
  const outcomes: Outcome[] = [];
  let before: Answer = { positions: [], fromB: 0 };
  const arm = async (arm: Arm, choice: SwitchChoice, from: Answer): Promise<Answer | undefined> => {
    const answer = await answerOf(followers, prompt, choice, from, options);
    if (!answer) return undefined;
    const solution = answer.positions.map(({ token }) => token);
    const reward = await options.reward(solution);
    outcomes.push({ arm, reward, tokens: solution.length, fromB: answer.fromB, text: textHash(solution) });
    return answer;
  };
  const { choice, sweep } = options;
  const alone = await arm({ series: "a" }, { ...choice, policy: "never" }, before);
  if (!alone) return undefined;
  before = alone;
  for (const value of sweep.values) {
    const answer = await arm({ series: "switched", sweep: value }, choiceOf(choice, sweep, value), before);
    if (!answer) return undefined;
    before = answer;
    if (!options.control) continue;
    const own = { controlTokens: answer.fromB, controlLength: Math.max(1, answer.positions.length) };
    const control = await arm(
      { series: "control", sweep: value },
      { ...choice, policy: "control", own },
      answer,
    );
    if (!control) return undefined;
  }
  const other = await arm({ series: "b" }, { ...choice, policy: "always" }, before);
  return other && outcomes;
}

/** The answer that `choice` writes, from another answer of the same problem as far as they agree. */
async function answerOf(
  followers: Record<Side, Follower>,
  prompt: readonly TokenId[],
  choice: SwitchChoice,
  before: Answer,
  { sampling, seed, sample, endings, clock, stop }: StudyProblemOptions,
): Promise<Answer | undefined> {
  const replayed = replay(before.positions, standingOf(choice, { seed, sample }), choice.kind, []);
  const positions: DecidedPosition[] = replayed.positions.map(({ token }, position) => ({
    ...before.positions[position]!,
    token,
  }));
  let fromB = replayed.positions.filter(({ author }) => author === "b").length;
  const kept = positions.map(({ token }) => token);
  const events = switched(followers, prompt, kept, {
    kind: choice.kind,
    sampling,
    seed,
    sample,
    standing: replayed.standing,
    forced: [],
    endings,
    pace: steady(1),
    clock,
    stop,
  });
  for await (const event of events) {
    if (event.type === "end") return event.reason === "stopped" ? undefined : { positions, fromB };
    for (const { token, author, statistics, drawA, drawB } of event.positions) {
      positions.push({ token, statistics, drawA, drawB });
      if (author === "b") fromB++;
    }
  }
  return undefined;
}
