import { describe, expect, it } from 'vitest';
import { MAX_PICTURE_BYTES, MAX_PICTURE_SIDE } from '@shared/pictures/limits';
import {
  type PictureTools,
  preparePicture,
  type Size,
} from '../../../../renderer/features/chat/picture-file';
import { claimedPng, gifHead, jpegHead, pngOf, webpHead } from '../../../support/pictures';

interface Drawn extends Size {
  readonly type: string;
  readonly quality: number | undefined;
}

/** A decoder of pictures of this size; encoding one takes so many bytes. */
function tools(size: Size, bytesOf: (drawn: Drawn) => number) {
  const tried: Drawn[] = [];
  let closed = 0;
  const made: PictureTools = {
    decode: () =>
      Promise.resolve({
        ...size,
        encode(drawn, type, quality) {
          const one = { ...drawn, type, quality };
          tried.push(one);
          return Promise.resolve(new Blob([new Uint8Array(bytesOf(one))], { type }));
        },
        close: () => void (closed += 1),
      }),
  };
  return { made, tried, closed: () => closed };
}

/** Fails, should it be asked at all. */
const BROKEN: PictureTools = { decode: () => Promise.reject(new Error('broken')) };

const file = (bytes: Buffer): Blob => new Blob([new Uint8Array(bytes)]);
const PNG = file(pngOf(40, 30, () => [1, 2, 3]));
const JPEG = file(jpegHead(40, 30));
const small = () => 1000;

describe('preparePicture', () => {
  it('keeps every pixel of what fits', async () => {
    const { made, tried, closed } = tools({ width: 40, height: 30 }, small);
    expect(await preparePicture(PNG, made)).toMatchObject({
      ok: true,
      picture: { mime: 'image/png', width: 40, height: 30, change: null },
    });
    expect(tried).toHaveLength(1);
    expect(closed()).toBe(1);
  });

  it('a photo stays a JPEG: as PNG it would be many times as large', async () => {
    const { made, tried } = tools({ width: 40, height: 30 }, small);
    expect(await preparePicture(JPEG, made)).toMatchObject({
      picture: { mime: 'image/jpeg', change: null },
    });
    expect(tried.map(({ type }) => type)).toEqual(['image/jpeg']);
  });

  it('is upright: the decoded size counts, not the one in the file', async () => {
    const { made } = tools({ width: 30, height: 40 }, small);
    expect(await preparePicture(JPEG, made)).toMatchObject({ picture: { width: 30, height: 40 } });
  });

  it('too long a side is scaled, in proportion, and said', async () => {
    const { made } = tools({ width: 8192, height: 100 }, small);
    expect(await preparePicture(PNG, made)).toMatchObject({
      picture: { width: MAX_PICTURE_SIDE, height: 50, change: 'scaled' },
    });
  });

  it('too many bytes become a JPEG of the same size first', async () => {
    const { made } = tools({ width: 40, height: 30 }, ({ type, quality }) =>
      type === 'image/jpeg' && (quality ?? 1) < 0.9 ? MAX_PICTURE_BYTES : MAX_PICTURE_BYTES + 1,
    );
    expect(await preparePicture(PNG, made)).toMatchObject({
      picture: { mime: 'image/jpeg', width: 40, change: 'recoded' },
    });
  });

  it('what still does not fit is drawn smaller until it does, and never below a pixel', async () => {
    const { made } = tools({ width: 4000, height: 1 }, ({ width }) => width * 1000);
    const prepared = await preparePicture(PNG, made);
    if (!prepared.ok) throw new Error(prepared.code);
    const { picture } = prepared;
    expect(picture.bytes.byteLength).toBeLessThanOrEqual(MAX_PICTURE_BYTES);
    expect(picture.width).toBeGreaterThan(1000);
    expect(picture).toMatchObject({ height: 1, change: 'scaled' });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'picture_empty'],
    ['words', Buffer.from('not a picture'), 'invalid_picture'],
    [
      'an SVG',
      Buffer.from('<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="a"/>'),
      'picture_drawing',
    ],
    ['a bomb of pixels', claimedPng(50_000, 50_000), 'picture_too_large'],
  ])('%s is not decoded at all', async (_name, bytes, code) => {
    expect(await preparePicture(file(bytes), BROKEN)).toEqual({ ok: false, code });
  });

  it.each([gifHead(4, 4), webpHead('VP8X', 4, 4)])('takes the other kinds too', async (bytes) => {
    const { made } = tools({ width: 4, height: 4 }, small);
    expect((await preparePicture(file(bytes), made)).ok).toBe(true);
  });

  it('a file that only begins like a picture is said to be none', async () => {
    expect(await preparePicture(PNG, BROKEN)).toEqual({ ok: false, code: 'invalid_picture' });
  });
});
