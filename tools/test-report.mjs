/**
 * @typedef {{passed: number, failed: number, skipped: number}} Counts
 * @typedef {object} StageResult
 * @property {string} name
 * @property {"ok" | "failed" | "not run"} status
 * @property {number} seconds
 * @property {Counts} [counts] of a stage that runs tests
 * @property {string} [note] what else there is to say, on one line
 */

/**
 * The counts of one vitest run. A file that could not be loaded has no failed test of its own and counts as one.
 *
 * @param {{numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: {status: string, assertionResults: unknown[]}[]}} report of vitest's json reporter
 * @returns {Counts}
 */
export function tally(report) {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {Counts} counts */
function counted({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * One line per stage: its name, what became of it, how long it took.
 *
 * @param {readonly StageResult[]} results
 */
export function resultTable(results) {
  const total = results.reduce((sum, result) => sum + result.seconds, 0);
  const lines = results.map(({ name, status, seconds, counts, note }) => {
    const time = status === "not run" ? "" : `${seconds.toFixed(1)} s`;
    return `${name.padEnd(10)}${status.padEnd(9)}${time.padStart(9)}   ${counts ? counted(counts) : (note ?? "")}`.trimEnd();
  });
  return [...lines, `${"total".padEnd(19)}${`${total.toFixed(1)} s`.padStart(9)}`].join("\n");
}

/**
 * The last line: the sum over all tests. A stage that failed in another way than by a failed test counts as one, so
 * that the line never says "0 failed" where something did.
 *
 * @param {readonly StageResult[]} results
 */
export function verdict(results) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, counts } of results) {
    sum.passed += counts?.passed ?? 0;
    sum.skipped += counts?.skipped ?? 0;
    sum.failed += Math.max(counts?.failed ?? 0, status === "failed" ? 1 : 0);
  }
  return counted(sum);
}
