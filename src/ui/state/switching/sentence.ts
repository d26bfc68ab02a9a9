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
}

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
  const ended = (Object.keys(answers) as AnswerRole[]).filter((role) => isWhole(answers[role]?.end));
  return {
    names,
    tokens: switched.positions.length,
    fromB: tokensFromB(switched),
    handOvers: switched.positions.filter((position) => position.switch).length,
    right: Object.fromEntries(
      ended.flatMap((role) => {
        const right = isRight(role);
        return right === undefined ? [] : [[role, right]];
      }),
    ),
  };
}
