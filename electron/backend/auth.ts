import { createHash, timingSafeEqual } from 'node:crypto';

/** Who a bearer token belongs to. */
export interface TokenEntry {
  readonly token: string;
  readonly uid: string;
  /** May read and replace the providers. */
  readonly owner: boolean;
}

export type Identity = Pick<TokenEntry, 'uid' | 'owner'>;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** True when both are the same text; the time tells neither content nor length. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/** Finds the owner of an `Authorization` header; null when there is none. */
export type Authenticate = (authorization: string | undefined) => Identity | null;

/** Every known token is compared, whichever matches, in constant time. */
export function createAuthenticator(tokens: readonly TokenEntry[]): Authenticate {
  const known = tokens.map(({ token, uid, owner }) => ({ hash: digest(token), uid, owner }));
  return (authorization) => {
    const match = /^Bearer +(\S+) *$/iu.exec(authorization ?? '');
    const token = match?.[1];
    if (token === undefined) return null;
    const given = digest(token);
    let found: Identity | null = null;
    for (const entry of known) {
      if (timingSafeEqual(entry.hash, given)) found = { uid: entry.uid, owner: entry.owner };
    }
    return found;
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
