import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodeWav, SAMPLE_RATE } from '@shared/voice/wav';

const run = promisify(execFile);

/** False = flite or PocketSphinx is not installed; `scripts/lib/speech-tools.mjs` says how. */
export function canSpeak(): boolean {
  const { status } = spawnSync('which', ['flite', 'pocketsphinx_continuous'], { stdio: 'ignore' });
  return status === 0;
}

export interface Wav {
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: number;
  readonly samples: Int16Array;
}

/** Reads a PCM WAV as strictly as a recogniser would; throws when it is none. */
export function readWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number): string => new TextDecoder().decode(bytes.subarray(at, at + 4));
  if (text(0) !== 'RIFF' || text(8) !== 'WAVE') throw new Error('not a WAV file');
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    if (text(at) === 'data') {
      return {
        channels: view.getUint16(22, true),
        sampleRate: view.getUint32(24, true),
        bits: view.getUint16(34, true),
        samples: new Int16Array(bytes.slice(at + 8, at + 8 + size).buffer, 0, size / 2),
      };
    }
    at += 8 + size;
  }
  throw new Error('no sound in the WAV file');
}

const silence = (seconds: number): Int16Array => new Int16Array(Math.round(seconds * SAMPLE_RATE));

/** Speech as a WAV file of 16 kHz with silence around it. */
export function speakToFile(text: string, file: string, beforeS: number, afterS: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'ar-flite-'));
  try {
    const raw = join(folder, 'raw.wav');
    execFileSync('flite', ['-voice', 'slt', '-t', text, '-o', raw]);
    const { samples, sampleRate } = readWav(readFileSync(raw));
    if (sampleRate !== SAMPLE_RATE) throw new Error(`flite spoke at ${sampleRate} Hz`);
    writeFileSync(file, encodeWav([silence(beforeS), samples, silence(afterS)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What PocketSphinx hears, in lower case. */
export async function recognise(wav: Uint8Array): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ar-sphinx-'));
  try {
    const file = join(folder, 'in.wav');
    writeFileSync(file, wav);
    const args = ['-infile', file, '-logfn', '/dev/null'];
    const { stdout } = await run('pocketsphinx_continuous', args, { timeout: 90_000 });
    return stdout.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
