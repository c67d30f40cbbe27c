import { describe, expect, it } from 'vitest';
import { readPictureHead } from '../../../../shared/pictures/head';
import { gifHead, jpegHead, pngOf, webpHead } from '../../../support/pictures';

describe('readPictureHead', () => {
  it.each([
    ['image/png', pngOf(3, 2, () => [1, 2, 3])],
    ['image/gif', gifHead(3, 2)],
    ['image/jpeg', jpegHead(3, 2)],
    ['image/webp', webpHead('VP8 ', 3, 2)],
    ['image/webp', webpHead('VP8L', 3, 2)],
    ['image/webp', webpHead('VP8X', 3, 2)],
  ])('%s: its kind and size come from its bytes', (mime, bytes) => {
    expect(readPictureHead(bytes)).toEqual({ mime, width: 3, height: 2 });
  });

  it('sizes that need every bit of their field', () => {
    expect(readPictureHead(webpHead('VP8X', 16_777_216, 70_000))).toMatchObject({
      width: 16_777_216,
      height: 70_000,
    });
    expect(readPictureHead(webpHead('VP8L', 16_384, 16_384))).toMatchObject({
      width: 16_384,
      height: 16_384,
    });
    expect(readPictureHead(jpegHead(65_535, 40_000))).toMatchObject({ height: 40_000 });
  });

  it('reads a view into a larger buffer, as a request gives it', () => {
    const whole = Buffer.concat([Buffer.alloc(5), gifHead(7, 8)]);
    expect(readPictureHead(whole.subarray(5))).toMatchObject({ width: 7, height: 8 });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello, I am a .png')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an empty picture', gifHead(0, 4)],
    ['a WAV file, RIFF too', Buffer.concat([Buffer.from('RIFF____WAVE'), Buffer.alloc(40)])],
    ['a JPEG without a frame', jpegHead(3, 2).subarray(0, 40)],
    ['a JPEG of fill bytes', Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(50, 0xff)])],
  ])('%s is no picture', (_name, bytes) => {
    expect(readPictureHead(bytes)).toBeNull();
  });

  it('a file that was cut off anywhere is none, and never an error', () => {
    for (const whole of [pngOf(3, 2, () => [0, 0, 0]), jpegHead(3, 2), webpHead('VP8 ', 3, 2)]) {
      for (let length = 0; length < 24; length += 1) {
        expect(readPictureHead(whole.subarray(0, length))).toBeNull();
      }
    }
  });
});
