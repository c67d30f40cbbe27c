/*
 * A provider for the voice bench, in a process of its own: an ear, a mind and a voice that take a
 * fixed time. Prints its port, then one line of JSON for each request: what it was, when it was
 * whole here and when the first useful byte left, in milliseconds.
 */
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const WAIT_MS = 60;
/** 30 frames of silent MPEG-1 layer III, 32 kbit/s, 44.1 kHz mono. */
const SOUND = Buffer.concat(
  Array.from({ length: 30 }, () =>
    Buffer.concat([Buffer.from('fffb10c4', 'hex'), Buffer.alloc(100)]),
  ),
);
const MODELS = JSON.stringify({
  object: 'list',
  data: ['ear', 'mind', 'tts'].map((id) => ({ id, object: 'model' })),
});
const now = () => performance.now();
let turns = 0;

/** @type {(delta: object, finish?: string | null) => string} */
const event = (delta, finish = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const server = createServer((request, response) => {
  request.resume().once('end', () => void answer(request.url ?? '', response));
});

/**
 * @param {string} path
 * @param {import('node:http').ServerResponse} response
 */
async function answer(path, response) {
  if (path === '/v1/models') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(MODELS);
    return;
  }
  const asked = now();
  await wait(WAIT_MS);
  const kind = path.slice('/v1/'.length);
  const said = () => console.log(JSON.stringify({ kind, asked, answered: now() }));
  if (kind === 'audio/transcriptions') {
    turns += 1;
    said();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ text: `question ${turns}` }));
  } else if (kind === 'audio/speech') {
    said();
    response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(SOUND);
  } else {
    said();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    // A sentence that is seen to be whole at once, and is told from every other.
    response.write(event({ content: `Answer${turns} is here. And` }));
    await wait(WAIT_MS);
    response.write(event({ content: ' that is all.' }));
    response.end(`${event({}, 'stop')}data: [DONE]\n\n`);
  }
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address !== null ? address.port : '');
});
