import { describe, expect, it } from 'vitest';
import { playwrightCounts, vitestCounts } from '../../../scripts/lib/test-counts.mjs';

const NOTHING = { passed: 0, failed: 1, skipped: 0 };

describe('counts of npm test', () => {
  it('takes them from Vitest', () => {
    const report = { numPassedTests: 7, numFailedTests: 2, numPendingTests: 1 };
    expect(vitestCounts(report)).toEqual({ passed: 7, failed: 2, skipped: 1 });
  });

  it('takes them from Playwright, where a flaky test has passed', () => {
    const stats = { expected: 5, flaky: 1, unexpected: 2, skipped: 3 };
    expect(playwrightCounts({ stats })).toEqual({ passed: 6, failed: 2, skipped: 3 });
  });

  it.each([
    ['no report', null],
    ['an empty report', {}],
    ['a report of another shape', { stats: 'none' }],
  ])('counts %s as a failure', (_, report) => {
    expect(vitestCounts(report)).toEqual(NOTHING);
    expect(playwrightCounts(report)).toEqual(NOTHING);
  });

  it('counts a run in which every test was skipped as a failure', () => {
    expect(vitestCounts({ numPendingTests: 4 })).toEqual({ passed: 0, failed: 1, skipped: 4 });
    expect(playwrightCounts({ stats: { skipped: 4 } })).toEqual({
      passed: 0,
      failed: 1,
      skipped: 4,
    });
  });
});
