import { LETTERS_WORDINGS, lettersProblem } from "../../src/core/tasks/problems/letters/letters";
import type { Problem } from "../../src/core/tasks/problems/problem";
import { sumsProblem } from "../../src/core/tasks/problems/sums/sums";
import { WORDINGS, type Scene } from "../../src/core/tasks/problems/sums/wordings";
import type { RecordingRecipe } from "./recipe";

const SAMPLED = { temperature: 1, topK: 0, topP: 1, minP: 0 };
const REQUEST = { chat: true, temperature: 1, k: 10 };

const STRAWBERRY = asked(lettersProblem(LETTERS_WORDINGS[0], "r", "strawberry"));
const APPLES = asked(wordProblem("buys", { left: 27, right: 15, name: "Mia", other: "", things: "apples" }));
const BIRDS = asked(wordProblem("fly away", { left: 52, right: 17, name: "", other: "", things: "" }));

/** What a recording of a problem asks, and the answer it is judged by. */
function asked({ question, answer }: Problem) {
  return { request: { ...REQUEST, prompt: question }, answer };
}

/** The word problem about a scene whose wording contains a phrase. */
function wordProblem(phrase: string, scene: Scene): Problem {
  const wording = WORDINGS.find(({ ask }) => ask(scene).includes(phrase));
  if (!wording) throw new RangeError(`no wording says "${phrase}"`);
  return sumsProblem(wording, scene);
}

/** The recordings that ship with the page, in the order in which it offers them. A is base, B is rl. */
export const RECIPES: readonly RecordingRecipe[] = [
  {
    id: "strawberry",
    title: "Counting with RL",
    description:
      "The RL model counts the r in strawberry. Base could do the same; two tokens decide whether it does.",
    annotations: [
      {
        position: 0,
        text: "The first word chooses the way. Base often begins a guess here (“By”, “Maybe”, “My”); RL nearly always begins to spell.",
      },
      {
        position: 6,
        text: "A second fork: write the running count after each letter, or spell on without it. RL counts.",
      },
      { position: 22, text: "Both models count the double r correctly. Base was able to do this all along." },
    ],
    ...STRAWBERRY,
    written: { writer: "b", sampling: SAMPLED, seed: 2, maxNewTokens: 96 },
  },
  {
    id: "guess",
    title: "The same question, guessed",
    description: "Base answers at a glance and is wrong. RL all but gave up the first token of this answer.",
    annotations: [
      { position: 0, text: "RL still gives this beginning a small chance, and hardly ever takes it." },
      {
        position: 5,
        text: "A number at a glance: nothing before it tells how many there are, so both models spread their bets.",
      },
    ],
    ...STRAWBERRY,
    written: { writer: "a", sampling: SAMPLED, seed: 1, maxNewTokens: 96 },
  },
  {
    id: "carry",
    title: "The carry that was dropped",
    description:
      "Base adds in columns and forgets the one it carries. One word in the middle is where RL differs.",
    annotations: [
      {
        position: 0,
        text: "The careful and the careless way of adding both begin like this, so RL likes the first word too.",
      },
      {
        position: 14,
        text: "Here base drops the one it should carry. Force “carry” at this place to see what follows.",
      },
      { position: 18, text: "Without the carry the tens are one short." },
    ],
    ...APPLES,
    written: { writer: "a", sampling: SAMPLED, seed: 2, maxNewTokens: 96 },
  },
  {
    id: "borrow",
    title: "Taking away, step by step",
    description: "RL borrows where it must. Base agrees on nearly every token once the way is chosen.",
    annotations: [
      { position: 0, text: "The way is chosen by the first word: RL all but stopped guessing." },
      { position: 14, text: "Base might as well end here with “so”, without borrowing. RL borrows." },
      { position: 27, text: "What follows from the choice is the same for both models." },
    ],
    ...BIRDS,
    written: { writer: "b", sampling: SAMPLED, seed: 2, maxNewTokens: 96 },
  },
];
