/*
 * What a gateway cannot do without, and nothing more (design/performance.md): parse, score 50
 * candidates, rewrite the model, relay by undici's dispatch, read usage, log one line. The yardstick
 * of the gateway bench. argv: upstream origin. Prints its port.
 */
import { openSync, write } from 'node:fs';
import { createServer } from 'node:http';
import { devNull } from 'node:os';
import { Agent } from 'undici';

const origin = process.argv[2] ?? '';
const agent = new Agent({ connections: 256, pipelining: 1 });
const log = openSync(devNull, 'w');
const candidates = Array.from({ length: 50 }, (_, index) => ({
  id: `p/m${index}`,
  q: ((index * 37) % 50) / 50,
  l: ((index * 17) % 50) / 50,
  c: ((index * 7) % 50) / 50,
}));

function winner() {
  let best = candidates[0] ?? { id: '' };
  let top = -1;
  for (const row of candidates) {
    const total = 0.5 * row.q + 0.3 * row.l + 0.2 * row.c;
    if (total > top) [top, best] = [total, row];
  }
  return best;
}

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const started = performance.now();
    const body = JSON.parse(Buffer.concat(parts).toString());
    const pick = winner();
    body.model = 'm1';
    let tail = '';
    agent.dispatch(
      {
        origin,
        path: '/v1/chat/completions',
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
        body: JSON.stringify(body),
      },
      {
        onRequestStart() {},
        onResponseStart(_controller, status, headers) {
          response.writeHead(status, {
            'content-type': headers['content-type'],
            'x-model': pick.id,
          });
        },
        onResponseData(controller, data) {
          tail = data.includes('"usage"') ? data.toString() : tail;
          if (response.write(data)) return;
          controller.pause();
          response.once('drain', () => controller.resume());
        },
        onResponseEnd() {
          response.end();
          const usage = /"total_tokens":(\d+)/.exec(tail)?.[1];
          write(log, `${pick.id} ${usage} ${performance.now() - started}\n`, () => {});
        },
        onResponseError() {
          response.destroy();
        },
      },
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
