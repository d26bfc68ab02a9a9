/** Milliseconds of work in one go: less than a frame, so that a press is seen at once. */
const WORK = 12;

/**
 * For long work in one go: awaited after every step, it lets the page draw and take presses between the steps. Unlike a
 * timer it goes on at full pace in a tab that is not looked at.
 *
 * @param clock in milliseconds
 */
export function breather(clock: () => number = () => performance.now()): () => Promise<void> {
  let last = clock();
  return async () => {
    if (clock() - last < WORK) return;
    await nextTask();
    last = clock();
  };
}

function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
