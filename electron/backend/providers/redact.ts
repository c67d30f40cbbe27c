const SECRETS = [
  /\bBearer\s+[\w.~+/=*-]+/gi,
  // `sk-proj-ab***yz`: upstreams echo a part of the key they refuse.
  /\b(sk|pk|rk|gsk|xai|AIza)[-_]?[\w*-]{6,}/g,
];

/** Replaces the key itself and everything that looks like one, so that it can be shown or logged. */
export function redact(text: string, key: string | null): string {
  const exact = key === null || key === '' ? text : text.replaceAll(key, '[key]');
  return SECRETS.reduce((rest, pattern) => rest.replace(pattern, '[key]'), exact);
}
