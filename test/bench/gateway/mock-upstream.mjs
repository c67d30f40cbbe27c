/*
 * A provider for the gateway bench, in a process of its own: OpenAI's protocol with fixed answers and
 * no work. Prints its port.
 */
import { createServer } from 'node:http';

const ANSWER = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    created: 0,
    model: 'm1',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'x'.repeat(400) },
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 180, completion_tokens: 100, total_tokens: 280 },
  }),
);
const MODELS = JSON.stringify({ object: 'list', data: [{ id: 'm1', object: 'model' }] });
/** @type {(delta: object, more?: object) => string} */
const chunk = (delta, more = {}) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 0, model: 'm1', choices: [{ index: 0, delta, finish_reason: null }], ...more })}\n\n`;
const HEAD = chunk({ role: 'assistant', content: '' });
const TOKEN = chunk({ content: ' token' });
const TAIL = `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 0, model: 'm1', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`;
const USAGE = `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 0, model: 'm1', choices: [], usage: { prompt_tokens: 180, completion_tokens: 200, total_tokens: 380 } })}\n\ndata: [DONE]\n\n`;

const server = createServer((request, response) => {
  if (request.url === '/v1/models') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(MODELS);
    return;
  }
  /** @type {Buffer[]} */
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts);
    // Cheaper than parsing, and the flag can stand nowhere else in this bench's requests.
    if (!body.includes('"stream":true')) {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': String(ANSWER.length),
      });
      response.end(ANSWER);
      return;
    }
    const chunks = Number(/"seed":(\d+)/.exec(body.toString())?.[1] ?? 200);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(HEAD);
    let sent = 0;
    // One event a turn of the loop: each reaches the gateway as a chunk of its own.
    const next = () => {
      if (response.destroyed) return;
      if (sent === chunks) {
        response.end(TAIL + USAGE);
        return;
      }
      sent += 1;
      response.write(TOKEN);
      setImmediate(next);
    };
    next();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
