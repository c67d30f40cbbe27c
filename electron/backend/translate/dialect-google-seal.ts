/*
 * Gemini signs its tool calls (`thoughtSignature`) and, from version 3 on, refuses a conversation in
 * which a call comes back without its signature. No caller's protocol has a place for it, and nothing is
 * stored here, so it travels inside the call's id, which every client sends back as it got it:
 *
 *   <id>__gs<kind>_<signature as base64url>
 *
 * The alphabet is the one that Anthropic allows in ids. Such an id is longer than OpenAI takes (40
 * characters): `toolIdFor` shortens it for other dialects, `withoutSeals` for a body that is relayed.
 */

const MARK = '__gs';

/** `b`: the signature is standard base64 and its bytes are carried; `t`: any other text. */
const SEAL = /^([bt])_([A-Za-z0-9_-]+)$/;

export interface OpenedId {
  readonly id: string;
  readonly signature: string | null;
}

/** The id with the signature in it; itself when there is none. */
export function sealToolId(id: string, signature: string | null): string {
  if (signature === null || signature === '') return id;
  const bytes = Buffer.from(signature, 'base64');
  const canonical = bytes.toString('base64') === signature;
  const kind = canonical ? 'b' : 't';
  const carried = canonical ? bytes : Buffer.from(signature, 'utf8');
  return `${id}${MARK}${kind}_${carried.toString('base64url')}`;
}

/** What {@link sealToolId} has joined; an id of another provider is itself. */
export function openToolId(sealed: string): OpenedId {
  // The first mark: the alphabet of the signature could spell another one.
  const at = sealed.indexOf(MARK);
  const [, kind, carried] = (at === -1 ? null : SEAL.exec(sealed.slice(at + MARK.length))) ?? [];
  if (carried === undefined) return { id: sealed, signature: null };
  const signature = Buffer.from(carried, 'base64url').toString(kind === 'b' ? 'base64' : 'utf8');
  return { id: sealed.slice(0, at), signature };
}

/** The fields of all three surfaces that hold the id of a call. */
const ID_FIELDS = new Set(['id', 'tool_call_id', 'tool_use_id', 'call_id']);

/**
 * A body in a caller's protocol with the plain ids, for a relay to a provider of the same protocol.
 * The same object when nothing is sealed in it.
 */
export function withoutSeals<T>(body: T): T {
  return unseal(body) as T;
}

function unseal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(unseal);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const plain =
      typeof item === 'string' && ID_FIELDS.has(key) ? openToolId(item).id : unseal(item);
    changed ||= plain !== item;
    return [key, plain];
  });
  return changed ? Object.fromEntries(entries) : value;
}
