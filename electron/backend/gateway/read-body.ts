import type { IncomingMessage } from 'node:http';
import { MOST_LEVELS, nestsTooDeep } from '../nesting';
import type { FormFile } from '../providers/provider';
import { type GatewayError, gatewayError } from './errors';

/** Largest request body, in bytes. */
export const BODY_LIMIT = 20 * 1024 * 1024;

/** How long a caller may take, in milliseconds. */
export interface BodyLimits {
  /** Between two pieces of the body. */
  readonly idleMs: number;
  /** For the whole body. */
  readonly totalMs: number;
}

export const DEFAULT_BODY_LIMITS: BodyLimits = { idleMs: 30_000, totalMs: 300_000 };

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  /** `error` null = the caller went away while he was sending. */
  | { readonly ok: false; readonly error: GatewayError | null };

/** The body, at most {@link BODY_LIMIT} bytes; a larger or a trickling one is refused, not kept. */
export async function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
): Promise<Read<Buffer>> {
  const tooLarge = refusedWith(
    'payload_too_large',
    'The request is larger than 20 MB. Nothing was sent.',
  );
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity') {
    discard(request);
    const message = `content-encoding: ${JSON.stringify(encoding.slice(0, 50))} is not taken. Send the body uncompressed.`;
    return refusedWith('invalid_request', message);
  }
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) {
    discard(request);
    return tooLarge;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    const late = (): void => {
      discard(request);
      end(refusedWith('request_timeout', 'The request came too slowly. Nothing was sent.'));
    };
    const idle = setTimeout(late, Math.min(limits.idleMs, limits.totalMs));
    // Of all the requests few come in more than one piece.
    let total: NodeJS.Timeout | undefined;
    const end = (read: Read<Buffer>): void => {
      clearTimeout(total);
      clearTimeout(idle);
      resolve(read);
    };
    request.on('data', (chunk: Buffer) => {
      if (size > 0) total ??= setTimeout(late, limits.totalMs);
      idle.refresh();
      size += chunk.length;
      if (size <= BODY_LIMIT) {
        chunks.push(chunk);
        return;
      }
      discard(request);
      end(tooLarge);
    });
    request.on('end', () =>
      end({ ok: true, value: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) }),
    );
    request.on('error', () => end({ ok: false, error: null }));
    request.on('close', () => end({ ok: false, error: null }));
  });
}

/** The body as a JSON object. */
export function readJsonObject(bytes: Buffer): Read<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch {
    return refusedWith('invalid_request', 'The body is not valid JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refusedWith('invalid_request', 'The body must be a JSON object.');
  }
  if (nestsTooDeep(body, bytes.length)) {
    return refusedWith('invalid_request', `The body nests deeper than ${MOST_LEVELS} levels.`);
  }
  return { ok: true, value: body as Record<string, unknown> };
}

export interface Form {
  /** Text fields; one that was given several times is a list, in order. */
  readonly fields: Record<string, unknown>;
  readonly files: readonly FormFile[];
}

/** The body as a multipart form, its files as the bytes they are. */
export async function readForm(
  bytes: Buffer,
  contentType: string | undefined,
): Promise<Read<Form>> {
  const wrong = refusedWith('invalid_request', 'The body must be multipart/form-data.');
  if (!/^multipart\/form-data\s*;/iu.test(contentType ?? '')) return wrong;
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': contentType ?? '' },
    }).formData();
  } catch {
    return wrong;
  }
  const fields = new Map<string, unknown>();
  const files: FormFile[] = [];
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      const known = fields.get(field);
      fields.set(field, known === undefined ? value : [known, value].flat());
    } else {
      const { name, type } = value;
      files.push({ field, name, type, bytes: new Uint8Array(await value.arrayBuffer()) });
    }
  }
  return { ok: true, value: { fields: Object.fromEntries(fields), files } };
}

export function refusedWith(
  code: GatewayError['code'],
  message: string,
): { readonly ok: false; readonly error: GatewayError } {
  return { ok: false, error: gatewayError(code, message) };
}

/** Lets the rest run out unread, so that the caller gets to read the answer. */
function discard(request: IncomingMessage): void {
  request.removeAllListeners('data');
  request.resume();
}
