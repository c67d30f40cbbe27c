import { deflateSync, inflateSync, crc32 } from 'node:zlib';

export type Rgb = readonly [number, number, number];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A real PNG of any size; `at` colours each pixel. */
export function pngOf(width: number, height: number, at: (x: number, y: number) => Rgb): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_row, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (_cell, x) => at(x, y)).flat()]),
  );
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PNG that says it is this large and holds nothing. */
export function claimedPng(width: number, height: number): Buffer {
  const made = pngOf(1, 1, () => [0, 0, 0]);
  made.writeUInt32BE(width, 16);
  made.writeUInt32BE(height, 20);
  return made;
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): Rgb;
}

/** Reads an 8-bit PNG without interlacing, as Chromium's canvas writes it. */
export function pixelsOf(png: Buffer): Pixels {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const [depth, colour] = [png[24], png[25]];
  if (depth !== 8 || (colour !== 2 && colour !== 6)) throw new Error('a PNG of another kind');
  const size = colour === 6 ? 4 : 3;
  const parts: Buffer[] = [];
  for (let from = 8; from < png.length;) {
    const length = png.readUInt32BE(from);
    const type = png.toString('latin1', from + 4, from + 8);
    if (type === 'IDAT') parts.push(png.subarray(from + 8, from + 8 + length));
    from += 12 + length;
  }
  const data = inflateSync(Buffer.concat(parts));
  const stride = width * size;
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const raw = data[y * (stride + 1) + 1 + x] ?? 0;
      const left = x < size ? 0 : (out[y * stride + x - size] ?? 0);
      const up = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0);
      const corner = x < size || y === 0 ? 0 : (out[(y - 1) * stride + x - size] ?? 0);
      out[y * stride + x] = raw + predicted(filter, left, up, corner);
    }
  }
  return {
    width,
    height,
    at(x, y) {
      const from = y * stride + x * size;
      return [out[from] ?? 0, out[from + 1] ?? 0, out[from + 2] ?? 0];
    },
  };
}

/** https://www.w3.org/TR/png-3/#9Filters */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Heads of the other kinds, with nothing behind them. */
export const gifHead = (width: number, height: number): Buffer => {
  const made = Buffer.alloc(13);
  made.write('GIF89a', 'latin1');
  made.writeUInt16LE(width, 6);
  made.writeUInt16LE(height, 8);
  return made;
};

/** A JPEG as a camera writes it: with a segment of its own before the frame. */
export const jpegHead = (width: number, height: number): Buffer => {
  const camera = Buffer.alloc(40, 1);
  const frame = Buffer.alloc(11);
  frame.set([0xff, 0xc2, 0, 9, 8]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 42]),
    camera,
    Buffer.from([0xff, 0xc4, 0, 3, 0]),
    frame,
  ]);
};

export const webpHead = (kind: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer => {
  const made = Buffer.alloc(40);
  made.write('RIFF', 0, 'latin1');
  made.write(`WEBP${kind}`, 8, 'latin1');
  if (kind === 'VP8X') {
    made.writeUIntLE(width - 1, 24, 3);
    made.writeUIntLE(height - 1, 27, 3);
  } else if (kind === 'VP8L') {
    made[20] = 0x2f;
    made.writeUInt32LE((width - 1) | ((height - 1) << 14), 21);
  } else {
    made.set([0x9d, 0x01, 0x2a], 23);
    made.writeUInt16LE(width, 26);
    made.writeUInt16LE(height, 28);
  }
  return made;
};
