import type { IrMedia } from './ir';

/**
 * Reads an image or file address: `data:` with its bytes, `https:`/`http:` for the provider to fetch;
 * null = neither. Only the head is searched, since the rest may be many megabytes.
 */
export function mediaOfUrl(url: string): IrMedia | null {
  if (/^https?:\/\//i.test(url)) return { kind: 'url', url };
  if (!/^data:/i.test(url)) return null;
  const comma = url.indexOf(',');
  if (comma === -1) return null;
  const [type = '', ...options] = url.slice(5, comma).split(';');
  const mime = type.trim().toLowerCase() === '' ? 'text/plain' : type.trim().toLowerCase();
  const data = url.slice(comma + 1);
  if (options.some((option) => option.trim().toLowerCase() === 'base64')) {
    return { kind: 'data', mime, base64: data };
  }
  try {
    const base64 = Buffer.from(decodeURIComponent(data), 'utf8').toString('base64');
    return { kind: 'data', mime, base64 };
  } catch {
    return null;
  }
}

/** The address of a medium: its own, or a `data:` URL of its bytes. */
export function urlOfMedia(media: IrMedia): string {
  return media.kind === 'url' ? media.url : `data:${media.mime};base64,${media.base64}`;
}

/** The text of base64 data, as UTF-8. */
export function textOfBase64(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
  html: 'text/html',
};

/** Media type by a file name's ending; PDF, the one type that every provider reads, when unknown. */
export function mimeOfName(name: string | null): string {
  const ending = name?.split('.').at(-1)?.toLowerCase() ?? '';
  return TYPES[ending] ?? 'application/pdf';
}
