import { expect, test } from "vitest";
import { problemAt } from "../tasks/problems/families";
import { studyProblems } from "./studyProblems";

test("studyProblems takes the families in turn, held-out problems only, the same ones whatever their number", () => {
  const { question, answer } = problemAt("sums", "held-out", 5, 1);
  const five = studyProblems("both", 5, 5);
  expect(five[3]).toEqual({ question, answer });
  expect(studyProblems("both", 5, 9).slice(0, 5)).toEqual(five);
  expect(studyProblems("sums", 5, 2)[1]).toEqual(five[3]);
  expect(studyProblems("letters", 5, 0)).toEqual([]);
});
