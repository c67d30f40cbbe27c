import type { Secrets } from './secrets';

const NAME = 'gateway-token';
const MIN_CHARS = 16;

/**
 * The token that the embedded gateway asks of its clients: given by the environment, else the stored
 * one, else a new random one, kept as the secrets are (per session without OS encryption).
 */
export function gatewayToken(secrets: Secrets, given: string | null, random: () => string): string {
  if (given !== null && given.length >= MIN_CHARS) return given;
  const stored = secrets.get(NAME);
  if (stored !== null) return stored;
  const token = random();
  secrets.set(NAME, token);
  return token;
}
