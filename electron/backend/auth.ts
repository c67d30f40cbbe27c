import { hash, timingSafeEqual } from 'node:crypto';

/** Who a bearer token belongs to. */
export interface TokenEntry {
  readonly token: string;
  readonly uid: string;
  /** May read and replace the providers. */
  readonly owner: boolean;
}

/** The API key that a request came with, and what it may use. */
export interface KeyIdentity {
  readonly id: string;
  readonly name: string;
  /** Strategies by their virtual model, and `direct` for named models; null = all. */
  readonly strategies: readonly string[] | null;
  /** Candidate ids; null = all. */
  readonly models: readonly string[] | null;
  /** Null = no cap of its own; the user's holds beside it. */
  readonly dailyCapUsd: number | null;
}

/** Who asks. */
export interface Identity {
  readonly uid: string;
  /** May read and replace the providers and the keys; never true for an API key. */
  readonly owner: boolean;
  /** Null = a token of the app or of a person. */
  readonly key: KeyIdentity | null;
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** True when both are the same text; the time tells neither content nor length. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * Who an `Authorization: Bearer` header belongs to, or an `x-api-key` one, as Anthropic's clients send
 * it; null when to nobody. The tokens of the app and of people are bearer tokens only (S0-31).
 */
export type Authenticate = (authorization: string | undefined, apiKey?: string) => Identity | null;

/** Finds an API key by the SHA-256 of what was shown. */
export type FindKey = (hash: Buffer) => Identity | null;

/** Every known token is compared, whichever matches, in constant time; API keys are looked up. */
export function createAuthenticator(
  tokens: readonly TokenEntry[],
  findKey: FindKey = () => null,
): Authenticate {
  const known = tokens.map(({ token, uid, owner }) => ({ hash: digest(token), uid, owner }));
  const identify = (secret: string): Identity | null => {
    const given = digest(secret);
    let found: Identity | null = null;
    for (const entry of known) {
      if (timingSafeEqual(entry.hash, given)) {
        found = { uid: entry.uid, owner: entry.owner, key: null };
      }
    }
    return found ?? findKey(given);
  };
  return (authorization, apiKey) => {
    const bearer = /^Bearer +(\S+) *$/iu.exec(authorization ?? '')?.[1];
    const found = bearer === undefined ? null : identify(bearer);
    if (found !== null) return found;
    const key = apiKey?.trim() ?? '';
    return key === '' ? null : findKey(digest(key));
  };
}

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

export function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.has(host.toLowerCase());
}

/**
 * False for a request that reached a loopback server under another name: a page that points its
 * own domain at 127.0.0.1 (DNS rebinding) shows itself by the Host header.
 */
export function isLoopbackHostHeader(host: string | undefined): boolean {
  if (host === undefined) return false;
  return isLoopback(host.replace(/:\d+$/u, ''));
}
