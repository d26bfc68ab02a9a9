import { expect, it } from "vitest";
import { problemAt } from "../families";
import { sumsProblem } from "./sums";
import type { SumsProblem } from "./sumsProblem";
import { WORDINGS } from "./wordings";

const problems = Array.from(
  { length: 3000 },
  (_, index) => problemAt("sums", "train", 2, index) as SumsProblem,
);

it("asks for sums and differences about equally often, with numbers from 2 to 99", () => {
  const additions = problems.filter(({ operation }) => operation === "+").length / problems.length;
  expect(additions).toBeGreaterThan(0.45);
  expect(additions).toBeLessThan(0.55);
  const numbers = problems.flatMap(({ left, right }) => [left, right]);
  expect(Math.min(...numbers)).toBe(2);
  expect(Math.max(...numbers)).toBe(99);
});

it("never has a negative answer", () => {
  expect(Math.min(...problems.map(({ answer }) => Number(answer)))).toBeGreaterThanOrEqual(0);
});

it("names two different people where it names two", () => {
  const gives = problems.flatMap(({ question }) => {
    const [, from, to] = /^(\w+) has \d+ \w+ and gives \d+ to (\w+)\./.exec(question) ?? [];
    return from && to ? [[from, to]] : [];
  });
  expect(gives.length).toBeGreaterThan(100);
  expect(gives.filter(([from, to]) => from === to)).toEqual([]);
});

it("makes the problem of a chosen scene, with its answer", () => {
  const scene = { left: 52, right: 17, name: "Mia", other: "Tom", things: "eggs" };
  for (const wording of WORDINGS) {
    const { question, answer, left, right } = sumsProblem(wording, scene);
    expect([question, answer, left, right]).toEqual([
      wording.ask(scene),
      wording.operation === "+" ? "69" : "35",
      52,
      17,
    ]);
  }
});
