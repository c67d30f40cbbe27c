/** The six demos of S0-99 with the golden numbers of the example benchmarks. */
import assert from 'node:assert/strict';

/** @typedef {import('./backend.mjs').Client} Client */

/**
 * The pick of a task, under given weights or (without) the effective ones.
 * @param {Client} client
 * @param {string} task
 * @param {{ quality: number, latency: number, cost: number }} [weights]
 */
async function pick(client, task, weights) {
  const query = new URLSearchParams({ task });
  if (weights) query.set('weights', JSON.stringify(weights));
  const answer = await client.get(`/v1/auto-router/pick?${query}`);
  const ranking = answer.detail.candidates.map((/** @type {{ id: string }} */ c) => c.id);
  console.log(`   ${task}: ${answer.model} (${answer.weights_source})`);
  for (const id of ranking) console.log(`     ${answer.scores[id].toFixed(4)}  ${id}`);
  return { ...answer, ranking };
}

/**
 * @param {{ scores: Record<string, number> }} answer
 * @param {Record<string, number>} golden
 */
function assertScores(answer, golden) {
  for (const [id, expected] of Object.entries(golden)) {
    assert.equal(answer.scores[id]?.toFixed(4), expected.toFixed(4), `score of ${id}`);
  }
}

/** @type {readonly { title: string, run(client: Client): Promise<void> }[]} */
export const DEMOS = [
  {
    title: 'Cheap chat: haiku-4-5 wins either way, the dear models fall',
    async run(client) {
      const before = await pick(client, 'general_assistant');
      assert.equal(before.model, 'haiku-4-5');
      assertScores(before, { 'haiku-4-5': 0.8, 'gemini-1-5-pro': 0.775, 'gpt-4o': 0.735 });
      const after = await pick(client, 'general_assistant', {
        quality: 0.1,
        latency: 0.1,
        cost: 0.8,
      });
      assert.equal(after.model, 'haiku-4-5');
      assertScores(after, { 'haiku-4-5': 0.84, 'gemini-1-5-pro': 0.603, 'gpt-4o': 0.477 });
    },
  },
  {
    title: 'Best screenshots: the winner changes to claude-sonnet-4-6',
    async run(client) {
      const before = await pick(client, 'screenshot_understanding');
      assert.equal(before.model, 'gemini-1-5-pro');
      const after = await pick(client, 'screenshot_understanding', {
        quality: 0.95,
        latency: 0.025,
        cost: 0.025,
      });
      assert.equal(after.model, 'claude-sonnet-4-6');
      assertScores(after, {
        'claude-sonnet-4-6': 0.9275,
        'gpt-4o': 0.8825,
        'gemini-1-5-pro': 0.8685,
      });
    },
  },
  {
    title: 'Quick push-to-talk: gemini wins either way, haiku-4-5 rises to second',
    async run(client) {
      const before = await pick(client, 'ptt_response');
      assert.deepEqual(before.ranking.slice(0, 2), ['gemini-1-5-flash-8b-exp', 'gpt-realtime-2']);
      const after = await pick(client, 'ptt_response', { quality: 0.05, latency: 0.9, cost: 0.05 });
      assert.deepEqual(after.ranking.slice(0, 2), ['gemini-1-5-flash-8b-exp', 'haiku-4-5']);
      assertScores(after, { 'gemini-1-5-flash-8b-exp': 0.9375, 'haiku-4-5': 0.8425 });
    },
  },
  {
    title:
      'The live endpoint and its metrics: a pick shows in the history with the weights it used',
    async run(client) {
      const weights = { quality: 0.2, latency: 0.2, cost: 0.6 };
      const answer = await pick(client, 'screenshot_embedding', weights);
      const metrics = await client.get('/v1/auto-router/metrics');
      const last = metrics.pick_history.at(-1);
      assert.equal(last.task, 'screenshot_embedding');
      assert.equal(last.model, answer.model);
      assert.deepEqual(last.weights_used, weights);
      assert.equal(metrics.tasks.transcription.current_pick, 'parakeet-stt-v2');
      console.log(`   ${metrics.pick_history.length} picks in the history, newest: ${last.model}`);
    },
  },
  {
    title: 'Your weights: saved, obeyed at once, cleared again',
    async run(client) {
      await client.put('/v1/auto-router/prefs', {
        prefs: { ptt_response: { quality: 1, latency: 0, cost: 0 } },
      });
      const own = await pick(client, 'ptt_response');
      assert.equal(own.model, 'claude-sonnet-4-6');
      assert.equal(own.weights_source, 'user_prefs');
      await client.put('/v1/auto-router/prefs', { prefs: {} });
      const cleared = await pick(client, 'ptt_response');
      assert.equal(cleared.model, 'gemini-1-5-flash-8b-exp');
      assert.equal(cleared.weights_source, 'task_default');
    },
  },
  {
    title: 'Without a live source: the metrics say that these are example numbers',
    async run(client) {
      const metrics = await client.get('/v1/auto-router/metrics');
      console.log(`   benchmarks_source: ${metrics.benchmarks_source}`);
      console.log(`   benchmarks_last_refresh: ${metrics.benchmarks_last_refresh ?? 'None'}`);
      assert.equal(metrics.benchmarks_source, 'example');
      assert.equal(metrics.benchmarks_last_refresh, null);
    },
  },
];
