import { z } from 'zod';
import type { Endpoint } from './endpoint';
import { type HttpClient, jsonHeaders } from './http-provider';
import { writeMultipart } from './multipart';
import {
  type ChatResult,
  type ChatSink,
  type ProviderCall,
  UNKNOWN_USAGE,
  type Usage,
} from './provider';
import { isStream, refused, relayAnswer, relayBytes, relayStream, relayText } from './relay';
import { looksLikeObject, NOT_JSON, parseObject, type StreamReader } from './stream-reader';

const JSON_TYPE = /^application\/json\b/i;

const amount = z.number().nonnegative();

/** What a transcription or spoken answer is billed by: seconds, or tokens. */
const usageSchema = z.union([
  z.object({ type: z.literal('duration'), seconds: amount }),
  z.object({ input_tokens: amount, output_tokens: amount }),
]);
/** Some servers write the duration of `verbose_json` as text. */
const durationSchema = z.object({ duration: z.coerce.number().nonnegative() });

/**
 * Sound to text: the caller's form with the routed model, everything else as it came, files byte for
 * byte. The answer is relayed in whatever form was asked for; a stream where the model streams.
 */
export async function sendTranscription(
  call: ProviderCall,
  sink: ChatSink,
  http: HttpClient,
  endpoint: Endpoint,
): Promise<ChatResult> {
  const fields = { ...call.body, model: call.model };
  const form = writeMultipart(fields, call.files, `auto-router-${crypto.randomUUID()}`);
  const posted = await http.post(call, sink, {
    path: endpoint.path('/audio/transcriptions'),
    body: form.body,
    headers: { 'content-type': form.contentType, accept: '*/*' },
  });
  if (!posted.ok) return refused(posted.failure);
  const { exchange } = posted;
  // Models that cannot stream ignore the wish (whisper-1), so the answer itself says what it is.
  if (isStream(exchange.answer)) {
    const reader = new AudioReader();
    return relayStream({ ...exchange, reader, drainMs: http.timeouts.drainMs });
  }
  const json = JSON_TYPE.test(exchange.answer.header('content-type') ?? '');
  return json ? relayAnswer(exchange, transcriptionUsage) : relayText(exchange);
}

/** Text to sound, relayed as it arrives. */
export async function sendSpeech(
  call: ProviderCall,
  sink: ChatSink,
  http: HttpClient,
  endpoint: Endpoint,
): Promise<ChatResult> {
  const posted = await http.post(call, sink, {
    path: endpoint.path('/audio/speech'),
    body: JSON.stringify({ ...call.body, model: call.model }),
    headers: { ...jsonHeaders(call), accept: '*/*' },
  });
  if (!posted.ok) return refused(posted.failure);
  const { exchange } = posted;
  if (!isStream(exchange.answer)) return relayBytes(exchange);
  const reader = new AudioReader();
  return relayStream({ ...exchange, reader, drainMs: http.timeouts.drainMs });
}

/** Billed seconds come before measured ones: they may be rounded up. */
export function transcriptionUsage(json: object): Usage {
  const said = 'usage' in json ? audioUsage(json.usage) : null;
  if (said !== null) return said;
  const measured = durationSchema.safeParse(json).data;
  return { ...UNKNOWN_USAGE, audioSeconds: measured?.duration ?? null };
}

function audioUsage(value: unknown): Usage | null {
  const usage = usageSchema.safeParse(value).data;
  if (usage === undefined) return null;
  return 'seconds' in usage
    ? { ...UNKNOWN_USAGE, audioSeconds: usage.seconds }
    : { ...UNKNOWN_USAGE, promptTokens: usage.input_tokens, completionTokens: usage.output_tokens };
}

/** `transcript.text.done` and `speech.audio.done` end their streams; `[DONE]` may follow. */
export class AudioReader implements StreamReader {
  usage: Usage = UNKNOWN_USAGE;
  done = false;
  sawToken = false;
  #ended = false;

  get complete(): boolean {
    return this.done || this.#ended;
  }

  read(_name: string, data: string): ReturnType<StreamReader['read']> {
    if (data === '[DONE]') {
      this.done = true;
      return 'relay';
    }
    if (!looksLikeObject(data)) return NOT_JSON;
    if (this.sawToken && !/"(error|type)"\s*:\s*(\{|"[a-z.]*(done|error)")/.test(data)) {
      return 'relay';
    }
    const event = parseObject(data);
    if (event === null) return NOT_JSON;
    if ('error' in event && event.error) return { kind: 'upstream_error', body: data };
    const type = 'type' in event && typeof event.type === 'string' ? event.type : '';
    if (type.endsWith('.delta')) this.sawToken = true;
    if (type.endsWith('.done')) {
      this.#ended = true;
      const usage = 'usage' in event ? audioUsage(event.usage) : null;
      if (usage !== null) this.usage = usage;
    }
    return 'relay';
  }
}
