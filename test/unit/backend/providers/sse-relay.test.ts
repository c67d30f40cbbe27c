import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { OpenAiReader } from '../../../../electron/backend/providers/openai-reader';
import { SseRelay } from '../../../../electron/backend/providers/sse-relay';

const event = (value: unknown, end = '\n\n') => `data: ${JSON.stringify(value)}${end}`;
const delta = (content: string, end?: string) =>
  event({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }, end);
const STOP = event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
const USAGE = event({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 5 } });
const DONE = 'data: [DONE]\n\n';

/** Feeds a text in pieces of the given sizes, cut anywhere, also inside a character. */
function relay(text: string, sizes: readonly number[], hideUsage = true) {
  const onFirstToken = vi.fn();
  const reader = new OpenAiReader({ hideUsage });
  const sse = new SseRelay({ reader, onFirstToken });
  const bytes = Buffer.from(text, 'utf8');
  const out: Uint8Array[] = [];
  let from = 0;
  for (let index = 0; from < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    const piece = sse.push(bytes.subarray(from, from + size));
    if (piece !== null) out.push(piece);
    from += size;
  }
  const last = sse.flush();
  if (last !== null) out.push(last);
  return { sse, reader, out: Buffer.concat(out).toString('utf8'), onFirstToken };
}

const running = (tokens: number) =>
  event({
    choices: [{ delta: { content: 'a' } }],
    usage: { prompt_tokens: 3, completion_tokens: tokens },
  });

/** Feeds every event as a chunk of its own. */
function push(...events: string[]) {
  const reader = new OpenAiReader({ hideUsage: true });
  const sse = new SseRelay({ reader, onFirstToken: () => undefined });
  const out = events.map((one) => sse.push(Buffer.from(one))?.toString() ?? null);
  return { sse, reader, out };
}

describe('SseRelay', () => {
  // A chunk border inside a character or an event changed the text or lost the event.
  it('relays the same bytes however they are cut, without the usage nobody asked for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }),
        fc.constantFrom('\n\n', '\r\n\r\n'),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
        (texts, end, sizes) => {
          const text = [...texts.map((part) => delta(part, end)), STOP].join('');
          const hidden = relay(text + USAGE + DONE, sizes);
          expect(hidden.out).toBe(text + DONE);
          expect(hidden.sse.fault).toBeNull();
          expect(hidden.reader).toMatchObject({
            done: true,
            usage: { promptTokens: 3, completionTokens: 5 },
          });
          expect(relay(text + USAGE + DONE, sizes, false).out).toBe(text + USAGE + DONE);
        },
      ),
    );
  });

  // A stream that was cut anywhere passed for a whole one.
  it('is complete only with [DONE] or a finish reason', () => {
    const text = delta('Grüße') + delta(' 🚀') + STOP + USAGE + DONE;
    const bytes = Buffer.from(text, 'utf8');
    const stopEnds = Buffer.byteLength(delta('Grüße') + delta(' 🚀') + STOP) - 2;
    for (let length = 0; length < bytes.length; length += 1) {
      const reader = new OpenAiReader({ hideUsage: true });
      const sse = new SseRelay({ reader, onFirstToken: () => undefined });
      sse.push(bytes.subarray(0, length));
      sse.flush();
      expect(reader.complete, `cut at ${length}`).toBe(length >= stopEnds);
    }
  });

  it('takes a last [DONE] without its blank line', () => {
    const { out, reader } = relay(`${delta('a')}data: [DONE]`, [7]);
    expect(reader.done).toBe(true);
    expect(out).toBe(`${delta('a')}data: [DONE]`);
  });

  // The role chunk is sent at once by some upstreams: a first token measured there says nothing.
  it('counts text, thinking and tool calls as the first token, not the role', () => {
    const first = (value: object) =>
      relay(event({ choices: [{ delta: value }] }), [1000]).onFirstToken.mock.calls.length;
    expect(first({ role: 'assistant', content: '' })).toBe(0);
    expect(first({ role: 'assistant', content: null, tool_calls: [] })).toBe(0);
    expect(first({ content: 'a' })).toBe(1);
    expect(first({ reasoning_content: 'hm' })).toBe(1);
    expect(first({ tool_calls: [{ index: 0 }] })).toBe(1);
    expect(relay(delta('a') + delta('b'), [9]).onFirstToken).toHaveBeenCalledOnce();
  });

  // Comments keep a connection alive; relayed, they would forbid the fallback before any text.
  it('holds comments back until the first event', () => {
    expect(relay(`: waiting\n\n${delta('a')}: still here\n\n${DONE}`, [11]).out).toBe(
      `${delta('a')}: still here\n\n${DONE}`,
    );
    expect(relay(': waiting\n\n', [100]).out).toBe('');
  });

  it('stops at an error of the upstream and at anything that is no JSON, relaying neither', () => {
    const failed = relay(delta('a') + event({ error: { message: 'overloaded' } }), [13]);
    expect(failed.sse.fault).toMatchObject({ kind: 'upstream_error' });
    expect(failed.out).toBe(delta('a'));
    const broken = relay(`${delta('a')}data: {"choices": oops\n\n${DONE}`, [13]);
    expect(broken.sse.fault).toMatchObject({ kind: 'not_json' });
    expect(broken.out).toBe(delta('a'));
  });

  // The short way for events of text alone: one that says more went along unread.
  it('reads every event that says more than text, also when each comes as a chunk of its own', () => {
    const texts = [delta('a'), delta('"error": {"'), delta('ü')];
    const whole = push(...texts, running(7), STOP, USAGE, DONE);
    expect(whole.out).toEqual([...texts, running(7), STOP, null, DONE]);
    expect(whole.reader).toMatchObject({ done: true, usage: { completionTokens: 5 } });
    const failed = push(...texts, event({ error: { message: 'überlastet' } }), delta('b'));
    expect(failed.out.slice(3)).toEqual([null, null]);
    expect(failed.sse.fault).toMatchObject({ body: expect.stringContaining('überlastet') });
    expect(push(...texts, 'data: {oops\n\n').sse.fault).toMatchObject({ kind: 'not_json' });
    expect(push(delta('a'), `${delta('b')}${STOP}`).reader.complete).toBe(true);
  });

  it('takes the last usage of an upstream that reports it in every chunk', () => {
    const { reader, out } = relay(running(1) + running(2) + DONE, [17]);
    expect(reader.usage).toMatchObject({ promptTokens: 3, completionTokens: 2 });
    expect(out).toBe(running(1) + running(2) + DONE);
  });
});
