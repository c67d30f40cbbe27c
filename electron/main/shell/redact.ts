const MASK = '[redacted]';
/** Shorter values would blank out ordinary words. */
const MIN_SECRET_CHARS = 6;

/** What looks like a secret even when nobody registered it. The first group, if any, is kept. */
const PATTERNS: readonly RegExp[] = [
  /(\bbearer\s+)[\w.~+/=-]{6,}/giu,
  /((?:x-api-key|authorization|api[-_ ]?key|access[-_]?token|token|password|secret)["']?\s*[:=]\s*["']?)(?!bearer\b|\[redacted\])[^\s"',;&}]{6,}/giu,
  /\b()(?:sk|pk|rk|gsk|xai|hf|ghp|gho|glpat|xoxb|xoxp)[-_][\w-]{8,}/gu,
  /\b()AIza[\w-]{20,}/gu,
  /\b()eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/gu,
  /(:\/\/)[^\s/:@]+:[^\s/@]+(?=@)/gu,
];

export interface Redactor {
  /** From now on this value never appears in a redacted text. */
  readonly register: (secret: string) => void;
  redact(text: string): string;
}

/** Replaces secrets by value and by pattern (platform.md 13). */
export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  return {
    register(secret) {
      if (secret.length < MIN_SECRET_CHARS) return;
      secrets.add(secret);
      secrets.add(JSON.stringify(secret).slice(1, -1));
      secrets.add(encodeURIComponent(secret));
    },
    redact(text) {
      let clean = text;
      for (const secret of secrets) clean = clean.replaceAll(secret, MASK);
      for (const pattern of PATTERNS) clean = clean.replace(pattern, `$1${MASK}`);
      return clean;
    },
  };
}
