/**
 * `npm run benchmark -- --kind classifier|decider --models a,b --max-cost USD [--data DIR] [--force]
 * [--yes]`: one benchmark run without a window, on the providers of AUTO_ROUTER_PROVIDERS. Says what it
 * would cost and asks, unless `--yes`; what it publishes stays in the data folder, where `npm run
 * serve` and the app find it. A run that was stopped goes on when it is started again.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { note, runMain, ToolError } from './lib/log.mjs';

const SERVE = fileURLToPath(new URL('./serve.mjs', import.meta.url));
const USAGE =
  'usage: npm run benchmark -- --kind classifier|decider --models provider/model,... --max-cost USD [--data DIR] [--force] [--yes]';
const LOOK_EVERY_MS = 500;
const FINAL = new Set(['completed', 'cancelled', 'cost_capped', 'failed']);

/** Null = they are wrong. */
function readArguments() {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string', default: '' },
      models: { type: 'string', default: '' },
      'max-cost': { type: 'string', default: '' },
      data: { type: 'string', default: './data' },
      force: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
    },
  });
  const { kind, data, force, yes } = values;
  const models = values.models.split(',').flatMap((name) => {
    const model = name.trim();
    return model === '' ? [] : [{ model }];
  });
  const maxCostUsd = values['max-cost'] === '' ? Number.NaN : Number(values['max-cost']);
  const known = kind === 'classifier' || kind === 'decider';
  if (!known || models.length === 0 || !(maxCostUsd >= 0)) return null;
  return { kind, models, maxCostUsd, data, force, yes };
}

/** @param {string} data */
async function startServer(data) {
  const child = spawn(process.execPath, [SERVE, '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => null),
  ]);
  if (ready === null) throw new ToolError('the backend did not start');
  const { url, token } = JSON.parse(ready[0]);
  return {
    /** @param {string} method @param {string} path @param {unknown} [body] */
    async ask(method, path, body) {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      /** @type {any} */
      const json = await response.json();
      if (!response.ok) throw new ToolError(`${json.error?.code}: ${json.error?.message}`);
      return json;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** @param {any} estimate */
async function agreed(estimate) {
  if (!process.stdin.isTTY)
    throw new ToolError('nothing was run: add --yes to run without being asked');
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  reader.setPrompt(`Run ${estimate.calls} cases for about $${estimate.costUsd.toFixed(4)}? [y/N] `);
  reader.prompt();
  const [answer] = await once(reader, 'line');
  reader.close();
  return /^y(?:es)?$/iu.test(String(answer).trim());
}

/** @param {any} lane */
const laneRow = (lane) => ({
  model: lane.model,
  status: lane.status,
  cases: `${lane.done}/${lane.total}`,
  accuracy: lane.accuracy === null ? null : Number(lane.accuracy.toFixed(3)),
  usd: lane.costUsd,
  p95Ms: lane.p95Ms === null ? null : Math.round(lane.p95Ms),
  timeouts: lane.timeouts,
  errors: lane.errors,
  reason: lane.reason ?? '',
});

/** @param {Awaited<ReturnType<typeof startServer>>} server @param {string} kind */
async function printPublished(server, kind) {
  if (kind === 'classifier') {
    console.table([(await server.ask('GET', '/v1/benchmark/classifier-winner')).winner]);
    return;
  }
  const { table } = await server.ask('GET', '/v1/benchmark/routing-table');
  const tiers = Object.entries(table?.tiers ?? {});
  console.table(
    tiers.flatMap(([tier, rows]) =>
      rows.map((/** @type {any} */ row, /** @type {number} */ index) => ({
        tier,
        rank: index + 1,
        model: row.model,
        accuracy: Number(row.accuracy.toFixed(3)),
        usdPerCase: row.avgCostUsd,
        graded: row.graded,
      })),
    ),
  );
}

await runMain(async () => {
  const given = readArguments();
  if (given === null) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const { kind, models, maxCostUsd, data, force, yes } = given;
  const server = await startServer(data);
  process.once('SIGINT', () => void server.stop().then(() => process.exit(130)));
  try {
    const { config } = await server.ask('GET', '/v1/benchmark/config');
    if (config === null) {
      const pools = { classifier: { models: [] }, decider: { models: [] }, [kind]: { models } };
      await server.ask('PUT', '/v1/benchmark/config', { ...pools, maxCostUsd });
    }
    const start = { kind, models, maxCostUsd, force };
    const { activeId } = await server.ask('GET', '/v1/benchmark/runs');
    let id = activeId;
    if (id === null) {
      const estimate = await server.ask('POST', '/v1/benchmark/estimate', start);
      console.table(estimate.rows);
      if (!yes && !(await agreed(estimate))) return 0;
      id = (await server.ask('POST', '/v1/benchmark/runs', start)).run.id;
    } else note('A run that was stopped goes on');
    for (;;) {
      const { run } = await server.ask('GET', `/v1/benchmark/runs/${id}`);
      note(`${run.status}: ${run.done}/${run.total} cases, $${run.spentUsd.toFixed(4)}`);
      if (!FINAL.has(run.status)) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        continue;
      }
      console.table(run.lanes.map(laneRow));
      if (run.publish?.status === 'skipped') note(`Nothing was published: ${run.publish.reason}`);
      await printPublished(server, run.kind);
      return run.status === 'completed' ? 0 : 1;
    }
  } finally {
    await server.stop();
  }
});
