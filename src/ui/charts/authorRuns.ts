/** Who wrote a token: model A, model B, or the person, who forced it. */
export type Author = "a" | "b" | "forced";

/** A stretch of positions by one author, both ends inclusive. */
export interface AuthorRun {
  from: number;
  to: number;
  author: Author;
}

/** Neighbours by the same author as one run; the runs cover every position once, in order. */
export function authorRuns(authors: readonly Author[]): AuthorRun[] {
  const runs: AuthorRun[] = [];
  let last: AuthorRun | undefined;
  for (let position = 0; position < authors.length; position++) {
    const author = authors[position] as Author;
    if (last?.author === author) last.to = position;
    else runs.push((last = { from: position, to: position, author }));
  }
  return runs;
}

/** Index of the run that holds a position; −1 where there is none. */
export function runIndexAt(runs: readonly AuthorRun[], position: number): number {
  let low = 0;
  let high = runs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = runs[middle] as AuthorRun;
    if (position < run.from) high = middle - 1;
    else if (position > run.to) low = middle + 1;
    else return middle;
  }
  return -1;
}
