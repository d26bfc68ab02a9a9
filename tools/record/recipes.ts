import type { RecordingRecipe } from "./recipe";

const SAMPLED = { temperature: 1, topK: 0, topP: 1, minP: 0 };
const REQUEST = { chat: true, temperature: 1, k: 10 };

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
    request: { ...REQUEST, prompt: "How many r in strawberry?" },
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
    request: { ...REQUEST, prompt: "How many r in strawberry?" },
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
    request: { ...REQUEST, prompt: "Mia has 27 apples and buys 15 more. How many apples does Mia have now?" },
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
    request: { ...REQUEST, prompt: "There are 52 birds on a wall. 17 fly away. How many are left?" },
    written: { writer: "b", sampling: SAMPLED, seed: 2, maxNewTokens: 96 },
  },
];
