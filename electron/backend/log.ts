import type { Log } from './context';

export interface RedactingLog extends Log {
  /** Registers a value that no line may ever show. */
  secret(value: string): void;
}

export interface LogOptions {
  /** Takes one whole line without its end. */
  readonly write: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const REDACTED = '[redacted]';
/** Shorter values would blank ordinary words. */
const MIN_SECRET_LENGTH = 6;
const SECRET_FIELD =
  /^(authorization|cookie|api[-_]?key|x-api-key|x-admin-key|token|secret|password)$/iu;
const SECRET_PATTERNS: readonly RegExp[] = [
  /\bBearer\s+[^\s"',]+/giu,
  /\b(?:sk|pk|rk|gsk|xai|key)-[A-Za-z0-9_-]{8,}/gu,
  /\bAIza[A-Za-z0-9_-]{20,}/gu,
];

/** One line per entry, `time LEVEL message {fields}`, with secrets out by value and by pattern. */
export function createLog({ write, now }: LogOptions): RedactingLog {
  const secrets = new Set<string>();
  const redact = (text: string): string => {
    let clean = text;
    for (const secret of secrets) clean = clean.replaceAll(secret, REDACTED);
    for (const pattern of SECRET_PATTERNS) clean = clean.replaceAll(pattern, REDACTED);
    return clean;
  };
  const line = (level: string, message: string, fields?: Record<string, unknown>): void => {
    const tail = fields === undefined ? '' : ` ${JSON.stringify(fields, withoutSecretFields)}`;
    const text = redact(`${new Date(now()).toISOString()} ${level} ${message}${tail}`);
    write(text.replaceAll(/[\r\n]+/gu, ' '));
  };
  return {
    info: (message, fields) => line('INFO', message, fields),
    warn: (message, fields) => line('WARN', message, fields),
    error: (message, fields) => line('ERROR', message, fields),
    secret(value) {
      if (value.length >= MIN_SECRET_LENGTH) secrets.add(value);
    },
  };
}

function withoutSecretFields(key: string, value: unknown): unknown {
  if (SECRET_FIELD.test(key)) return REDACTED;
  return value instanceof Error ? `${value.name}: ${value.message}` : value;
}
