import { expect, test } from "vitest";
import { resultTable, tally, verdict, type StageResult } from "./test-report.mjs";

const unit: StageResult = {
  name: "unit",
  status: "ok",
  seconds: 31.04,
  counts: { passed: 120, failed: 0, skipped: 2 },
};
const lint: StageResult = {
  name: "lint",
  status: "failed",
  seconds: 9.5,
  note: '"eslint.js ." failed with exit status 1.',
};
const journeys: StageResult = { name: "journeys", status: "not run", seconds: 0 };

test("the last line is the sum over all tests", () => {
  expect(verdict([unit])).toBe("120 passed, 0 failed, 2 skipped");
  expect(verdict([unit, { ...unit, counts: { passed: 3, failed: 1, skipped: 0 }, status: "failed" }])).toBe(
    "123 passed, 1 failed, 2 skipped",
  );
  expect(verdict([])).toBe("0 passed, 0 failed");
});

test("a failure that is not a test's is never '0 failed'", () => {
  expect(verdict([unit, lint])).toBe("120 passed, 1 failed, 2 skipped");
  expect(verdict([{ ...unit, status: "failed", counts: { passed: 5, failed: 0, skipped: 0 } }])).toBe(
    "5 passed, 1 failed",
  );
});

test("a test file that does not load counts as one failure", () => {
  const report = {
    numPassedTests: 4,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
      { status: "passed", assertionResults: [{}] },
    ],
  };
  expect(tally(report)).toEqual({ passed: 4, failed: 2, skipped: 1 });
});

test("the table has a line per stage, those that were not run too", () => {
  expect(`\n${resultTable([lint, unit, journeys])}\n`).toMatchInlineSnapshot(`
    "
    lint      failed       9.5 s   "eslint.js ." failed with exit status 1.
    unit      ok          31.0 s   120 passed, 0 failed, 2 skipped
    journeys  not run
    total                 40.5 s
    "
  `);
});
