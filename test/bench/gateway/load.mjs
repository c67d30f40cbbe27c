/*
 * The load of the gateway bench, in a process of its own. Reads one job as JSON from argv[2], prints its
 * result as JSON. Jobs: {url, headers, connections, ms, body} counts whole answers;
 * {..., streams: n} reads n streams one after the other on each connection.
 */
import { Client } from 'undici';

const job = JSON.parse(process.argv[2] ?? '{}');
const { origin, pathname } = new URL(job.url);
const headers = { 'content-type': 'application/json', ...job.headers };
const body = JSON.stringify(job.body);
const clients = Array.from(
  { length: job.connections },
  () => new Client(origin, { pipelining: 1, bodyTimeout: 60_000 }),
);

/**
 * @param {Client} client
 * @param {{ total: number[], first: number[] }} times
 */
async function one(client, times) {
  const start = performance.now();
  const answer = await client.request({ path: pathname, method: 'POST', headers, body });
  let first = null;
  let bytes = 0;
  for await (const data of answer.body) {
    first ??= performance.now() - start;
    bytes += data.length;
  }
  if (answer.statusCode !== 200 || bytes < 100) {
    throw new Error(`status ${answer.statusCode}, ${bytes} bytes`);
  }
  times.total.push(performance.now() - start);
  times.first.push(first ?? 0);
}

/** @type {{ total: number[], first: number[] }} */
const times = { total: [], first: [] };
const began = performance.now();
const end = began + (job.ms ?? Number.POSITIVE_INFINITY);
let left = job.streams ?? Number.POSITIVE_INFINITY;
await Promise.all(
  clients.map(async (client) => {
    while (performance.now() < end && left > 0) {
      left -= 1;
      await one(client, times);
    }
  }),
);
const seconds = (performance.now() - began) / 1000;
/** @type {(values: number[], share: number) => number | null} */
const at = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
};
console.log(
  JSON.stringify({
    count: times.total.length,
    perSecond: times.total.length / seconds,
    p50: at(times.total, 0.5),
    p99: at(times.total, 0.99),
    firstP50: at(times.first, 0.5),
  }),
);
process.exit(0);
