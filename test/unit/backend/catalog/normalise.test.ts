import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import bundled from '../../../../electron/backend/catalog/bundled.json';
import { toCandidate } from '../../../../electron/backend/catalog/normalise';
import { clamp01, linearScore, logScore, unLogScore } from '../../../../electron/backend/catalog/scales';
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
    ['ptt', 'ptt_response', PTT, [['groq/openai/gpt-oss-120b', 0.725], ['anthropic/claude-haiku-4-5', 0.668]]],
    ['ptt q', 'ptt_response', QUALITY, [['anthropic/claude-sonnet-4-6', 1]]],
    ['ptt fast', 'ptt_response', FAST, [['groq/openai/gpt-oss-120b', 0.754], ['openai/gpt-4.1', 0.59]]],
    ['ptt cheap', 'ptt_response', CHEAP, [['ollama/qwen3.8:27b', 0.911]]],
    ['chat', 'general_assistant', CHAT, [['deepseek/deepseek-flash', 0.735], ['openai/gpt-6-luna', 0.728]]],
    ['chat q', 'general_assistant', QUALITY, [['google/gemini-4-argon', 0.985], ['anthropic/claude-opus-5-5', 0.921]]],
    ['chat fast', 'general_assistant', FAST, [['groq/openai/gpt-oss-120b', 0.874], ['google/gemini-3.5-flash-lite', 0.699]]],
    ['chat cheap', 'general_assistant', CHEAP, [['ollama/gemma4:31b', 0.873]]],
    ['screen', 'screenshot_understanding', SCREEN, [['google/gemini-3.6-flash', 0.747], ['google/gemini-3.5-flash-lite', 0.726]]],
    ['screen q', 'screenshot_understanding', QUALITY, [['anthropic/claude-fable-5', 1], ['openrouter/qwen/qwen3.8-max-0902', 0.942]]],
    ['screen fast', 'screenshot_understanding', FAST, [['google/gemini-3.5-flash-lite', 0.697], ['openai/gpt-5.6-luna', 0.653]]],
    ['screen cheap', 'screenshot_understanding', CHEAP, [['ollama/gemma4:31b', 0.867]]],
    ['embed', 'screenshot_embedding', EMBED, [['voyage/voyage-4-lite', 0.732], ['openai/text-embedding-3-small', 0.675]]],
    ['embed q', 'screenshot_embedding', QUALITY, [['google/gemini-embedding-2', 0.936], ['jina/jina-embeddings-v4', 0.861]]],
    ['embed fast', 'screenshot_embedding', FAST, [['google/gemini-embedding-2', 0.52]]],
    ['embed cheap', 'screenshot_embedding', CHEAP, [['voyage/voyage-4-lite', 0.852]]],
    ['stt', 'transcription', STT, [['soniox/stt-rt-v5', 0.878], ['deepgram/nova-3', 0.846], ['assemblyai/u3-rt-pro', 0.772]]],
    ['stt q', 'transcription', QUALITY, [['speechmatics/enhanced', 0.986], ['soniox/stt-rt-v5', 0.946]]],
    ['stt fast', 'transcription', FAST, [['soniox/stt-rt-v5', 0.872], ['deepgram/nova-3', 0.85]]],
    ['stt cheap', 'transcription', CHEAP, [['nemo/nvidia/parakeet-tdt-0.6b-v3', 0.891]]],
  ];
  it.each(rows)('%s', (_name, task, weights, expected) => {
    const head = ranking(task, weights).slice(0, expected.length);
    expect(head.map((c) => c.id)).toEqual(expected.map(([id]) => id));
    expected.forEach(([, total], at) => expect(head[at]?.total).toBeCloseTo(total, 2.9));
  });
});
