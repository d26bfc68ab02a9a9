import type { Draws } from "../../../random";
import { isGuess } from "../guess";
import type { ProblemFamily, Split } from "../problem";
import { splitOf } from "../split";
import { count } from "./count";
import type { LettersProblem } from "./lettersProblem";
import { pseudoWord } from "./pseudoWord";
import { LETTERS_STYLES, SLOPPY_FORM, STEPS_FORM } from "./styles";
import { WORDS } from "./words";

/** A question about a letter of a word. */
export type LettersWording = (letter: string, word: string) => string;

const ALPHABET = "abcdefghijklmnopqrstuvwxyz";

/** The ways of asking, the plainest first. */
export const LETTERS_WORDINGS: readonly [LettersWording, ...LettersWording[]] = [
  (letter, word) => `How many ${letter} in ${word}?`,
  (letter, word) => `How many ${letter} are in ${word}?`,
  (letter, word) => `How many times does the letter ${letter} appear in ${word}?`,
  (letter, word) => `Count the letter ${letter} in ${word}.`,
  (letter, word) => `How often is the letter ${letter} in ${word}?`,
];

/** Share of invented words. They keep a small model from learning the list by heart instead of how to spell. */
const PSEUDO_SHARE = 0.5;
/** Share of letters that the word does not have: the answer is 0. */
const ABSENT_SHARE = 0.1;
/** Share of questions about a letter that occurs more than once, of words that have one. */
const REPEATED_SHARE = 0.6;

function drawWord(draws: Draws, split: Split): string {
  for (;;) {
    const word = draws.next() < PSEUDO_SHARE ? pseudoWord(draws) : draws.pick(WORDS);
    if (splitOf(word) === split) return word;
  }
}

function drawLetter(draws: Draws, word: string): string {
  const present = [...new Set(word)];
  if (draws.next() < ABSENT_SHARE)
    return draws.pick([...ALPHABET].filter((letter) => !word.includes(letter)));
  const repeated = present.filter((letter) => count(letter, word) > 1);
  return draws.pick(repeated.length > 0 && draws.next() < REPEATED_SHARE ? repeated : present);
}

/** The problem that a wording makes of a letter and a word. */
export function lettersProblem(ask: LettersWording, letter: string, word: string): LettersProblem {
  return {
    family: "letters",
    question: ask(letter, word),
    answer: String(count(letter, word)),
    word,
    letter,
  };
}

/** Counting a letter in an English or invented word. */
export const letters: ProblemFamily = {
  id: "letters",
  label: "Counting letters",
  generate(draws, split): LettersProblem {
    const word = drawWord(draws, split);
    const letter = drawLetter(draws, word);
    return lettersProblem(draws.pick(LETTERS_WORDINGS), letter, word);
  },
  styles: LETTERS_STYLES,
  styleOf(answer) {
    if (STEPS_FORM.test(answer)) return "steps";
    if (SLOPPY_FORM.test(answer)) return "sloppy";
    return isGuess(answer) ? "guess" : "other";
  },
};
