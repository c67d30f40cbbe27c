import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rank } from '@shared/routing/rank';
import { defaultTasks } from '@shared/routing/task-registry';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import { exampleModels, weights } from './support';

const GOLDEN: [TaskName, [number, number, number], [string, string][]][] = [
  [
    'ptt_response',
    [0.4, 0.5, 0.1],
    [
      ['gemini-1-5-flash-8b-exp', '0.8650'],
      ['gpt-realtime-2', '0.8000'],
      ['haiku-4-5', '0.7900'],
      ['claude-sonnet-4-6', '0.6480'],
    ],
  ],
  [
    'screenshot_understanding',
    [0.6, 0.2, 0.2],
    [
      ['gemini-1-5-pro', '0.7880'],
      ['claude-sonnet-4-6', '0.7700'],
      ['gpt-4o', '0.7600'],
    ],
  ],
  [
    'screenshot_embedding',
    [0.2, 0.3, 0.5],
    [
      ['text-embedding-3-small', '0.8940'],
      ['text-embedding-ada-002', '0.8740'],
      ['cohere-embed-english-v3', '0.8200'],
      ['text-embedding-3-large', '0.7510'],
      ['voyage-large-2', '0.7100'],
    ],
  ],
  [
    'general_assistant',
    [0.5, 0.3, 0.2],
    [
      ['haiku-4-5', '0.8000'],
      ['gemini-1-5-pro', '0.7750'],
      ['gpt-4o', '0.7350'],
      ['claude-sonnet-4-6', '0.7000'],
    ],
  ],
  [
    'transcription',
    [0.3, 0.6, 0.1],
    [
      ['parakeet-stt-v2', '0.9200'],
      ['deepgram-nova-2', '0.8550'],
      ['assemblyai-universal', '0.8180'],
      ['whisper-large-v3', '0.7240'],
    ],
  ],
  [
    'general_assistant',
    [0.1, 0.1, 0.8],
    [
      ['haiku-4-5', '0.8400'],
      ['gemini-1-5-pro', '0.6030'],
      ['gpt-4o', '0.4770'],
      ['claude-sonnet-4-6', '0.3900'],
    ],
  ],
  [
    'screenshot_understanding',
    [0.95, 0.025, 0.025],
    [
      ['claude-sonnet-4-6', '0.9275'],
      ['gpt-4o', '0.8825'],
      ['gemini-1-5-pro', '0.8685'],
    ],
  ],
  [
    'ptt_response',
    [0.05, 0.9, 0.05],
    [
      ['gemini-1-5-flash-8b-exp', '0.9375'],
      ['haiku-4-5', '0.8425'],
      ['gpt-realtime-2', '0.7925'],
      ['claude-sonnet-4-6', '0.5110'],
    ],
  ],
  [
    'ptt_response',
    [1, 0, 0],
    [
      ['claude-sonnet-4-6', '0.9200'],
      ['gpt-realtime-2', '0.8500'],
      ['gemini-1-5-flash-8b-exp', '0.7500'],
      ['haiku-4-5', '0.7000'],
    ],
  ],
];

describe('the example data', () => {
  it.each(GOLDEN)('S0 section M: %s under %j', (task, [quality, latency, cost], expected) => {
    const ranked = rank(exampleModels().candidatesFor(task), weights(quality, latency, cost));
    expect(ranked.map(({ candidate, total }) => [candidate.id, total.toFixed(4)])).toEqual(
      expected,
    );
  });

  it('S0-10: the first five of them are the defaults of the tasks', () => {
    for (const [task, [quality, latency, cost]] of GOLDEN.slice(0, 5)) {
      expect(defaultTasks().get(task).weights).toEqual(weights(quality, latency, cost));
    }
  });

  it('S0-20: covers the five tasks with 3 to 5 models each and says that it is estimated', () => {
    const file = new URL('../../../../shared/routing/benchmarks.example.json', import.meta.url);
    const { _comment: comment } = JSON.parse(readFileSync(file, 'utf8'));
    expect(comment).toContain('EDUCATED ESTIMATES');
    for (const task of TASK_NAMES) {
      const { length } = exampleModels().candidatesFor(task);
      expect(length).toBeGreaterThanOrEqual(3);
      expect(length).toBeLessThanOrEqual(5);
    }
  });
});
