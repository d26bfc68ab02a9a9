import { candidate } from "../../compare/candidates";
import {
  digestOf,
  formatDigest,
  parseDigest,
  reproduce,
  type ComparisonDigest,
  type Reproduction,
} from "../../compare/digest";
import { badFile } from "../../experiment/badFile";
import { Contradictions } from "../../experiment/contradictions";
import { shortReason } from "../../experiment/distributionsFormat";
import type { FileRemark } from "../../experiment/fileRemark";
import { digestedAnswer } from "./answerDigest";
import type { Answer, AnswerPosition, AnswerRole, SwitchedRun } from "./run";
import { checkRun } from "./runCheck";
import { RUN_FORMAT, runShape, type FileAnswer, type FilePosition } from "./runShape";

export { RUN_FORMAT } from "./runShape";

/** A run out of a file, and what there is to say of it. */
export interface OpenedRun {
  run: SwitchedRun;
  /** The settings as a link's hash, `#/switch?…`; empty where the file brings none. */
  link: string;
  /** What a re-run of the switched answer is held against. */
  digest?: ComparisonDigest;
  /** Whether the digest fits the file's own switched answer; there where there is a digest and something to hold it against. */
  ownDigest?: Reproduction;
  /** What of the file does not hold together. */
  remarks: readonly FileRemark[];
}

/** Whether parsed JSON says of itself that it is a switched run. */
export function isRunFile(contents: unknown): boolean {
  return (
    typeof contents === "object" &&
    contents !== null &&
    "format" in contents &&
    contents.format === RUN_FORMAT
  );
}

/**
 * The text of a file that holds a run, all numbers exactly as they are; JSON has no infinities, so null stands for them.
 *
 * @param link the settings as a link's hash, `#/switch?…`
 */
export function writeRunFile(run: SwitchedRun, link = ""): string {
  const digested = digestedAnswer(run, "switched");
  const digest = digested && digestOf(digested);
  const answers = Object.fromEntries(
    Object.entries(run.answers).map(([role, answer]) => [role, writtenAnswer(answer)]),
  );
  return `${JSON.stringify({
    format: RUN_FORMAT,
    version: 1,
    ...(link === "" ? {} : { link }),
    ...(digest ? { digest: formatDigest(digest) } : {}),
    ...run,
    answers,
  })}\n`;
}

/**
 * The run of a file's parsed contents.
 *
 * @throws ExpectedError "bad-input" that says what cannot be right, and where
 */
export function readRunFile(contents: unknown): OpenedRun {
  const parsed = runShape.safeParse(contents);
  if (!parsed.success)
    throw badFile(
      "This switched run has not the form that this page reads.",
      "docs/formats.md describes it; export the run again.",
      shortReason(parsed.error),
    );
  const { digest: text, link, answers, a, b, settings, prompt, expected, tokens } = parsed.data;
  const run: SwitchedRun = {
    a: withoutUndefined(a),
    b: withoutUndefined(b),
    prompt,
    expected,
    settings: { ...settings, forced: settings.forced.map(withoutUndefined) },
    answers: Object.fromEntries(
      Object.entries(answers).flatMap(([role, answer]) =>
        answer ? [[role, readAnswer(answer)] as [AnswerRole, Answer]] : [],
      ),
    ),
    tokens,
  };
  checkRun(run);
  const digest = text === undefined ? undefined : parseDigest(text);
  const digested = digestedAnswer(run, "switched");
  return {
    run,
    link,
    ...(digest ? { digest } : {}),
    ...(digest && digested ? { ownDigest: reproduce(digest, digested) } : {}),
    remarks: [
      ...(text !== undefined && !digest ? [{ type: "digest-damaged" } as const] : []),
      ...contradictionsOf(run),
    ],
  };
}

/** Statistics of an answer that its own candidates rule out. */
function contradictionsOf({ answers, a }: SwitchedRun): FileRemark[] {
  return Object.values(answers).flatMap(({ positions }) => {
    const contradictions = new Contradictions();
    for (const [position, { token, judged }] of positions.entries()) {
      if (!judged) continue;
      const { statistics, candidates } = judged;
      contradictions.holdAgainstCandidates(
        position,
        { token, statistics, candidates: [...candidates] },
        a.vocabSize,
      );
    }
    return contradictions.list.map((one): FileRemark => ({ type: "contradiction", ...one }));
  });
}

function writtenAnswer({ positions, ...rest }: Answer): unknown {
  return { ...rest, positions: positions.map(writtenPosition) };
}

/** JSON.stringify makes null of infinities by itself. */
function writtenPosition({ judged, switch: point, ...rest }: AnswerPosition): unknown {
  const { position: _, ...handedOver } = point ?? {};
  return {
    ...rest,
    ...(point ? { switch: handedOver } : {}),
    ...(judged
      ? {
          statistics: judged.statistics,
          candidates: judged.candidates.map(({ id, logprobA, logprobB, rankA, rankB }) => ({
            ...{ id, logprobA, logprobB, rankA, rankB },
          })),
        }
      : {}),
  };
}

function readAnswer({ positions, choice, end }: FileAnswer): Answer {
  return {
    positions: positions.map(readPosition),
    ...(choice ? { choice } : {}),
    ...(end ? { end } : {}),
  };
}

function readPosition(
  { statistics, candidates, switch: point, ...rest }: FilePosition,
  position: number,
): AnswerPosition {
  const judged = statistics &&
    candidates && {
      statistics,
      candidates: candidates.map((one) =>
        candidate(one.id, one.logprobA, one.logprobB, one.rankA, one.rankB),
      ),
    };
  return {
    ...withoutUndefined(rest),
    ...(point ? { switch: { position, ...point } } : {}),
    ...(judged ? { judged } : {}),
  };
}

type Defined<T> = { [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> : T[K] };

/** zod gives optional keys the value undefined where they are missing from a type that does not allow it. */
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Defined<T>;
}
