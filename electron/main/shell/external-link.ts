import { IpcFailure } from '../ipc/failure';

const SCHEMES: readonly string[] = ['https:', 'mailto:'];

/**
 * The link, spelled as it was understood, when it is safe to hand to the system: https or mailto,
 * with no user name or password to fool the eye. Anything else fails as `unsafe_link`.
 */
export function parseExternalLink(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (
    url === null ||
    !SCHEMES.includes(url.protocol) ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw new IpcFailure('unsafe_link', 'Only https and mailto links are opened.');
  }
  return url.href;
}
