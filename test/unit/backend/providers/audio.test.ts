import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { writeMultipart } from '../../../../electron/backend/providers/multipart';
import { transcriptionUsage } from '../../../../electron/backend/providers/openai-audio';
import { SPEECH } from '../../../support/openai-upstream-audio';
import { connect, send } from '../../../support/send';
import { AUDIO_SECONDS, TOKENS, TRANSCRIPT } from '../../../support/upstream-answers';
import { startUpstream } from '../../../support/upstream';

async function build(limits = {}) {
  const upstream = await startUpstream(['m1']);
  const config = { kind: 'openai-compatible', baseUrl: upstream.url, apiKey: 'k' } as const;
  return { upstream, ...connect(config, limits) };
}

const sound = Uint8Array.from({ length: 3000 }, (_, index) => (index * 13) % 256);
const file = { field: 'file', name: 'a "b"\r\n.wav', type: 'audio/wav', bytes: sound };

const seconds = (json: object) => transcriptionUsage(json).audioSeconds;

async function transcribe(fields: Record<string, unknown>, stream = false) {
  const { upstream, provider } = await build();
  const body = { model: 'auto', ...fields };
  const files = [file];
  const sent = await send(provider, { operation: 'transcription', body, files, stream });
  return { sent, seen: upstream.requests[0] };
}

describe('transcription', () => {
  // A form that is rebuilt by halves loses fields, repeats, or bytes of the file.
  it('sends the form on with the routed model and nothing else changed', async () => {
    const { sent, seen } = await transcribe({
      language: 'de',
      temperature: '0',
      'timestamp_granularities[]': ['word', 'segment'],
      response_format: 'verbose_json',
      prompt: 'Grüße "quoted"\r\nsecond line',
    });
    expect(seen?.fields).toEqual([
      ['model', 'm1'],
      ['language', 'de'],
      ['temperature', '0'],
      ['timestamp_granularities[]', 'word'],
      ['timestamp_granularities[]', 'segment'],
      ['response_format', 'verbose_json'],
      ['prompt', 'Grüße "quoted"\r\nsecond line'],
    ]);
    expect(seen?.files).toMatchObject([{ field: 'file', type: 'audio/wav', bytes: sound }]);
    expect(sent.result).toMatchObject({
      ok: true,
      usage: { audioSeconds: Math.ceil(AUDIO_SECONDS) },
    });
    expect(JSON.parse(sent.text)).toMatchObject({ text: TRANSCRIPT, duration: AUDIO_SECONDS });
  });

  it.each([
    ['json', 'application/json'],
    ['text', 'text/plain'],
    ['srt', 'text/plain'],
    ['vtt', 'text/plain'],
  ])('relays %s as it comes', async (format, type) => {
    const { sent } = await transcribe({ response_format: format });
    expect(sent.result.ok).toBe(true);
    expect(sent.headers['content-type']).toContain(type);
    expect(sent.text).toContain(TRANSCRIPT);
  });

  it('streams, and bills the tokens that the end reports', async () => {
    const { sent } = await transcribe({ stream: 'true' }, true);
    expect(sent.result).toMatchObject({
      ok: true,
      usage: { promptTokens: 14, completionTokens: 9, audioSeconds: null },
    });
    expect(sent.text).toContain('transcript.text.done');
    expect(sent.chunks).toBeGreaterThan(2);
  });

  // whisper-1 ignores the wish for a stream and answers with JSON: that is no failure.
  it('relays JSON where a stream was asked for and the model has none', async () => {
    const { sent } = await transcribe({}, true);
    expect(sent.result.ok).toBe(true);
    expect(JSON.parse(sent.text)).toMatchObject({ text: TRANSCRIPT });
  });

  it('takes a cut stream for cut, and a web page for no transcript', async () => {
    const { upstream, provider } = await build();
    const call = { operation: 'transcription', files: [file] } as const;
    upstream.setFault('no_done');
    const cut = await send(provider, { ...call, body: { stream: 'true' }, stream: true });
    expect(cut.result).toMatchObject({ failure: { code: 'provider_cut_stream' } });
    upstream.setFault('html');
    const page = await send(provider, { ...call, body: {} });
    expect(page.result).toMatchObject({ started: false, failure: { code: 'provider_bad_answer' } });
    expect(page.bytes.length).toBe(0);
  });

  it('reads what is billed: seconds said, seconds measured, tokens, or nothing', () => {
    expect(seconds({ duration: 3.2, usage: { type: 'duration', seconds: 4 } })).toBe(4);
    expect(seconds({ duration: '3.2' })).toBe(3.2);
    expect(seconds({ text: 'x' })).toBeNull();
    const tokens = transcriptionUsage({ usage: { input_tokens: 3, output_tokens: 0 } });
    expect(tokens).toMatchObject({ promptTokens: 3, completionTokens: 0, audioSeconds: null });
  });
});

describe('speech', () => {
  const body = { input: 'Guten Tag', voice: 'alloy', response_format: 'wav' };

  it('relays the bytes and their type, untouched', async () => {
    const { upstream, provider } = await build();
    const sent = await send(provider, { operation: 'speech', body });
    expect(sent.bytes.equals(Buffer.concat(SPEECH))).toBe(true);
    expect(sent.headers['content-type']).toBe('audio/wav');
    expect(sent.result).toMatchObject({ ok: true, usage: { promptTokens: null } });
    expect(upstream.requests[0]?.body).toEqual({ ...body, model: 'm1' });
  });

  // Sound that is collected first starts seconds late.
  it('gives the first piece on while the rest has not come', async () => {
    const { upstream, provider } = await build({ idleMs: 5_000 });
    upstream.setFault('stall');
    const stop = new AbortController();
    const heard: number[] = [];
    const sent = send(provider, { operation: 'speech', body, signal: stop.signal }, (bytes) => {
      heard.push(bytes.length);
      return undefined;
    });
    await vi.waitFor(() => expect(heard).toEqual([SPEECH[0]?.length]), { interval: 5 });
    stop.abort();
    expect((await sent).result).toMatchObject({ ok: false, started: true });
    await vi.waitFor(() => expect(upstream.aborted).toBe(1), { timeout: 1000, interval: 5 });
  });

  it.each([
    ['reset_after_first_event', 'provider_cut_stream', true],
    ['status_429', 'provider_rate_limited', false],
    ['html', 'provider_bad_answer', false],
  ] as const)('%s is %s', async (fault, code, started) => {
    const { upstream, provider } = await build();
    upstream.setFault(fault);
    const { result } = await send(provider, { operation: 'speech', body });
    expect(result).toMatchObject({ ok: false, started, failure: { code } });
  });
});

describe('embeddings', () => {
  it('relays them with the form that was asked for, and reads the tokens', async () => {
    const { upstream, provider } = await build();
    const body = { input: ['a', 'b'], encoding_format: 'base64', dimensions: 4 };
    const sent = await send(provider, { operation: 'embeddings', body });
    const { data } = JSON.parse(sent.text) as { data: { embedding: string }[] };
    expect(data.map(({ embedding }) => Buffer.from(embedding, 'base64').length)).toEqual([16, 16]);
    expect(sent.result).toMatchObject({ ok: true, usage: { promptTokens: TOKENS.prompt } });
    expect(upstream.requests[0]).toMatchObject({
      path: '/v1/embeddings',
      body: { ...body, model: 'm1' },
    });
  });
});

describe('writeMultipart', () => {
  // Read back by the platform's own parser, whatever is in it.
  it('keeps every field and byte, and no name can add a field', async () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    // Line ends in a name are normalised by every parser; in a value they are kept as CR LF.
    const plain = names.filter((text) => !/[\r\n"\\]/.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(plain, fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 })),
        fc.uint8Array(),
        names,
        async (fields, bytes, name) => {
          const form = writeMultipart(fields, [{ field: 'f i', name, type: 'a/b', bytes }], 'B7x');
          const read = await new Response(new Uint8Array(form.body), {
            headers: { 'content-type': form.contentType },
          }).formData();
          for (const [field, values] of Object.entries(fields)) {
            expect(read.getAll(field)).toEqual(values);
          }
          const back = read.get('f i');
          expect(back).toBeInstanceOf(File);
          if (back instanceof File) {
            expect(new Uint8Array(await back.arrayBuffer())).toEqual(bytes);
          }
          expect([...read.keys()].length).toBe(Object.values(fields).flat().length + 1);
        },
      ),
      { numRuns: 200 },
    );
  });
});
