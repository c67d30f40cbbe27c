import { describe, expect, it } from 'vitest';
import { AnthropicDecoder } from '../../../../electron/backend/translate/dialect-anthropic-decode';
import { OpenaiDecoder } from '../../../../electron/backend/translate/dialect-openai-decode';
import type { IrAnswer } from '../../../../electron/backend/translate/ir';
import { chatSurface } from '../../../../electron/backend/translate/surface-chat';
import { messagesSurface } from '../../../../electron/backend/translate/surface-messages';
import { translatingSink } from '../../../../electron/backend/translate/translate-sink';
import {
  answerOf,
  cutAt,
  decodeSse,
  encodeContext,
  encodeEvents,
  eventsOf,
  keepingSink,
  NO_USAGE,
  sseEvents,
  translateBytes,
} from '../../../support/translate';

const ANSWER: IrAnswer = {
  id: 'a1',
  model: 'provider/model',
  parts: [
    { type: 'text', text: 'grüße 😀!' },
    { type: 'tool_call', id: 'toolu_1', name: 'f', arguments: '{"ü":"😀"}' },
  ],
  finish: 'tool_calls',
  stopSequence: null,
  usage: { promptTokens: 10, completionTokens: 5, cachedTokens: 4, reasoningTokens: null },
};

/** The answer as Anthropic and as OpenAI would stream it. */
const MESSAGES = encodeEvents(messagesSurface.encoder(encodeContext()), eventsOf(ANSWER, 2));
const CHAT = encodeEvents(chatSurface.encoder(encodeContext()), eventsOf(ANSWER, 2));

const TO_CHAT = { surface: 'chat', dialect: 'anthropic', stream: true } as const;
const TO_MESSAGES = { surface: 'messages', dialect: 'openai', stream: true } as const;

/** Microseconds of CPU that the translation of so many deltas takes. */
async function cpuOf(count: number): Promise<number> {
  const text = 'word '.repeat(count);
  const answer: IrAnswer = { ...ANSWER, parts: [{ type: 'text', text }], usage: NO_USAGE };
  const upstream = encodeEvents(messagesSurface.encoder(encodeContext()), eventsOf(answer, 5));
  const bytes = Buffer.from(upstream, 'utf8');
  const pieces = Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, at) =>
    bytes.subarray(at * 4096, (at + 1) * 4096),
  );
  const before = process.cpuUsage();
  const { kept } = await translateBytes(pieces, TO_CHAT);
  const { user, system } = process.cpuUsage(before);
  expect(answerOf(decodeSse(new OpenaiDecoder(), kept.text())).parts).toEqual(answer.parts);
  return user + system;
}

describe('translating a stream', () => {
  it('gives the same events wherever the bytes are cut, also inside of a character', async () => {
    const bytes = Buffer.from(MESSAGES, 'utf8');
    const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    const { kept, sink } = await translateBytes(single, TO_CHAT);
    expect(sink.fault).toBeNull();
    expect(answerOf(decodeSse(new OpenaiDecoder(), kept.text()))).toEqual(ANSWER);
    expect(kept.text()).toBe((await translateBytes([bytes], TO_CHAT)).kept.text());
    expect(kept.text().endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('gives OpenAI streams on as Messages', async () => {
    const { kept } = await translateBytes(cutAt(CHAT, [7, 300, 301]), TO_MESSAGES);
    expect(answerOf(decodeSse(new AnthropicDecoder(), kept.text()))).toEqual(ANSWER);
    expect(sseEvents(kept.text()).at(-1)?.event).toBe('message_stop');
  });

  it('sends each event when it arrives and never waits for the whole answer', async () => {
    const kept = keepingSink();
    const sink = translatingSink(kept, { ...TO_CHAT, context: encodeContext() });
    sink.head(200, {});
    for (const block of MESSAGES.split('\n\n').slice(0, 3)) {
      await sink.chunk(Buffer.from(`${block}\n\n`, 'utf8'));
    }
    expect(kept.text()).toContain('gr');
    expect(kept.chunks.length).toBeGreaterThan(1);
  });

  it('says what the answer is, and keeps only the id of the upstream headers', async () => {
    const headers = {
      'content-type': 'text/event-stream',
      'content-length': '9',
      'request-id': 'req_1',
      'anthropic-ratelimit-requests-limit': '5',
    };
    const { kept } = await translateBytes([Buffer.from(MESSAGES)], { ...TO_CHAT, headers });
    expect(kept.heads).toEqual([
      {
        status: 200,
        headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req_1' },
      },
    ]);
  });

  it.each([
    ['chat', TO_CHAT, MESSAGES.slice(0, MESSAGES.indexOf('event: message_stop')), '[DONE]'],
    [
      'messages',
      TO_MESSAGES,
      CHAT.slice(0, CHAT.lastIndexOf('data: {"id"')).replace('"tool_calls"}', 'null}'),
      'message_stop',
    ],
  ] as const)('never closes a stream that was cut (%s)', async (_name, options, text, closing) => {
    const cut = text.replaceAll('"finish_reason":"tool_calls"', '"finish_reason":null');
    const { kept, sink } = await translateBytes([Buffer.from(cut)], options);
    expect(sink.fault).toBe('cut_stream');
    expect(kept.text()).toContain('gr');
    expect(kept.text()).not.toContain(closing);
  });

  it('sends nothing, not even a head, for what is no answer', async () => {
    const { kept, sink } = await translateBytes([Buffer.from('data: <html>\n\n')], TO_CHAT);
    expect(sink.fault).toBe('not_an_answer');
    expect(kept.heads).toEqual([]);
    expect(kept.chunks).toEqual([]);
  });

  it('takes a last event without its blank line', async () => {
    const { sink, kept } = await translateBytes([Buffer.from(MESSAGES.trimEnd())], TO_CHAT);
    expect(sink.fault).toBeNull();
    expect(kept.text()).toContain('[DONE]');
  });

  it('gives a call an id when the provider gives none', async () => {
    const delta = { tool_calls: [{ index: 0, function: { name: 'f', arguments: '{}' } }] };
    const choice = { index: 0, delta, finish_reason: 'tool_calls' };
    const text = `data: ${JSON.stringify({ id: 'c', choices: [choice] })}\n\n`;
    const { kept } = await translateBytes([Buffer.from(text)], TO_MESSAGES);
    expect(kept.text()).toContain('"id":"call_id1"');
  });

  it('translates 100,000 deltas in time that grows with their number only', async () => {
    await cpuOf(10_000);
    const small = await cpuOf(10_000);
    const large = await cpuOf(100_000);
    // Ten times the work; quadratic time would be a hundred times.
    expect(large).toBeLessThan(small * 40);
  }, 60_000);
});

function whole(value: unknown): Uint8Array[] {
  return cutAt(JSON.stringify(value), [3, 40]);
}

describe('translating a whole answer', () => {
  it('gives it as the JSON of the surface, with ids for calls that have none', async () => {
    const parts = [{ type: 'tool_call' as const, id: '', name: 'f', arguments: '{}' }];
    const body = chatSurface.encode({ ...ANSWER, parts }, encodeContext());
    const { kept, sink } = await translateBytes(whole(body), { ...TO_MESSAGES, stream: false });
    expect(sink.fault).toBeNull();
    // The length of what is sent, not of what came: a client would wait for the rest, or cut it.
    expect(kept.heads[0]?.headers).toEqual({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(kept.text())),
    });
    expect(JSON.parse(kept.text())).toMatchObject({
      type: 'message',
      content: [{ type: 'tool_use', id: 'call_id1', name: 'f', input: {} }],
    });
  });

  it.each([['{"half":'], ['{"object":"list"}']])('sends nothing for %s', async (text) => {
    const { kept, sink } = await translateBytes([Buffer.from(text)], {
      ...TO_MESSAGES,
      stream: false,
    });
    expect(sink.fault).toBe('not_an_answer');
    expect(kept.heads).toEqual([]);
  });
});
