import type { PictureType } from './limits';

/** What a picture's own bytes say of it; pixels. */
export interface PictureHead {
  readonly mime: PictureType;
  readonly width: number;
  readonly height: number;
}

/**
 * Reads the head of a PNG, JPEG, WebP or GIF. Names and content types are not believed: this is what
 * the file is. Null = none of the four, or cut off before its size.
 */
export function readPictureHead(bytes: Uint8Array): PictureHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = png(view) ?? gif(view) ?? webp(view) ?? jpeg(view);
  return head === null || head.width === 0 || head.height === 0 ? null : head;
}

function textAt(view: DataView, at: number, text: string): boolean {
  if (view.byteLength < at + text.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (view.getUint8(at + index) !== text.charCodeAt(index)) return false;
  }
  return true;
}

function png(view: DataView): PictureHead | null {
  if (
    view.byteLength < 24 ||
    !textAt(view, 0, '\u0089PNG\r\n\u001A\n') ||
    !textAt(view, 12, 'IHDR')
  ) {
    return null;
  }
  return { mime: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): PictureHead | null {
  if (view.byteLength < 10 || !(textAt(view, 0, 'GIF87a') || textAt(view, 0, 'GIF89a')))
    return null;
  return { mime: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function webp(view: DataView): PictureHead | null {
  if (view.byteLength < 30 || !textAt(view, 0, 'RIFF') || !textAt(view, 8, 'WEBP')) return null;
  const size = webpSize(view);
  return size === null ? null : { mime: 'image/webp', ...size };
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function webpSize(view: DataView): { readonly width: number; readonly height: number } | null {
  if (textAt(view, 12, 'VP8X')) {
    const upTo24 = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
    return { width: upTo24(24) + 1, height: upTo24(27) + 1 };
  }
  if (textAt(view, 12, 'VP8L') && view.getUint8(20) === 0x2f) {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (textAt(view, 12, 'VP8 ') && textAt(view, 23, '\u009D\u0001\u002A')) {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  return null;
}

/** Walks the segments to the frame header: the size is behind whatever a camera wrote before it. */
function jpeg(view: DataView): PictureHead | null {
  if (!textAt(view, 0, '\u00FF\u00D8\u00FF')) return null;
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1; // a fill byte
    else if (isFrame(marker)) {
      return { mime: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** SOF0 to SOF15; between them are tables that are no frames (DHT, JPG, DAC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
