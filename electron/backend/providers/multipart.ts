import type { FormFile } from './provider';

/** A form ready to be sent. */
export interface Multipart {
  readonly contentType: string;
  readonly body: Buffer;
}

const END = '\r\n';

/**
 * Writes a form as `multipart/form-data` (RFC 7578, names escaped as browsers do). A list is one field
 * repeated, as `timestamp_granularities[]` is; the bytes of files are untouched. `boundary` must not
 * occur in any of it: give a random one.
 */
export function writeMultipart(
  fields: Readonly<Record<string, unknown>>,
  files: readonly FormFile[],
  boundary: string,
): Multipart {
  const pieces: Buffer[] = [];
  const text = (value: string): void => {
    pieces.push(Buffer.from(value, 'utf8'));
  };
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (one === undefined || one === null) continue;
      text(
        `--${boundary}${END}content-disposition: form-data; name="${escaped(name)}"${END}${END}`,
      );
      text(`${typeof one === 'string' ? one : JSON.stringify(one)}${END}`);
    }
  }
  for (const { field, name, type, bytes } of files) {
    text(`--${boundary}${END}content-disposition: form-data; name="${escaped(field)}"; `);
    text(`filename="${escaped(name)}"${END}content-type: ${headerSafe(type)}${END}${END}`);
    pieces.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    text(END);
  }
  text(`--${boundary}--${END}`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat(pieces),
  };
}

/** A name must not end its own header: that would let a file name add fields. */
function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function headerSafe(type: string): string {
  return /^[\x20-\x7e]+$/.test(type) ? type : 'application/octet-stream';
}
