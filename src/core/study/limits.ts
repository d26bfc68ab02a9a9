/** Problems of a study, at most. */
export const MOST_PROBLEMS = 2000;

/** Values of a sweep, at most: each is an answer to every problem, and one more with the random control. */
export const MOST_VALUES = 16;

/** Characters of a question, at most. */
export const MOST_QUESTION = 20_000;

/** Characters of an answer that counts as right, at most. */
export const MOST_ANSWER = 400;
