/** Milliseconds of work between two breaths: a message waits no longer than this. */
const WORK = 200;

/**
 * For long work in one go: awaited after every step, it lets waiting messages through about five times a second, so
 * that whoever watches the worker gets its answers.
 *
 * @param clock in milliseconds
 */
export function breather(clock: () => number): () => Promise<void> {
  let last = clock();
  return async () => {
    if (clock() - last < WORK) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = clock();
  };
}
