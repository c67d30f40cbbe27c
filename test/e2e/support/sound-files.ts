import type { Page } from '@playwright/test';

/** Silent MPEG-1 layer III of 32 kbit/s, 44.1 kHz, mono: no tool and no tag, only frames. */
export function silentMp3(seconds: number): Buffer {
  const frame = Buffer.concat([Buffer.from('fffb10c4', 'hex'), Buffer.alloc(100)]);
  const count = Math.ceil((seconds * 44_100) / 1152);
  return Buffer.concat(Array.from({ length: count }, () => frame));
}

/** A tone as Chromium's own recorder writes it: a WebM without a length, or an MP4. */
export async function recordTone(page: Page, type: string, ms: number): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ([mimeType, length]) => {
      const context = new AudioContext();
      const tone = context.createOscillator();
      const target = context.createMediaStreamDestination();
      tone.connect(target);
      tone.start();
      const recorder = new MediaRecorder(target.stream, { mimeType });
      const parts: Blob[] = [];
      recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
      const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
      recorder.start(100);
      setTimeout(() => recorder.stop(), length);
      await ended;
      await context.close();
      const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
      return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
    },
    [type, ms] as const,
  );
  return Buffer.from(base64, 'base64');
}

const PACKET_MS = 20;

/** A tone as Ogg Opus: packets by Chromium's encoder, pages by {@link oggOpus}. */
export async function encodeOgg(page: Page, seconds: number): Promise<Buffer> {
  const packets = await page.evaluate(async (length) => {
    const rate = 48_000;
    const made: string[] = [];
    const encoder = new AudioEncoder({
      output(chunk) {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        made.push(btoa(String.fromCharCode(...bytes)));
      },
      error(error) {
        throw error;
      },
    });
    encoder.configure({ codec: 'opus', sampleRate: rate, numberOfChannels: 1, bitrate: 12_000 });
    const second = Float32Array.from({ length: rate }, (_, at) => 0.3 * Math.sin(at / 30));
    for (let at = 0; at < length; at += 1) {
      const sound = { format: 'f32', sampleRate: rate, numberOfFrames: rate } as const;
      encoder.encode(
        new AudioData({ ...sound, numberOfChannels: 1, timestamp: at * 1e6, data: second }),
      );
      if (encoder.encodeQueueSize > 20) {
        await new Promise((resolve) =>
          encoder.addEventListener('dequeue', resolve, { once: true }),
        );
      }
    }
    await encoder.flush();
    return made;
  }, seconds);
  return oggOpus(packets.map((packet) => Buffer.from(packet, 'base64')));
}

/** Opus packets of 20 ms in an Ogg file (RFC 3533, RFC 7845). */
export function oggOpus(packets: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.writeUInt8(1, 8); // version
  head.writeUInt8(1, 9); // channels
  head.writeUInt16LE(312, 10); // samples to skip
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.concat([Buffer.from('OpusTags\x04\0\0\0test\0\0\0\0', 'latin1')]);
  const pages = [oggPage([head], 0, 0, 2), oggPage([tags], 1, 0, 0)];
  const perPage = 25;
  for (let from = 0; from < packets.length; from += perPage) {
    const part = packets.slice(from, from + perPage);
    const samples = ((from + part.length) * PACKET_MS * 48_000) / 1000;
    const last = from + perPage >= packets.length;
    pages.push(oggPage(part, pages.length, samples, last ? 4 : 0));
  }
  return Buffer.concat(pages);
}

function oggPage(
  packets: readonly Buffer[],
  sequence: number,
  samples: number,
  flags: number,
): Buffer {
  const laces = packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
  const header = Buffer.alloc(27 + laces.length);
  header.write('OggS', 0, 'latin1');
  header.writeUInt8(flags, 5);
  header.writeBigUInt64LE(BigInt(samples), 6);
  header.writeUInt32LE(1, 14); // the stream's number
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(laces.length, 26);
  Buffer.from(laces).copy(header, 27);
  const page = Buffer.concat([header, ...packets]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}

/** CRC-32 with 0x04c11db7, neither reflected nor inverted. */
function oggChecksum(page: Buffer): number {
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}
