import type { Answer, Author, QuestionResult, SampleRun } from "../../core/experiment/sample/sampleRun";
import { Draws } from "../../core/random";
import type { RewardOutcome, RewardTerm } from "../../core/rewards/reward";

export interface FakeRunOptions {
  questions?: number;
  samples?: number;
  authors?: readonly Author[];
  seed?: number;
  temperature?: number;
  /** Rewards between 0 and 1 instead of 0 or 1. */
  graded?: boolean;
}

const SKILL: Record<Author, number> = { a: 0.45, b: 0.85, switched: 0.8 };
const WORDS = ["strawberry", "raspberry", "mississippi", "bookkeeper", "assessment", "committee"];
const LETTERS = ["r", "s", "e", "t", "i"];

/** Answers as no model wrote them: each author is right at its own rate, and long answers are more often wrong. */
export function fakeSampleRun({
  questions = 24,
  samples = 4,
  authors = ["a", "b", "switched"],
  seed = 1,
  temperature = 0.8,
  graded = false,
}: FakeRunOptions = {}): SampleRun {
  const terms: RewardTerm[] = [
    { id: graded ? "rouge" : "exact-match", weight: 1, options: {} },
    { id: "format", weight: 0, options: {} },
  ];
  return {
    id: `fake-${seed}`,
    created: "2026-01-02T03:04:05.000Z",
    dataset: { id: "letters", question: "question", reference: "answer", slices: ["letter", "level"] },
    task: { template: { id: "plain" }, format: { id: "boxed" }, rewards: terms },
    settings: {
      authors,
      sampling: { temperature, topK: 0, topP: 1, minP: 0 },
      samples,
      seed,
      maxNewTokens: 256,
      stopStrings: [],
      endRepetition: true,
      batch: 8,
      choice: { policy: "hysteresis", kind: "js", threshold: 0.1, switchBack: -1, start: "a", own: {} },
    },
    total: questions,
    questions: Array.from({ length: questions }, (_, index) => question(index)),
  };

  function question(index: number): QuestionResult {
    const draws = new Draws(seed, "test", index);
    const word = WORDS[index % WORDS.length] as string;
    const letter = LETTERS[Math.floor(draws.next() * LETTERS.length)] as string;
    const reference = word.split(letter).length - 1;
    const text = `How many times does the letter “${letter}” occur in “${word}”?`;
    const slices = { letter, level: index % 3 === 0 ? "hard" : "easy" };
    const known = { index, question: text, prompt: `${text}\n`, reference: String(reference), slices };
    if (index % 23 === 22)
      return { ...known, answers: {}, skipped: "The prompt has 5 012 tokens, the model reads 4 096." };
    const hard = slices.level === "hard" ? 0.2 : 0;
    return {
      ...known,
      answers: Object.fromEntries(
        authors.map((author) => [
          author,
          Array.from({ length: samples }, (_, at) =>
            answer(author, word, letter, reference, hard, draws, at),
          ),
        ]),
      ),
    };
  }

  function answer(
    author: Author,
    word: string,
    letter: string,
    reference: number,
    hard: number,
    draws: Draws,
    at: number,
  ): Answer {
    const right = draws.next() < SKILL[author] - hard;
    const said = right ? reference : reference + 1 + Math.floor(2 * draws.next());
    const found = draws.next() > 0.04;
    const steps = Array.from(
      { length: right ? 1 : 1 + Math.floor(3 * draws.next()) },
      () => `Let us look at each letter: ${[...word].join("-")}. I count the “${letter}”.`,
    ).join(" ");
    const text = `${steps} So there are ${found ? `\\boxed{${said}}` : said}.`;
    const length = Math.round(text.length / 3.4) + at;
    const js = (right ? 0.02 : 0.06) + 0.12 * draws.next() ** 2;
    const failed = draws.next() < 0.02;
    const value = graded
      ? Math.round(100 * (right ? 0.6 + 0.4 * draws.next() : 0.5 * draws.next())) / 100
      : right
        ? 1
        : 0;
    const score: RewardOutcome = failed
      ? { ok: false, why: "time-limit", detail: "stopped after 1000 ms" }
      : {
          ok: true,
          value: found || graded ? value : 0,
          details: { expected: String(reference), given: String(said) },
        };
    return {
      ids: Array.from({ length }, (_, token) => token),
      text,
      end: right ? "end-of-text" : "max-tokens",
      extracted: found ? String(said) : null,
      rewards: [score, { ok: true, value: found ? 1 : 0 }],
      meanLogprob: -0.2 - 0.6 * draws.next(),
      meanEntropy: (right ? 0.25 : 0.5) + 0.5 * draws.next(),
      meanJs: js,
      ...(author === "switched" && { fromB: Math.round(0.12 * length) }),
    };
  }
}
