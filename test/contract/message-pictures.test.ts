import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Conversation, MessagePicture } from '../../shared/api/conversations';
import { ANN, BOB, type Answer, codeOf, testBackend, type TestBackend } from '../support/backend';
import { claimedPng, gifHead, jpegHead, pngOf, webpHead } from '../support/pictures';
import { tempDir } from '../support/store';

const RED = pngOf(4, 3, () => [255, 0, 0]);

async function conversation(server: TestBackend): Promise<string> {
  const made = await server.ask('POST', '/v1/conversations', { body: { title: 't' } });
  return (made.json as unknown as Conversation).id;
}

async function post(
  server: TestBackend,
  id: string,
  bytes: Buffer,
  { token = ANN, query = '?name=red.png' } = {},
): Promise<Answer> {
  const response = await fetch(`${server.url}/v1/conversations/${id}/pictures${query}`, {
    method: 'POST',
    // A lie, on purpose: the bytes decide.
    headers: { authorization: `Bearer ${token}`, 'content-type': 'image/svg+xml' },
    body: new Uint8Array(bytes),
  });
  const text = await response.text();
  const json = JSON.parse(text) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, text, json };
}

async function stored(server: TestBackend, id: string, bytes = RED): Promise<MessagePicture> {
  const answer = await post(server, id, bytes);
  expect(answer.status).toBe(201);
  return answer.json as unknown as MessagePicture;
}

async function read(server: TestBackend, id: string, pid: string, token = ANN) {
  return fetch(`${server.url}/v1/conversations/${id}/pictures/${pid}`, {
    headers: { authorization: `Bearer ${token}` },
  });
}

const question = (id: string, pictures: readonly MessagePicture[]) => ({
  id,
  parentId: null,
  role: 'user' as 'user' | 'assistant',
  content: 'What is this?',
  createdAt: 1,
  meta: null,
  pictures,
});

const putMessage = (server: TestBackend, id: string, message: ReturnType<typeof question>) =>
  server.ask('PUT', `/v1/conversations/${id}/messages/${message.id}`, { body: message });

async function shown(server: TestBackend, id: string) {
  const answer = await server.ask('GET', `/v1/conversations/${id}`);
  return (answer.json as unknown as Conversation).messages;
}

const filesIn = (dir: string): readonly string[] => {
  const folder = join(dir, 'pictures');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe('pictures of messages', () => {
  it('a message shows its pictures in their order, its bytes are read on their own', async () => {
    const server = await testBackend();
    const id = await conversation(server);
    const red = await stored(server, id);
    const blue = await stored(
      server,
      id,
      pngOf(2, 2, () => [0, 0, 255]),
    );
    expect(red).toEqual({
      id: expect.any(String) as string,
      mime: 'image/png',
      width: 4,
      height: 3,
      bytes: RED.length,
      name: 'red.png',
    });
    expect((await putMessage(server, id, question('m1', [blue, red]))).status).toBe(200);
    const [message] = await shown(server, id);
    expect(message?.pictures).toEqual([blue, red]);
    const answer = await read(server, id, red.id);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(RED);
  });

  it('what a caller says of a picture is not believed', async () => {
    const server = await testBackend();
    const id = await conversation(server);
    const red = await stored(server, id);
    await putMessage(server, id, question('m1', [{ ...red, width: 9000, mime: 'image/gif' }]));
    expect((await shown(server, id))[0]?.pictures).toEqual([red]);
  });

  it.each([
    ['image/gif', gifHead(5, 6)],
    ['image/jpeg', jpegHead(5, 6)],
    ['image/webp', webpHead('VP8X', 5, 6)],
  ])('%s is told by its bytes, and read back as what it is', async (mime, bytes) => {
    const server = await testBackend();
    const id = await conversation(server);
    const picture = await stored(server, id, bytes);
    expect(picture).toMatchObject({ mime, width: 5, height: 6 });
    expect((await read(server, id, picture.id)).headers.get('content-type')).toBe(mime);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 400, 'invalid_picture'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 400, 'invalid_picture'],
    ['text', Buffer.from('not a picture at all, whatever its name'), 400, 'invalid_picture'],
    ['too many bytes', Buffer.concat([RED, Buffer.alloc(1_600_000)]), 413, 'picture_too_large'],
    ['too many pixels', claimedPng(40_000, 40_000), 413, 'picture_too_large'],
  ])('%s is refused, and nothing is left of it', async (_name, bytes, status, code) => {
    const server = await testBackend();
    const answer = await post(server, await conversation(server), bytes);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(filesIn(server.dir)).toEqual([]);
  });

  it('belongs to one user: nobody else adds, shows or reads one', async () => {
    const server = await testBackend();
    const id = await conversation(server);
    const red = await stored(server, id);
    const added = await post(server, id, RED, { token: BOB });
    expect([added.status, codeOf(added)]).toEqual([404, 'conversation_not_found']);
    expect((await read(server, id, red.id, BOB)).status).toBe(404);
    const bobs = await server.ask('POST', '/v1/conversations', { body: {}, token: BOB });
    const bobsId = (bobs.json as unknown as Conversation).id;
    const stolen = await server.ask('PUT', `/v1/conversations/${bobsId}/messages/m1`, {
      body: question('m1', [red]),
      token: BOB,
    });
    expect([stolen.status, codeOf(stolen)]).toEqual([404, 'picture_not_found']);
    expect((await read(server, bobsId, red.id, BOB)).status).toBe(404);
    expect(filesIn(server.dir)).toHaveLength(1);
  });

  it('a picture is one message’s; a message that names no stored one is not stored at all', async () => {
    const server = await testBackend();
    const id = await conversation(server);
    const red = await stored(server, id);
    await putMessage(server, id, question('m1', [red]));
    const twice = await putMessage(server, id, question('m2', [red]));
    expect([twice.status, codeOf(twice)]).toEqual([404, 'picture_not_found']);
    expect((await shown(server, id)).map((message) => message.id)).toEqual(['m1']);
    // As an edit of its text would: the pictures stay.
    expect((await putMessage(server, id, { ...question('m1', []), content: 'new' })).status).toBe(
      200,
    );
    expect((await shown(server, id))[0]).toMatchObject({ content: 'new', pictures: [red] });
  });

  it('only a question carries pictures, and eight at most', async () => {
    const server = await testBackend();
    const id = await conversation(server);
    const all: MessagePicture[] = [];
    for (let n = 0; n < 9; n += 1) all.push(await stored(server, id));
    const many = await putMessage(server, id, question('m1', all));
    expect([many.status, codeOf(many)]).toEqual([400, 'invalid_request']);
    const answer = { ...question('m1', all.slice(0, 1)), role: 'assistant' as const };
    const wrong = await putMessage(server, id, answer);
    expect([wrong.status, codeOf(wrong)]).toEqual([400, 'invalid_request']);
    expect(await shown(server, id)).toEqual([]);
    expect((await putMessage(server, id, question('m1', all.slice(0, 8)))).status).toBe(200);
  });

  it('bytes go with the conversation', async () => {
    const server = await testBackend();
    const id = await conversation(server);
    const other = await conversation(server);
    const red = await stored(server, id);
    await stored(server, id); // waits for a message that never comes
    const kept = await stored(server, other);
    await putMessage(server, id, question('m1', [red]));
    expect(filesIn(server.dir)).toHaveLength(3);
    expect((await server.ask('DELETE', `/v1/conversations/${id}`, { token: BOB })).status).toBe(
      404,
    );
    expect(filesIn(server.dir)).toHaveLength(3);
    expect((await server.ask('DELETE', `/v1/conversations/${id}`)).status).toBe(204);
    expect(filesIn(server.dir)).toEqual([`${kept.id}.png`]);
    expect((await read(server, id, red.id)).status).toBe(404);
    expect((await read(server, other, kept.id)).status).toBe(200);
  });

  it('a restart sweeps what a crash or a failed send left, and keeps the rest', async () => {
    const dir = tempDir();
    const first = await testBackend({ dataDir: dir });
    const id = await conversation(first);
    const red = await stored(first, id);
    const waits = await stored(first, id);
    await putMessage(first, id, question('m1', [red]));
    writeFileSync(join(dir, 'pictures', 'left.png'), RED); // no row knows it
    await first.backend.close();

    const soon = await testBackend({ dataDir: dir });
    expect(filesIn(dir)).toEqual([`${red.id}.png`, `${waits.id}.png`].toSorted());
    await soon.backend.close();

    const nextDay = {
      now: () => Date.now() + 25 * 60 * 60 * 1000,
      monotonic: () => performance.now(),
    };
    const late = await testBackend({ dataDir: dir, clock: nextDay });
    expect(filesIn(dir)).toEqual([`${red.id}.png`]);
    expect((await shown(late, id))[0]?.pictures).toEqual([red]);
  });

  it('a file that somebody deleted is a picture that is not there, not a broken server', async () => {
    const server = await testBackend();
    const id = await conversation(server);
    const red = await stored(server, id);
    await putMessage(server, id, question('m1', [red]));
    rmSync(join(server.dir, 'pictures', `${red.id}.png`));
    expect((await read(server, id, red.id)).status).toBe(404);
    expect((await shown(server, id))[0]?.pictures).toEqual([red]);
    expect((await server.ask('DELETE', `/v1/conversations/${id}`)).status).toBe(204);
  });

  it('a name is kept as one line of bounded length', async () => {
    const server = await testBackend();
    const id = await conversation(server);
    const query = `?name=${encodeURIComponent(` a\r\nb${'x'.repeat(500)}`)}`;
    const answer = await post(server, id, RED, { query });
    const { name } = answer.json as unknown as MessagePicture;
    expect(name.startsWith('a  bxxx')).toBe(true);
    expect(name).toHaveLength(200);
  });
});
