import fs from 'node:fs';

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * The sum of a test runner's JSON report.
 * @param {string} file missing when the runner died early
 * @param {number} exitCode
 * @param {(report: any) => Count} read
 * @returns {Count} at least one failure when the run was not a success or ran nothing
 */
export function countReport(file, exitCode, read) {
  const count = fs.existsSync(file)
    ? read(JSON.parse(fs.readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0 };
  const ranNothing = count.passed + count.failed === 0;
  // A file that can't be imported fails the run without a failed test in it.
  const failedOutside = exitCode !== 0 && count.failed === 0;
  return ranNothing || failedOutside ? { ...count, failed: count.failed + 1 } : count;
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number }} report
 * @returns {Count}
 */
export function readVitest(report) {
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

/**
 * A flaky test is one that failed first: it is counted as a failure.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number } }} report
 * @returns {Count}
 */
export function readPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}

/**
 * @param {readonly Count[]} counts
 * @returns {Count}
 */
export function sum(counts) {
  return counts.reduce(
    (total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }),
    { passed: 0, failed: 0 },
  );
}
