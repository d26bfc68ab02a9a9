import { expect, test } from "vitest";
import { verdict } from "../../../core/rewards/verdict";
import { nextProblem } from "./problem";

test("another problem is another one each time, with its right answer", () => {
  let prompt = "";
  let last: number | undefined;
  const asked = new Set<string>();
  for (let round = 0; round < 20; round++) {
    const { index, settings } = nextProblem("sums", { prompt, seed: 7 }, last);
    expect(settings.prompt).not.toBe(prompt);
    expect(verdict(`\\boxed{${settings.expected}}`, settings.expected).right).toBe(true);
    ({ prompt } = settings);
    last = index;
    asked.add(prompt);
  }
  expect(asked.size).toBe(20);
});

test("a seed begins with a problem of its own", () => {
  const first = (seed: number) => nextProblem("letters", { prompt: "", seed }, undefined).settings.prompt;
  expect(first(1)).toBe(first(1));
  expect(first(1)).not.toBe(first(2));
});
