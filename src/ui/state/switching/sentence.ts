import type { Answer, AnswerRole } from "../../../core/generation/switching/run";
import type { Side } from "../../../core/side";
import { isWhole } from "./knownAnswers";
import type { Answers } from "./steps";

/** The numbers of the one sentence that a run ends in. */
export interface SwitchSentence {
  names: Readonly<Record<Side, string>>;
  tokens: number;
  fromB: number;
  handOvers: number;
  /** Of answers that have ended, where the right one is known. */
  right: Partial<Record<AnswerRole, boolean>>;
  /** The random control, where it is one of this switched answer and has ended: it may end earlier, with fewer from B. */
  control?: { tokens: number; fromB: number };
  /** The models have one name and say the same at every token. */
  same: boolean;
}

/** Two runs of one model may round differently; what is above this is a difference, in nats. */
const SAME_WITHIN = 1e-4;

export function tokensFromB({ positions }: Answer): number {
  return positions.filter(({ author, forced }) => author === "b" && forced !== "token").length;
}

/** Undefined until the switched answer has ended. */
export function sentenceOf(
  answers: Answers,
  names: Readonly<Record<Side, string>>,
  isRight: (role: AnswerRole) => boolean | undefined,
): SwitchSentence | undefined {
  const { switched } = answers;
  if (switched === undefined || !isWhole(switched.end)) return undefined;
  const { control } = answers;
  const ofThis = control !== undefined && isControlOf(control, switched);
  const ended = (Object.keys(answers) as AnswerRole[]).filter(
    (role) => isWhole(answers[role]?.end) && (role !== "control" || ofThis),
  );
  return {
    names,
    tokens: switched.positions.length,
    fromB: tokensFromB(switched),
    handOvers: switched.positions.filter((position) => position.switch).length,
    same:
      names.a === names.b &&
      switched.positions.every(({ judged }) => judged && judged.statistics.js <= SAME_WITHIN),
    ...(ofThis && isWhole(control.end)
      ? { control: { tokens: control.positions.length, fromB: tokensFromB(control) } }
      : {}),
    right: Object.fromEntries(
      ended.flatMap((role) => {
        const right = isRight(role);
        return right === undefined ? [] : [[role, right]];
      }),
    ),
  };
}

/** Whether a control was drawn for this switched answer; one that does not say what it was drawn for is. */
function isControlOf({ choice }: Answer, { positions }: Answer): boolean {
  const { controlTokens, controlLength } = choice?.own ?? {};
  if (controlTokens === undefined || controlLength === undefined) return true;
  const fromB = positions.filter(({ author }) => author === "b").length;
  return controlTokens === fromB && controlLength === Math.max(1, positions.length);
}
