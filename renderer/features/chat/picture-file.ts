import { readPictureHead } from '@shared/pictures/head';
import { MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE } from '@shared/pictures/limits';

/** A file of a camera or a scanner; more is a mistake. */
const MAX_SOURCE_BYTES = 50 * 1024 * 1024;
/** What is tried before a picture is drawn smaller, best first. */
const JPEG_QUALITIES = [0.92, 0.8] as const;
const SMALLER = 0.75;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture as it will be sent: drawn anew, so that nothing but its pixels is left of the file. */
export interface PreparedPicture extends Size {
  readonly bytes: Uint8Array;
  readonly mime: 'image/png' | 'image/jpeg';
  /** What was done to make it fit; null = nothing was lost. */
  readonly change: 'scaled' | 'recoded' | null;
}

export type Prepared =
  | { readonly ok: true; readonly picture: PreparedPicture }
  /** A code of `renderer/texts/errors.ts`. */
  | { readonly ok: false; readonly code: PictureProblem };
export type PictureProblem =
  | 'picture_empty'
  | 'picture_drawing'
  | 'picture_too_large'
  | 'picture_many'
  | 'invalid_picture';

/** A decoded picture, upright as its camera meant it. */
export interface DecodedPicture extends Size {
  encode(size: Size, type: PreparedPicture['mime'], quality?: number): Promise<Blob>;
  close(): void;
}

/** What decodes and draws; the browser's own outside of tests. */
export interface PictureTools {
  /** Fails when it is no picture. */
  readonly decode: (file: Blob) => Promise<DecodedPicture>;
}

/**
 * Makes any picture file one that can be sent: upright, without what the camera wrote beside the
 * pixels (place, owner), no larger than the limits. A PNG that fits keeps every pixel.
 */
export async function preparePicture(
  file: Blob,
  tools: PictureTools = browserPictures,
): Promise<Prepared> {
  if (file.size === 0) return { ok: false, code: 'picture_empty' };
  if (file.size > MAX_SOURCE_BYTES) return { ok: false, code: 'picture_too_large' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const head = readPictureHead(bytes);
  if (head === null) {
    return { ok: false, code: isDrawing(bytes) ? 'picture_drawing' : 'invalid_picture' };
  }
  if (head.width * head.height > MAX_PICTURE_PIXELS) {
    return { ok: false, code: 'picture_too_large' };
  }
  try {
    const decoded = await tools.decode(new Blob([bytes], { type: head.mime }));
    try {
      return { ok: true, picture: await fit(decoded, head.mime === 'image/jpeg') };
    } finally {
      decoded.close();
    }
  } catch {
    return { ok: false, code: 'invalid_picture' };
  }
}

/** The best that fits: lossless, then good JPEG, then the same a step smaller, and so on. */
async function fit(decoded: DecodedPicture, wasJpeg: boolean): Promise<PreparedPicture> {
  const longer = Math.max(decoded.width, decoded.height);
  for (let scale = Math.min(1, MAX_PICTURE_SIDE / longer); ; scale *= SMALLER) {
    const size = {
      width: Math.max(1, Math.round(decoded.width * scale)),
      height: Math.max(1, Math.round(decoded.height * scale)),
    };
    const lossless = wasJpeg ? null : await take(decoded, size, 'image/png');
    const found = lossless ?? (await takeJpeg(decoded, size));
    if (found !== null) {
      const lossy = found.mime === 'image/jpeg' && !wasJpeg;
      return { ...found, ...size, change: scale < 1 ? 'scaled' : lossy ? 'recoded' : null };
    }
  }
}

type Encoded = Pick<PreparedPicture, 'bytes' | 'mime'>;

async function takeJpeg(decoded: DecodedPicture, size: Size): Promise<Encoded | null> {
  for (const quality of JPEG_QUALITIES) {
    const found = await take(decoded, size, 'image/jpeg', quality);
    if (found !== null) return found;
  }
  return null;
}

async function take(
  decoded: DecodedPicture,
  size: Size,
  mime: PreparedPicture['mime'],
  quality?: number,
): Promise<Encoded | null> {
  const blob = await decoded.encode(size, mime, quality);
  if (blob.size > MAX_PICTURE_BYTES) return null;
  return { bytes: new Uint8Array(await blob.arrayBuffer()), mime };
}

/** SVG is text; it may begin with a mark, a declaration, comments. */
function isDrawing(bytes: Uint8Array): boolean {
  return /<svg[\s>]/iu.test(new TextDecoder().decode(bytes.subarray(0, 4096)));
}

/** Chromium's own decoders; a camera's orientation is applied. */
export const browserPictures: PictureTools = {
  async decode(file) {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const { width, height } = bitmap;
    return {
      width,
      height,
      close: () => bitmap.close(),
      encode(size, type, quality) {
        const canvas = new OffscreenCanvas(size.width, size.height);
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('there is no canvas to draw on');
        if (type === 'image/jpeg') {
          context.fillStyle = '#ffffff'; // what is transparent would turn black
          context.fillRect(0, 0, size.width, size.height);
        }
        context.imageSmoothingQuality = 'high';
        context.drawImage(bitmap, 0, 0, size.width, size.height);
        return canvas.convertToBlob({ type, ...(quality === undefined ? {} : { quality }) });
      },
    };
  },
};
