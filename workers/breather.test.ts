import { expect, test } from "vitest";
import { breather } from "./breather";

test("lets waiting messages through once enough work was done, and not at every step", async () => {
  let now = 0;
  const breathe = breather(() => now);
  const { port1, port2 } = new MessageChannel();
  let heard = 0;
  port2.onmessage = () => heard++;
  port1.postMessage("are you there?");
  for (let step = 0; step < 3; step++) await breathe();
  expect(heard).toBe(0);
  while (heard === 0 && now < 20_000) {
    now += 100;
    await breathe();
  }
  expect(heard).toBe(1);
  port1.close();
});
