import { expect, test } from "vitest";
import { Lockstep } from "./lockstep";

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test("a reader waits for the one furthest behind, and goes on as soon as it may", async () => {
  const lockstep = new Lockstep(["a", "b"], 2);
  const began: string[] = [];
  const a = (async () => {
    for (let position = 0; position < 6; position++) {
      await lockstep.reach("a", position);
      began.push(`a${position}`);
    }
    lockstep.leave("a");
  })();
  await soon();
  expect(began).toEqual(["a0", "a1", "a2"]);
  await lockstep.reach("b", 1);
  began.push("b1");
  await soon();
  expect(began).toEqual(["a0", "a1", "a2", "b1", "a3"]);
  lockstep.leave("b");
  await a;
  expect(began.slice(5)).toEqual(["a4", "a5"]);
});

test("the last reader waits for nobody", async () => {
  const lockstep = new Lockstep(["a"], 1);
  for (let position = 0; position < 100; position += 30) await lockstep.reach("a", position);
});
