import type { SwitchEnd } from "../../../core/generation/switching/events";
import type { Answer, AnswerPosition, AnswerRole } from "../../../core/generation/switching/run";
import type { Side } from "../../../core/side";
import { endOf, unrun, type AnswerWish, type Found, type KnownAnswers } from "./knownAnswers";
import type { Wish } from "./wish";

export type Answers = Readonly<Partial<Record<AnswerRole, Answer>>>;

/** What is to be done next for a wish: models have to run, or what is known already is the answer. */
export type Step =
  | { type: "switch"; role: "switched" | "control"; answer: AnswerWish; kept: readonly AnswerPosition[] }
  | { type: "write"; side: Side; kept: readonly AnswerPosition[]; before: SwitchEnd | undefined }
  | { type: "judge"; side: Side; positions: readonly AnswerPosition[] }
  | { type: "take"; role: AnswerRole; answer: Answer };

/** The switched answer of a wish. */
export function switchedWish({ settings }: Wish): AnswerWish {
  const { choice, forced, seed, sample, maxTokens } = settings;
  return { choice, forced, seed, sample, maxTokens };
}

/** The random control of a switched answer: as many tokens from B, at places that the seed draws. */
export function controlWish({ settings }: Wish, switched: Answer): AnswerWish {
  const { choice, seed, sample, maxTokens } = settings;
  const controlTokens = switched.positions.filter(({ author }) => author === "b").length;
  const own = { controlTokens, controlLength: Math.max(1, switched.positions.length) };
  return { choice: { ...choice, policy: "control", own }, forced: [], seed, sample, maxTokens };
}

/**
 * The next thing to do, undefined where all that is wished for stands: the switched answer first, then A, then B, then
 * the control. What stands is not written again.
 */
export function nextStep(wish: Wish, answers: Answers, known: KnownAnswers): Step | undefined {
  const switched = switchStep("switched", switchedWish(wish), answers, known);
  if (switched) return switched;
  for (const side of ["a", "b"] as const) {
    const alone = aloneStep(side, wish, answers[side]);
    if (alone) return alone;
  }
  if (!wish.control || answers.switched === undefined) return undefined;
  return switchStep("control", controlWish(wish, answers.switched), answers, known);
}

function switchStep(
  role: "switched" | "control",
  answer: AnswerWish,
  answers: Answers,
  known: KnownAnswers,
): Step | undefined {
  const found = known.find(answer, answers[role]);
  if (found.end === undefined) return { type: "switch", role, answer, kept: found.positions };
  return stands(answers[role], answer, found) ? undefined : takes(role, answer, found);
}

/** What is known becomes the answer. */
function takes(role: AnswerRole, { choice }: AnswerWish, { positions, end }: Found): Step {
  return {
    type: "take",
    role,
    answer: { positions, ...(end ? { end } : {}), ...(role === "control" ? { choice } : {}) },
  };
}

/** Whether the shown answer is the one that was found. */
function stands(shown: Answer | undefined, { choice }: AnswerWish, found: Found): boolean {
  if (shown === undefined || shown.end?.reason !== found.end?.reason) return false;
  if (shown.choice !== undefined && JSON.stringify(shown.choice) !== JSON.stringify(choice)) return false;
  return samePositions(shown.positions, found.positions);
}

/** Whether the same tokens stand there by the same authors for the same reasons. */
export function samePositions(one: readonly AnswerPosition[], other: readonly AnswerPosition[]): boolean {
  return (
    one.length === other.length &&
    one.every((position, at) => {
      const { token, author, forced, switch: handOver } = other[at] as AnswerPosition;
      return (
        position.token === token &&
        position.author === author &&
        position.forced === forced &&
        position.switch?.reason === handOver?.reason
      );
    })
  );
}

function aloneStep(side: Side, wish: Wish, answer: Answer | undefined): Step | undefined {
  const { maxTokens } = wish.settings;
  if (answer === undefined) return { type: "write", side, kept: [], before: undefined };
  const { positions, end } = answer;
  if (positions.length > maxTokens) {
    const cut = {
      positions: positions.slice(0, maxTokens),
      end: { ...unrun(endFor(end)), reason: "max-tokens" },
    } as const;
    return { type: "take", role: side, answer: cut };
  }
  if (endOf(answer, positions.length, maxTokens) === undefined) {
    return { type: "write", side, kept: positions, before: end };
  }
  return positions.every(({ judged }) => judged) ? undefined : { type: "judge", side, positions };
}

const NO_EFFORT = { passes: 0, tokens: 0 };

/** An end for what was cut before it was told how it ended. */
export function endFor(end: SwitchEnd | undefined): SwitchEnd {
  return (
    end ?? {
      reason: "stopped",
      milliseconds: 0,
      written: 0,
      effort: { a: NO_EFFORT, b: NO_EFFORT },
      measured: [],
      draft: 1,
    }
  );
}
