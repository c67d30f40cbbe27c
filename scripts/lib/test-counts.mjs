/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts of Vitest's JSON report; none at all counts as a failure: a run that tested nothing must not
 * pass.
 * @param {unknown} report
 * @returns {Counts}
 */
export function vitestCounts(report) {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = asObject(report);
  return atLeastOne({ passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests });
}

/**
 * Counts of Playwright's JSON report; a flaky test passed on a retry.
 * @param {unknown} report
 * @returns {Counts}
 */
export function playwrightCounts(report) {
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = asObject(asObject(report).stats);
  return atLeastOne({ passed: expected + flaky, failed: unexpected, skipped });
}

/** @param {Counts} counts */
function atLeastOne(counts) {
  return counts.passed + counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/**
 * @param {unknown} value
 * @returns {Record<string, any>}
 */
function asObject(value) {
  return typeof value === 'object' && value !== null ? value : {};
}
