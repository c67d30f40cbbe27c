import { jsonErrorLine } from './json-position';

/** What a JSON text holds, or a message that names the line where it stops being JSON. */
export type ReadJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** Parses a JSON text; a byte order mark at its start is ignored. */
export function readJson(text: string): ReadJson {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return { ok: true, value: JSON.parse(body) };
  } catch (error) {
    const line = jsonErrorLine(body);
    const place = line === null ? '' : ` on line ${line}`;
    const cause = error instanceof Error ? `: ${error.message}` : '';
    return { ok: false, message: `not valid JSON${place}${cause}` };
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How a JSON value is called in a message to a person. */
export function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
