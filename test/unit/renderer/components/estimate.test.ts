import type { Figure } from '@shared/routing/candidate';
import { t } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitText } from '../../../../renderer/components/estimate';
import { initTexts } from '../../../../renderer/texts';

const figure = (metric: string, unit: string, value: number): Figure => ({
  value,
  unit,
  metric,
  source: 'x',
  date: null,
  estimate: false,
});

beforeAll(initTexts);

describe('the expected wait', () => {
  it.each([
    ['the whole request when it is known', 2100, figure('ttft_ms', 'ms', 700), '~2.1 s'],
    ['else the first word, and says so', null, figure('ttft_ms', 'ms', 700), 'first word ~0.7 s'],
    ['the first word in seconds too', null, figure('ttfat_ms', 's', 0.7), 'first word ~0.7 s'],
    ['nothing from a prior without a time', null, figure('prior', 'score', 0.45), null],
    ['nothing from another measurement', null, figure('embed_ms', 'ms', 80), null],
    ['nothing when nothing is known', null, null, null],
  ])('is %s', (_case, latencyMs, latency, text) => {
    expect(waitText({ latencyMs, latency }, t)).toBe(text);
  });
});
