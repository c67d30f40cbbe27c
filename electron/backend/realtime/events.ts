import { z } from 'zod';
import { nestsTooDeep } from '../nesting';
import type { ProviderErrorCode } from '../providers/provider';

/** An event of either side, read as far as the gateway depends on it. */
export type RealtimeEvent = Readonly<Record<string, unknown>> & { readonly type: string };

/** Null when the frame is no event, or one that nests too deep to be written again. */
export function readEvent(text: string): RealtimeEvent | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  return typeof json === 'object' &&
    json !== null &&
    'type' in json &&
    typeof json.type === 'string' &&
    !nestsTooDeep(json, text.length)
    ? (json as RealtimeEvent)
    : null;
}

const count = z.number().nonnegative().nullish().catch(null);
const parts = z
  .object({ text_tokens: count, audio_tokens: count, image_tokens: count, cached_tokens: count })
  .nullish()
  .catch(null);

const usageSchema = z.object({
  input_tokens: count,
  output_tokens: count,
  input_token_details: z
    .object({
      text_tokens: count,
      audio_tokens: count,
      image_tokens: count,
      cached_tokens: count,
      cached_tokens_details: parts,
    })
    .nullish()
    .catch(null),
  output_token_details: parts,
});
export type RealtimeUsage = z.infer<typeof usageSchema>;

const doneSchema = z.object({
  response: z.object({
    id: z.string().nullish().catch(null),
    status: z.string().nullish().catch(null),
    status_details: z
      .object({ error: z.object({ code: z.string().nullish() }).nullish().catch(null) })
      .nullish()
      .catch(null),
    usage: usageSchema.nullish().catch(null),
  }),
});
export type ResponseDone = z.infer<typeof doneSchema>['response'];

/** `response.created` or `response.done`; null when it cannot be read. */
export function readResponse(event: RealtimeEvent): ResponseDone | null {
  return doneSchema.safeParse(event).data?.response ?? null;
}

const transcribedSchema = z.object({
  usage: z
    .object({ type: z.string(), seconds: count, input_tokens: count, output_tokens: count })
    .nullish()
    .catch(null),
});

/** What writing down what the person said was billed by; null = not reported. */
export function readTranscribed(event: RealtimeEvent) {
  return transcribedSchema.safeParse(event).data?.usage ?? null;
}

const errorSchema = z.object({
  error: z.object({
    type: z.string().nullish().catch(null),
    code: z.string().nullish().catch(null),
    message: z.string().catch(''),
  }),
});

/** What an error event says, as a failure of the provider. */
export function readError(event: RealtimeEvent): {
  readonly code: ProviderErrorCode;
  readonly message: string;
} {
  const { data } = errorSchema.safeParse(event);
  const { type = null, code = null, message = '' } = data?.error ?? {};
  return { code: codeOf(`${type ?? ''} ${code ?? ''}`), message };
}

function codeOf(words: string): ProviderErrorCode {
  if (/api_key|authentication|permission|insufficient_quota|billing/u.test(words)) {
    return 'provider_auth_failed';
  }
  if (/model_not_found|invalid_model/u.test(words)) return 'provider_model_not_found';
  if (/rate_limit/u.test(words)) return 'provider_rate_limited';
  return words.includes('invalid_request') ? 'provider_rejected' : 'provider_error';
}

/** Deltas of an answer, by today's names and those of the beta. */
const DELTAS = new Set([
  'response.output_audio.delta',
  'response.output_audio_transcript.delta',
  'response.output_text.delta',
  'response.function_call_arguments.delta',
  'response.audio.delta',
  'response.audio_transcript.delta',
  'response.text.delta',
]);

export function isDelta({ type }: RealtimeEvent): boolean {
  return DELTAS.has(type);
}

/** An error event of the gateway's own, in the shape that clients of the protocol raise. */
export function errorEventOf(code: string, message: string, eventId: string): string {
  return JSON.stringify({
    type: 'error',
    event_id: eventId,
    error: {
      type: code.startsWith('provider_') ? 'server_error' : 'invalid_request_error',
      code,
      message,
      param: null,
      event_id: null,
    },
  });
}
