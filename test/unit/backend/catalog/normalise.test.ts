import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import bundled from '../../../../electron/backend/catalog/bundled.json';
import { toCandidate } from '../../../../electron/backend/catalog/normalise';
import {
  clamp01,
  linearScore,
  logScore,
  unLogScore,
} from '../../../../electron/backend/catalog/scales';
import { catalogFileSchema } from '../../../../electron/backend/catalog/schema';
import type { CatalogFile } from '../../../../electron/backend/catalog/schema';
import { TASK_NAMES, type TaskName } from '../../../../shared/routing/tasks';

const file: CatalogFile = catalogFileSchema.parse(bundled);
type W = [quality: number, latency: number, cost: number];

function ranking(task: TaskName, [q, l, c]: W, only: (id: string) => boolean = () => true) {
  return file.models
    .flatMap((m) => {
      const entry = m.tasks[task];
      return entry && only(m.id) ? [toCandidate(file, m, task, entry)] : [];
    })
    .map(({ id, local, scores }) => ({
      id,
      local,
      total: q * (scores.quality ?? 0) + l * (scores.latency ?? 0) + c * (scores.cost ?? 0),
    }))
    .sort((a, b) => b.total - a.total || (a.id < b.id ? -1 : 1));
}

function candidate(id: string, task: TaskName) {
  const model = file.models.find((m) => m.id === id);
  const entry = model?.tasks[task];
  if (!model || !entry) throw new Error(`${id} is not a candidate of ${task}`);
  return toCandidate(file, model, task, entry);
}

const PTT: W = [0.4, 0.5, 0.1];
const CHAT: W = [0.5, 0.3, 0.2];
const SCREEN: W = [0.6, 0.2, 0.2];
const EMBED: W = [0.2, 0.3, 0.5];
const STT: W = [0.3, 0.6, 0.1];
const QUALITY: W = [1, 0, 0];
const FAST: W = [0.2, 0.7, 0.1];
const CHEAP: W = [0.2, 0.1, 0.7];

describe('worked examples of the published normalisation', () => {
  const rows: [string, TaskName, W, [string, number][]][] = [
    [
      'ptt',
      'ptt_response',
      PTT,
      [
        ['groq/openai/gpt-oss-120b', 0.725],
        ['anthropic/claude-haiku-4-5', 0.668],
      ],
    ],
    ['ptt q', 'ptt_response', QUALITY, [['anthropic/claude-sonnet-4-6', 1]]],
    [
      'ptt fast',
      'ptt_response',
      FAST,
      [
        ['groq/openai/gpt-oss-120b', 0.754],
        ['openai/gpt-4.1', 0.59],
      ],
    ],
    ['ptt cheap', 'ptt_response', CHEAP, [['ollama/qwen3.8:27b', 0.911]]],
    [
      'chat',
      'general_assistant',
      CHAT,
      [
        ['deepseek/deepseek-flash', 0.735],
        ['openai/gpt-6-luna', 0.728],
      ],
    ],
    [
      'chat q',
      'general_assistant',
      QUALITY,
      [
        ['google/gemini-4-argon', 0.985],
        ['anthropic/claude-opus-5-5', 0.921],
      ],
    ],
    [
      'chat fast',
      'general_assistant',
      FAST,
      [
        ['groq/openai/gpt-oss-120b', 0.874],
        ['google/gemini-3.5-flash-lite', 0.699],
      ],
    ],
    ['chat cheap', 'general_assistant', CHEAP, [['ollama/gemma4:31b', 0.873]]],
    [
      'screen',
      'screenshot_understanding',
      SCREEN,
      [
        ['google/gemini-3.6-flash', 0.747],
        ['google/gemini-3.5-flash-lite', 0.726],
      ],
    ],
    [
      'screen q',
      'screenshot_understanding',
      QUALITY,
      [
        ['anthropic/claude-fable-5', 1],
        ['openrouter/qwen/qwen3.8-max-0902', 0.942],
      ],
    ],
    [
      'screen fast',
      'screenshot_understanding',
      FAST,
      [
        ['google/gemini-3.5-flash-lite', 0.697],
        ['openai/gpt-5.6-luna', 0.653],
      ],
    ],
    ['screen cheap', 'screenshot_understanding', CHEAP, [['ollama/gemma4:31b', 0.867]]],
    [
      'embed',
      'screenshot_embedding',
      EMBED,
      [
        ['voyage/voyage-4-lite', 0.732],
        ['openai/text-embedding-3-small', 0.675],
      ],
    ],
    [
      'embed q',
      'screenshot_embedding',
      QUALITY,
      [
        ['google/gemini-embedding-2', 0.936],
        ['jina/jina-embeddings-v4', 0.861],
      ],
    ],
    ['embed fast', 'screenshot_embedding', FAST, [['google/gemini-embedding-2', 0.52]]],
    ['embed cheap', 'screenshot_embedding', CHEAP, [['voyage/voyage-4-lite', 0.852]]],
    [
      'stt',
      'transcription',
      STT,
      [
        ['soniox/stt-rt-v5', 0.878],
        ['deepgram/nova-3', 0.846],
        ['assemblyai/u3-rt-pro', 0.772],
      ],
    ],
    [
      'stt q',
      'transcription',
      QUALITY,
      [
        ['speechmatics/enhanced', 0.986],
        ['soniox/stt-rt-v5', 0.946],
      ],
    ],
    [
      'stt fast',
      'transcription',
      FAST,
      [
        ['soniox/stt-rt-v5', 0.872],
        ['deepgram/nova-3', 0.85],
      ],
    ],
    ['stt cheap', 'transcription', CHEAP, [['nemo/nvidia/parakeet-tdt-0.6b-v3', 0.891]]],
  ];
  it.each(rows)('%s', (_name, task, weights, expected) => {
    const head = ranking(task, weights).slice(0, expected.length);
    expect(head.map((c) => c.id)).toEqual(expected.map(([id]) => id));
    expected.forEach(([, total], at) => expect(head[at]?.total).toBeCloseTo(total, 2.9));
  });
});

describe('one worked line: claude-haiku-4-5 for push-to-talk', () => {
  const haiku = candidate('anthropic/claude-haiku-4-5', 'ptt_response');

  it('adds hearing and speaking to the first answer token', () => {
    expect(haiku.typicalLatencyMs).toBe(1137);
    expect(haiku.scores.latency).toBeCloseTo(0.48, 2);
    expect(haiku.figures.latency).toMatchObject({ value: 637, unit: 'ms', metric: 'ttfat_ms' });
    expect(haiku.figures.latency?.note).toContain('500 ms');
  });

  it('pays for tokens and for an assumed transcription, and says so', () => {
    expect(haiku.typicalCostUsd).toBeCloseTo(0.0026, 6);
    expect(haiku.figures.cost).toMatchObject({ unit: 'usd_per_turn', source: 'pi_ai' });
    expect(haiku.figures.cost?.note).toContain('$0.0048 per minute');
  });

  it('is measured on every axis, so nothing is marked as an estimate', () => {
    expect(Object.values(haiku.figures).map((f) => f?.estimate)).toEqual([false, false, false]);
  });
});

describe('what was not measured', () => {
  it('a predecessor’s figure counts less, is an estimate and names the predecessor', () => {
    const heir = candidate('anthropic/claude-haiku-5-5', 'ptt_response');
    const parent = candidate('anthropic/claude-haiku-4-5', 'ptt_response');
    expect(heir.scores.quality).toBeCloseTo((parent.scores.quality ?? 0) * 0.97, 9);
    expect(heir.scores.latency).toBeCloseTo((parent.scores.latency ?? 0) * 0.95, 9);
    expect(heir.figures.quality).toMatchObject({ estimate: true });
    expect(heir.figures.quality?.note).toContain('from claude-haiku-4-5 (predecessor)');
  });

  it('an unknown price is never free: no typical cost, a prior score, marked (ruling 1)', () => {
    const unpriced = candidate('speechmatics/enhanced', 'transcription');
    expect(unpriced).toMatchObject({ typicalCostUsd: null, price: null, scores: { cost: 0.3 } });
    expect(unpriced.figures.cost).toMatchObject({ source: 'prior', estimate: true, unit: 'score' });
  });

  it('a local model that was not measured here is slow by assumption, not by its cloud host', () => {
    const local = candidate('ollama/qwen3.8:27b', 'ptt_response');
    expect(local).toMatchObject({ typicalLatencyMs: null, typicalCostUsd: 0, local: true });
    expect(local.scores).toMatchObject({ latency: 0.2, cost: 1 });
    expect(local.figures.latency).toMatchObject({ source: 'prior', estimate: true });
  });

  it('a first-token time is no time of the whole answer', () => {
    const chat = candidate('groq/openai/gpt-oss-120b', 'general_assistant');
    expect(chat.figures.latency).toMatchObject({ value: 98, metric: 'ttft_ms' });
    expect(chat.typicalLatencyMs).toBeNull();
  });

  it('tokens per second, once known, make it the time of the whole answer', () => {
    const model = file.models.find((m) => m.id === 'groq/openai/gpt-oss-120b');
    const entry = model?.tasks.general_assistant;
    if (!model || !entry) throw new Error('missing');
    const throughput = { value: 400, source: 'aiwf', date: '2026-08-18' };
    const fast = toCandidate(file, model, 'general_assistant', { ...entry, throughput });
    expect(fast.typicalLatencyMs).toBe(98 + 1000);
    expect(fast.scores.latency).toBeCloseTo(1 - Math.log(1098 / 500) / Math.log(30), 6);
  });

  it('an own figure on another anchored metric beats none, at that metric’s factor', () => {
    const cohere = candidate('cohere/embed-v4.0', 'screenshot_embedding');
    expect(cohere.figures.quality).toMatchObject({ metric: 'rteb16_mean', estimate: false });
    expect(cohere.scores.quality).toBeCloseTo(((65.3 - 35) / 45) * 0.7, 6);
    expect(cohere.figures.cost).toMatchObject({ source: 'cohere_price' });
  });
});

describe('the unit of each typical cost', () => {
  const rows: [string, TaskName, number][] = [
    ['openai/gpt-realtime-2.1', 'ptt_response', 0.0032 + 0.0192 + 0.006],
    ['google/gemini-3.8-live', 'ptt_response', 0.005 / 6 + 0.018 / 4 + 0.001125],
    ['xai/grok-voice-latest', 'ptt_response', (0.08 * 25) / 60],
    ['openai/gpt-6-luna', 'general_assistant', 0.0002 + 0.0002],
    ['openai/gpt-6-luna', 'screenshot_understanding', 0.0002 + 0.000125],
    ['google/gemini-embedding-2', 'screenshot_embedding', 0.12],
    ['voyage/voyage-multimodal-3.5', 'screenshot_embedding', 1.2],
    ['openai/text-embedding-3-small', 'screenshot_embedding', 0.01],
    ['deepgram/nova-3', 'transcription', 0.0048],
  ];
  it.each(rows)('%s for %s costs $%d', (id, task, usd) => {
    expect(candidate(id, task).typicalCostUsd).toBeCloseTo(usd, 9);
  });
});

describe('scales', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const scale = fc
    .record({
      best: fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
      ratio: fc.double({ min: 1.01, max: 1e6, noNaN: true }),
    })
    .map(({ best, ratio }) => ({ best, worst: best * ratio }));
  const anchor = fc
    .record({ zero: number, one: number, factor: fc.double({ min: 0.01, max: 1, noNaN: true }) })
    .filter(({ zero, one }) => Math.abs(one - zero) > 1e-3);

  it('every score is in 0..1, whatever the figure', () => {
    fc.assert(
      fc.property(fc.double(), scale, anchor, (value, log, line) => {
        for (const score of [clamp01(value), logScore(value, log), linearScore(value, line)]) {
          expect(score >= 0 && score <= 1).toBe(true);
        }
      }),
    );
  });

  it('a longer wait or a higher price never scores better', () => {
    const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(positive, positive, scale, (a, b, log) => {
        expect(logScore(Math.max(a, b), log)).toBeLessThanOrEqual(logScore(Math.min(a, b), log));
      }),
    );
  });

  it('moving towards the `one` anchor never scores worse, also where lower is better', () => {
    fc.assert(
      fc.property(number, number, anchor, (a, b, line) => {
        const towards = line.one > line.zero ? 1 : -1;
        const [far, near] = (a - b) * towards < 0 ? [a, b] : [b, a];
        expect(linearScore(near, line)).toBeGreaterThanOrEqual(linearScore(far, line));
      }),
    );
  });

  it('equal ratios are worth the same, and a score leads back to its value', () => {
    fc.assert(
      fc.property(scale, fc.double({ min: 0, max: 1, noNaN: true }), (log, score) => {
        expect(logScore(unLogScore(score, log), log)).toBeCloseTo(score, 9);
      }),
    );
  });

  it('every candidate of the bundled catalog has finite scores in 0..1', () => {
    for (const task of TASK_NAMES) {
      for (const model of file.models) {
        const entry = model.tasks[task];
        if (!entry) continue;
        for (const score of Object.values(toCandidate(file, model, task, entry).scores)) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});
