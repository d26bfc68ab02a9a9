import { rightsOf, type ScoredAnswer } from "./scores";

/**
 * Whether a question's most frequent extracted answer is right: 1 or 0. Of equally frequent ones that which was written
 * first counts; answers in which nothing was found do not vote, and where nothing was found in any the vote is lost, but
 * undefined where the format could not look to the end of one. What judges the first answer with the elected text
 * decides; undefined where none of these is judged.
 */
export function majorityVote(answers: readonly ScoredAnswer[], rightFrom: number): 0 | 1 | undefined {
  const elected = electedAnswers(answers);
  if (elected.length === 0)
    return answers.some(({ answer }) => answer.extractionFailed !== undefined) ? undefined : 0;
  return rightsOf(elected, rightFrom)[0];
}

/** The answers with the most frequent extracted text, that which was written first where several are; none where none was found. */
export function electedAnswers(answers: readonly ScoredAnswer[]): readonly ScoredAnswer[] {
  const ballots = new Map<string, ScoredAnswer[]>();
  for (const one of answers) {
    const text = one.answer.extracted?.trim();
    if (text === undefined) continue;
    const ballot = ballots.get(text);
    if (ballot) ballot.push(one);
    else ballots.set(text, [one]);
  }
  let elected: readonly ScoredAnswer[] = [];
  for (const ballot of ballots.values()) if (ballot.length > elected.length) elected = ballot;
  return elected;
}
