import { readRunFile, writeRunFile } from "../../../core/generation/switching/runFile";
import type { Answer, AnswerPosition, SwitchedRun } from "../../../core/generation/switching/run";
import type { KeyValueStore } from "../draftStore";

const KEY = "rl-on-off:switched:1";

/** Characters of one kept run: a browser gives a page some millions in all. */
const MOST_CHARACTERS = 2_000_000;

/** Candidates of each position, first as many as there are, then fewer, as long as the run is too long to keep. */
const CANDIDATES = [Infinity, 4, 0] as const;

/**
 * Keeps the last run for the visit, so that a reload loses nothing. A store that is switched off, full or holds
 * something else is tolerated: what cannot be kept is not kept, and what cannot be read is absent.
 */
export class KeptRun {
  /** @param open gives the store; it may throw, as `sessionStorage` does where storage is forbidden. */
  constructor(private readonly open: () => KeyValueStore) {}

  load(): SwitchedRun | undefined {
    try {
      const text = this.open().getItem(KEY);
      return text === null ? undefined : readRunFile(JSON.parse(text)).run;
    } catch {
      return undefined;
    }
  }

  /** Whether the run is kept. */
  save(run: SwitchedRun): boolean {
    try {
      for (const candidates of CANDIDATES) {
        const text = writeRunFile(candidates === Infinity ? run : withCandidates(run, candidates));
        if (text.length > MOST_CHARACTERS) continue;
        this.open().setItem(KEY, text);
        return true;
      }
      return false;
    } catch {
      return false;
    }
  }
}

/** The run with at most so many candidates at each position, and without the looks that only others need. */
function withCandidates(run: SwitchedRun, most: number): SwitchedRun {
  const answers = Object.fromEntries(
    Object.entries(run.answers).map(([role, answer]): [string, Answer] => [
      role,
      { ...answer, positions: answer.positions.map((position) => cut(position, most)) },
    ]),
  );
  const needed = new Set([
    ...run.prompt.ids,
    ...Object.values(answers).flatMap(({ positions }) => positions.flatMap(idsOf)),
  ]);
  return { ...run, answers, tokens: run.tokens.filter(({ id }) => needed.has(id)) };
}

function cut(position: AnswerPosition, most: number): AnswerPosition {
  const { judged } = position;
  return judged === undefined
    ? position
    : { ...position, judged: { ...judged, candidates: judged.candidates.slice(0, most) } };
}

function idsOf({ token, drawA, drawB, judged }: AnswerPosition): number[] {
  const drawn = [drawA, drawB].filter((id) => id !== undefined);
  return [token, ...drawn, ...(judged?.candidates ?? []).map(({ id }) => id)];
}
